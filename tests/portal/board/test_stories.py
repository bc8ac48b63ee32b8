"""The board tells what is unusual and why, and else says that all is calm."""

from datetime import datetime, timedelta

import pytest

from portal.board import readings, stories, words
from portal.board.periods import span_of
from portal.company import Company
from tests.tiny import MARKUP

TINY = Company("Tiny", currency="GBP", locale="en-GB")
MONDAY = datetime(2026, 1, 5, 12)
STEADY = [50, 54, 50, 46, 50, 54, 46, 50, 54, 50, 46, 50, 54, 50]


def weeks(counts, **more):
    """Orders of 10.00 each: `counts` of them, week by week."""
    return [
        {
            "order_line_id": f"{more.get('country', 'DE')}-{week}-{n}",
            "order_id": f"{more.get('country', 'DE')}-{week}-{n}",
            "ordered_at": MONDAY + timedelta(weeks=week, days=6 if n == 0 else n % 6),
            "user_id": f"u{n}",
            "amount": 10,
            **more,
        }
        for week, count in enumerate(counts)
        for n in range(count)
    ]


def told(warehouse, *names):
    snapshot = warehouse.snapshot()
    days = snapshot.coverage()["commerce"]
    span = span_of(days.first_on, days.last_on, "week")
    read = readings.read(snapshot, names, span, TINY)
    return (*stories.find(snapshot, read.values(), span), span)


def test_a_fall_is_told_with_the_country_that_explains_it(warehouse_of):
    lines = weeks([*STEADY, 50], country="DE") + weeks([*STEADY, 5], country="FR")
    unusual, _, _ = told(warehouse_of(fct_order_line=lines), "orders", "units")
    [story] = [one for one in unusual if one.reading.metric.name == "orders"]
    assert (story.why.cause.dimensions, story.why.cause.segments) == (
        ("country",),
        ("FR",),
    )
    # 100 orders before, 55 after: all 45 lost in France, which had 50 of the 100.
    assert words.headline(story.reading, TINY) == "Orders fell 45.0% to 55."
    assert words.reason(story, TINY) == (
        "FR (country) explains 100% of the fall, from 50 to 5."
    )
    assert words.sentence(story, TINY) == (
        "Orders fell 45.0% to 55: FR (country) explains 100% of the fall, from 50 to 5."
    )


def test_steady_weeks_are_calm_and_said_to_be(warehouse_of):
    lines = weeks([*STEADY, 53])
    unusual, usual, span = told(warehouse_of(fct_order_line=lines), "orders", "revenue")
    assert unusual == []
    assert words.calm(usual, span, 2) == (
        "Nothing unusual: all 2 metrics are within what the weeks before make usual "
        "for them."
    )


def test_a_young_company_is_told_that_it_is_too_early(warehouse_of):
    lines = weeks([10, 30])
    unusual, usual, span = told(warehouse_of(fct_order_line=lines), "orders")
    assert (unusual, usual) == ([], [])
    assert words.calm(usual, span, 1).startswith("Too early to say")


def test_a_fall_everywhere_has_no_single_cause(warehouse_of):
    lines = weeks([*STEADY, 20], country="DE") + weeks([*STEADY, 20], country="FR")
    unusual, _, _ = told(warehouse_of(fct_order_line=lines), "orders")
    assert unusual[0].why.cause is None
    assert "it is spread over all" in words.reason(unusual[0], TINY)


def test_a_hostile_segment_is_named_as_it_is(warehouse_of):
    lines = weeks([*STEADY, 50]) + weeks([*STEADY, 5], country=MARKUP)
    unusual, _, _ = told(warehouse_of(fct_order_line=lines), "orders")
    assert MARKUP in words.reason(unusual[0], TINY)


def test_a_rate_is_explained_by_the_part_that_raised_it(warehouse_of):
    refund = {"kind": "refund", "amount": -5}
    lines = weeks([50] * 15) + weeks([50] * 15, country="FR")
    for week in range(15):
        count = 60 if week == 14 else 10 + week % 3
        lines += [
            {
                **line,
                **refund,
                "country": "FR",
                "order_line_id": f"r{week}-{n}",
                "order_id": f"r{week}-{n}",
            }
            for n, line in enumerate(weeks([0] * week + [count]))
        ]
    unusual, _, _ = told(warehouse_of(fct_order_line=lines), "refund_rate")
    [story] = unusual
    # Sales 1,000 a week; refunds 50, 55 or 60 before, 300 in the last week: 30%.
    assert story.reading.value == 30.0
    assert words.headline(story.reading, TINY).startswith("Refund rate rose")
    assert "pp to 30%." in words.headline(story.reading, TINY).replace("\u00a0", " ")
    assert story.why.cause.segments == ("FR",)


def test_the_board_of_a_company_never_described_fills_itself(tiny):
    subjects = frozenset(tiny.snapshot().coverage())
    star, cards = readings.chosen(Company("New"), subjects)
    assert star == "revenue"
    assert len(cards) >= 6
    assert star not in cards


def test_a_board_is_made_of_what_there_is_data_for():
    star, cards = readings.chosen(
        Company("Chat", north_star="revenue", cards=("orders", "messages")),
        frozenset({"messenger", "activity"}),
    )
    assert star == "active_users"
    assert cards[0] == "messages"
    assert "orders" not in cards


def test_a_metric_that_does_not_exist_is_named(tiny):
    with pytest.raises(ValueError, match="revenu"):
        readings.chosen(Company("X", north_star="revenu"), frozenset({"commerce"}))


def test_the_split_that_makes_a_rate_never_explains_it(warehouse_of):
    lines = []
    for week in range(30):
        guests = 12 if week == 29 else 1 + week % 3
        for n in range(20):
            lines += [
                {
                    **line,
                    "user_id": None if n < guests else "u1",
                    "order_line_id": f"{week}-{n}",
                    "order_id": f"{week}-{n}",
                }
                for line in weeks([0] * week + [1])
            ]
    unusual, _, _ = told(warehouse_of(fct_order_line=lines), "guest_share")
    [story] = unusual
    assert story.reading.value == 60.0
    assert story.why.cause is None


def views(day, count, **more):
    """Views of a day by one user each."""
    name = "-".join(map(str, more.values()))
    return [
        {
            "interaction_id": f"{name}-{day}-{n}",
            "occurred_at": MONDAY + timedelta(days=day),
            "user_id": f"u{n}",
            **more,
        }
        for n in range(count)
    ]


def told_of_days(warehouse, *names):
    snapshot = warehouse.snapshot()
    days = snapshot.coverage()["feed"]
    span = span_of(days.first_on, days.last_on, "day")
    read = readings.read(snapshot, names, span, TINY)
    return (*stories.find(snapshot, read.values(), span), span)


def test_a_day_is_compared_with_its_weekday_and_a_pair_is_named(warehouse_of):
    rows = []
    for day in range(7 * 7):
        count = 90 if day % 7 >= 5 else 45
        for city in ("Leeds", "Pune"):
            for os in ("Android", "iOS"):
                gone = day == 48 and (city, os) == ("Leeds", "iOS")
                rows += views(day, 1 if gone else count + day % 3, city=city, os=os)
    unusual, _, span = told_of_days(warehouse_of(fct_interaction=rows), "views")
    [story] = unusual
    assert span.before.start == span.last.start - timedelta(days=7)
    assert story.why.cause.dimensions == ("city", "os")
    assert "Leeds (city) with iOS (operating system) explains" in words.reason(
        story, TINY
    )
    assert "same weekday of 5 weeks" in words.unusual_how(story, "day")


def test_a_quiet_or_young_feed_is_calm_by_its_weekdays(warehouse_of):
    rows = [row for day in range(70) for row in views(day, 20 + day % 3, city="Leeds")]
    unusual, usual, span = told_of_days(warehouse_of(fct_interaction=rows), "views")
    assert unusual == []
    assert words.calm(usual, span, 1) == (
        "Nothing unusual: all 1 metrics are within what is usual for the weekday."
    )
    young = warehouse_of(
        fct_interaction=[row for row in rows if row["user_id"] == "u0"][:9]
    )
    _, usual, span = told_of_days(young, "views")
    assert words.calm(usual, span, 1).startswith(
        "Too early to say what is unusual: it takes 44 complete days"
    )


def test_a_rate_that_falls_by_its_mix_alone_is_warned_about(warehouse_of):
    rows = []
    for day in range(10 * 7):
        last = day == 69
        for city, count, liked in (
            ("Leeds", 40 if last else 200, 0.55 if last else 0.5),
            ("Pune", 360 if last else 200, 0.12 if last else 0.1),
        ):
            seen = views(day, count, city=city, action="view")
            rows += seen + [
                {**row, "interaction_id": f"l{row['interaction_id']}", "action": "like"}
                for row in seen[: round(count * liked)]
            ]
    warehouse = warehouse_of(fct_interaction=rows)
    unusual, _, _ = told_of_days(warehouse, "click_through_rate")
    [story] = unusual
    assert words.headline(story.reading, TINY).startswith("Click-through rate fell")
    assert words.reason(story, TINY).endswith(
        "But within every city it rose: the fall comes from the mix of them."
    )
    # Views 400 and 400; likes 120, then 22 and 43.
    assert words.by_formula(story, TINY) == "Likes fell 45.8%, Views stayed."
