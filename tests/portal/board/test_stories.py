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
        "Nothing unusual: all 2 metrics moved within what is usual for them, "
        "week on week."
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
    for week in range(15):
        guests = 8 if week == 14 else 1 + week % 3
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
    assert story.reading.value == 40.0
    assert story.why.cause is None
