"""The board finds the planted stories of the demo company and names their causes."""

from datetime import timedelta

import pandas as pd
import pytest

from analysis.segments import find_causes
from analysis.splits import Split
from portal.board import readings, stories, words
from portal.board.periods import span_of
from portal.company import Company
from queries import Warehouse

POLARIS = Company("Polaris")
ASKED = ["views", "likes", "click_through_rate", "messages", "senders", "active_users"]
NEWCOMERS = """
select
    life.first_on as friday,
    coalesce(person.campaign_id, 'none') as campaign,
    coalesce(person.city, 'unknown') as city,
    coalesce(person.os, 'unknown') as os,
    count(distinct life.user_id) as users,
    count(distinct day.user_id) as back
from agg_user as life
inner join dim_user as person on life.user_id = person.user_id
left join agg_user_day as day
    on life.user_id = day.user_id and day.activity_on = life.first_on + 1
where life.surface = 'all'
    and life.first_on between $friday - 35 and $friday
    and isodow(life.first_on) = 5
group by all
"""


@pytest.fixture(scope="module")
def year(load):
    """Feed and messenger of eight months, with users enough for daily stories."""
    return load(users=12_000, months=8, subjects=["feed", "messenger"])


def told(world, day):
    snapshot = Warehouse(world.raw.parent / "warehouse").snapshot()
    first = min(days.first_on for days in snapshot.coverage().values())
    span = span_of(first, day, "day")
    read = readings.read(snapshot, ASKED, span, POLARIS)
    unusual, _ = stories.find(snapshot, read.values(), span)
    return {story.reading.metric.name: story for story in unusual}


def test_the_outage_of_24_august_is_the_feed_s_in_four_cities(year):
    outage = year.truth["outage"]
    found = told(year, year.day(outage["on"]))
    story = found["views"]
    assert story.why.cause.dimensions == ("city",)
    assert set(story.why.cause.segments) == set(outage["cities"])
    assert story.why.cause.after == 0
    said = words.sentence(story, POLARIS)
    assert said.startswith("Views fell ")
    assert "(city) explain " in said
    assert not {"messages", "senders"} & set(found)


def test_the_days_around_the_outage_are_calm(year):
    day = year.day(year.truth["outage"]["on"])
    for away in (-2, -1, 1, 2, 7):
        assert told(year, day + timedelta(days=away)) == {}


def test_a_flash_mob_is_told_and_no_city_is_blamed_for_it(year):
    found = told(year, year.day({"days_before_end": 20}))
    assert "views" in found
    assert found["views"].reading.rose
    assert found["views"].why.cause is None


def test_the_campaign_explains_the_day_1_retention_of_its_friday(year):
    told = year.truth["campaign"]
    rows = year.ask(NEWCOMERS, friday=year.day(told["on"]))

    def split(by):
        tables = [
            rows.pivot_table(
                index="friday", columns=by, values=name, aggfunc="sum", fill_value=0
            )
            for name in ("back", "users")
        ]
        return Split(*tables)

    causes = find_causes({(by,): split(by) for by in ("campaign", "city", "os")})
    assert causes[0].dimensions == ("campaign",)
    assert causes[0].segments == (told["campaign_id"],)
    assert pd.isna(causes[0].before)
    assert causes[0].share > 0
