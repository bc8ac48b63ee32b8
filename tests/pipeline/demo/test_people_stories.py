"""What is true of sign-ups, visits and kinds of users is found in the warehouse."""

import numpy as np
import pytest
from scipy.cluster.vq import kmeans2

CAME = """
create or replace temp table came as
select distinct user_id, occurred_on as day from fct_interaction
where surface in ('feed', 'messenger')
"""


@pytest.fixture(scope="module")
def came(autumn):
    autumn.connection.execute(CAME)
    return autumn


def test_users_of_the_friday_campaign_come_back_half_as_often_the_next_day(came):
    told = came.truth["campaign"]
    friday = came.day(told["on"])
    assert friday.isoweekday() == 5
    cohorts = came.ask(
        """
        select
            users.campaign_id = $campaign as launched,
            count(*) as users,
            avg(case when came.user_id is not null then 1.0 else 0.0 end) as back
        from dim_user as users
        left join came
            on users.user_id = came.user_id
            and came.day = cast(users.signed_up_at as date) + 1
        where users.source = 'ads' and isodow(users.signed_up_at) = 5
            and users.signed_up_at >= $start and users.signed_up_at < $last
        group by 1 order by 1
        """,
        campaign=told["campaign_id"],
        start=came.one("select min(day) from came")[0],
        last=came.day({"days_before_end": 3}),
    )
    usual, launched = cohorts["back"]
    error = np.sqrt((cohorts["back"] * (1 - cohorts["back"]) / cohorts["users"]).sum())
    assert launched < usual
    assert abs(launched - told["return_factor"] * usual) < 3 * error
    share = cohorts["users"][1] / came.one("select count(*) from dim_user")[0]
    assert share == pytest.approx(told["share"], rel=0.01)


def test_on_24_august_the_feed_is_silent_in_four_cities_and_nothing_else(came):
    told = came.truth["outage"]
    day = came.day(told["on"])
    rows = came.ask(
        """
        select surface, city, occurred_on = $day as out, count(*) as n
        from fct_interaction
        where surface in ('feed', 'messenger')
            and occurred_on between $day - 1 and $day + 1 and city is not null
        group by 1, 2, 3
        """,
        day=day,
    )
    during = rows[rows["out"]]
    every = {city for _, city, _ in came.truth["profile"]["places"]}
    feed = set(during[during["surface"] == "feed"]["city"])
    assert feed == every - set(told["cities"])
    around = rows[~rows["out"] & (rows["surface"] == "feed")]
    assert set(around["city"]) == every
    messages = rows[
        (rows["surface"] == "messenger") & rows["city"].isin(told["cities"])
    ]
    inside = messages[messages["out"]]["n"].sum()
    outside = messages[~messages["out"]]["n"].sum() / 2
    assert inside == pytest.approx(outside, rel=0.35)


def test_organic_sign_ups_grow_by_the_month(shop):
    months = shop.ask(
        """
        select date_trunc('month', signed_up_at) as month, count(*) as users,
            count(distinct cast(signed_up_at as date)) as days
        from dim_user where source = 'organic' and signed_up_at >= '2025-06-01'
            and signed_up_at < '2026-11-01'
        group by 1 order by 1
        """
    )
    rate = np.log(months["users"] / months["days"])
    slope, _ = np.polyfit(np.arange(len(rate)), rate, 1)
    assert np.expm1(slope) == pytest.approx(shop.truth["growth"]["monthly"], abs=0.01)


def test_the_busy_hours_are_those_of_the_company_s_clocks_summer_and_winter(came):
    weights = np.array(came.truth["rhythm"]["hours"], float)
    for season in ("occurred_on < '2026-10-25'", "occurred_on > '2026-10-25'"):
        starts = came.ask(
            f"""
            select hour(timezone('Europe/Berlin', timezone('UTC', first))) as hour,
                count(*) as n
            from (
                select user_id, occurred_on, min(occurred_at) as first
                from fct_interaction where surface = 'messenger' and {season}
                group by 1, 2
            )
            group by 1 order by 1
            """
        ).set_index("hour")["n"]
        shares = starts.reindex(range(24), fill_value=0) / starts.sum()
        assert np.abs(shares - weights / weights.sum()).max() < 0.02
        assert shares.idxmax() in {19, 20}


def test_weekends_are_busier_as_the_rhythm_says(came):
    weekdays = came.ask(
        """
        select isodow(day) as weekday, count(*) * 1.0 / count(distinct day) as users
        from came inner join dim_user using (user_id)
        where day > cast(signed_up_at as date) + 1
            and campaign_id is distinct from 'friday-launch'
        group by 1 order by 1
        """
    )["users"].to_numpy()
    told = np.array(came.truth["rhythm"]["weekdays"])
    measured = weekdays / weekdays.mean() * told.mean()
    assert np.abs(measured - told).max() < 0.08
    assert weekdays[5:].min() > weekdays[:5].max()


def test_flash_mobs_multiply_the_views_of_their_days(came):
    told = came.truth["flash_mob"]
    for one in told["on"][:2]:
        day = came.day(one)
        views, around = came.one(
            """
            select count(*) filter (occurred_on = $day),
                count(*) filter (occurred_on <> $day) / 2.0
            from fct_interaction where action = 'view'
                and occurred_on in ($day, $day - 7, $day + 7)
            """,
            day=day,
        )
        assert views / around == pytest.approx(told["come"] * told["views"], rel=0.25)


def test_kinds_of_users_are_found_by_what_they_do(came):
    habits = came.ask(
        """
        with days as (
            select user_id, occurred_on,
                count(*) filter (action = 'view') as views,
                count(*) filter (action = 'message') as messages
            from fct_interaction where surface in ('feed', 'messenger')
            group by 1, 2
        )
        select avg(case when messages > 0 then 1.0 else 0.0 end) as talks,
            avg(case when views > 0 then 1.0 else 0.0 end) as reads,
            sum(views) * 1.0 / greatest(count(*) filter (views > 0), 1) as views
        from days group by user_id having count(*) >= 12
        """
    )
    habits["views"] /= 10
    kinds = came.truth["kinds"]
    names = ("reader", "talker", "devotee")
    start = [_habits(kinds[name]) for name in names]
    centres, label = kmeans2(habits.to_numpy(), np.array(start), minit="matrix")
    assert np.abs(centres - start).max() < 0.15
    assert np.bincount(label, minlength=3).min() > 0.05 * len(label)


def _habits(kind):
    """How often such a user talks and reads when there, and tens of views then."""
    reads = kind["feed"] + (1 - kind["feed"]) * (1 - kind["messenger"])
    return kind["messenger"], reads, kind["views"] / 10
