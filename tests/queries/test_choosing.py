"""The smallest table that is exact answers; the reader is told why no smaller one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from queries import explaining

WEEKS = {"start": date(2026, 1, 5), "end": date(2026, 1, 18)}
DAYS = {"start": date(2026, 1, 7), "end": date(2026, 1, 13)}
DAY = {"start": date(2026, 1, 7), "end": date(2026, 1, 7)}
DE_FR, FEED = ["DE", "FR"], ["feed"]


def origin(warehouse, metric, **asked):
    [one] = warehouse.snapshot().explained([metric], **asked)
    [found] = one.origins
    return found


@pytest.mark.parametrize(
    ("metric", "asked", "table"),
    [
        ("active_users", {**DAYS, "grain": "day"}, "agg_day"),
        ("active_users", {**DAYS, "grain": "week"}, "agg_user_day"),
        ("active_users", {**WEEKS, "grain": "week"}, "agg_lifecycle_week"),
        ("active_users", WEEKS, "agg_user_day"),
        ("active_users", DAY, "agg_day"),
        (
            "active_users",
            {**DAYS, "grain": "day", "where": {"country": DE_FR}},
            "agg_day",
        ),
        (
            "active_users",
            {**DAYS, "grain": "day", "where": {"surface": FEED}},
            "agg_day",
        ),
        (
            "active_users",
            {**DAYS, "grain": "day", "where": {"surface": ["feed", "app"]}},
            "agg_user_day",
        ),
        (
            "active_users",
            {**DAYS, "grain": "day", "by": "surface", "where": {"surface": ["a", "b"]}},
            "agg_day",
        ),
        (
            "active_users",
            {**DAYS, "grain": "day", "by": "country", "where": {"surface": FEED}},
            "agg_day",
        ),
        (
            "active_users",
            {**DAYS, "grain": "day", "by": "country", "where": {"os": ["iOS"]}},
            "agg_user_day",
        ),
        ("actions", {**DAYS, "grain": "month", "by": "country"}, "agg_day"),
        ("new_users", {**DAYS, "by": "country"}, "agg_new_user_day"),
        ("new_users", {**DAYS, "by": "os", "where": {"country": DE_FR}}, "agg_user"),
        ("new_users", {**DAYS, "by": "surface"}, "agg_user_day"),
        ("returning_users", {**WEEKS, "grain": "week"}, "agg_lifecycle_week"),
        ("returning_users", {**DAYS, "grain": "day"}, "agg_user_day"),
        ("revenue", {**DAYS, "grain": "quarter"}, "agg_order_day"),
        ("revenue", {**DAYS, "by": "category"}, "agg_product_day"),
        ("revenue", {**DAYS, "by": "kind"}, "fct_order_line"),
        ("orders", {**DAYS, "grain": "day", "by": "channel"}, "agg_order_day"),
        ("orders", {**DAYS, "grain": "day", "by": "country"}, "fct_order_line"),
        ("orders", {**DAYS, "by": "channel"}, "fct_order_line"),
        ("new_customers", DAYS, "agg_customer"),
        ("views", {**DAYS, "grain": "week", "by": "city"}, "agg_feed_day"),
        ("viewers", {**DAYS, "grain": "day"}, "agg_feed_day"),
        ("viewers", {**DAYS, "grain": "week"}, "agg_feed_user_day"),
        ("viewers", {**DAYS, "by": "category"}, "fct_interaction"),
        ("views", {**DAYS, "by": "post"}, "fct_interaction"),
        (
            "viewers",
            {**DAYS, "grain": "day", "where": {"country": DE_FR}},
            "agg_feed_user_day",
        ),
    ],
)
def test_the_smallest_exact_table_is_read(tiny, metric, asked, table):
    assert origin(tiny, metric, **asked).table == table


@pytest.mark.parametrize(
    ("asked", "table", "why"),
    [
        (
            {**DAYS, "grain": "week"},
            "agg_lifecycle_week",
            "It holds whole weeks; the days asked for begin or end within one.",
        ),
        (
            {**WEEKS, "grain": "month"},
            "agg_lifecycle_week",
            "It holds weeks; months are not made of these.",
        ),
        (
            {**WEEKS, "grain": "all"},
            "agg_lifecycle_week",
            "It counts anew each week: what was counted on two of them would count "
            "twice in all the days.",
        ),
        (
            {**DAYS, "grain": "day", "by": "country", "where": {"os": ["iOS"]}},
            "agg_day",
            "It does not hold country and os together; you ask by all of these.",
        ),
        (
            {**DAYS, "grain": "day", "where": {"surface": ["feed", "app"]}},
            "agg_day",
            "It counts anew for each surface: what was counted for two of them would "
            "count twice.",
        ),
        (
            {**WEEKS, "grain": "week", "by": "country"},
            "agg_lifecycle_week",
            "It does not hold country.",
        ),
    ],
)
def test_a_smaller_table_is_passed_over_for_a_reason(tiny, asked, table, why):
    passed = origin(tiny, "active_users", **asked).passed_over
    assert {one.table: one.why for one in passed}[table] == why


def test_a_ratio_is_explained_by_its_parts(tiny):
    [one] = tiny.snapshot().explained(["average_order_value"], **DAYS)
    assert [part.metric for part in one.origins] == ["sales", "orders"]
    assert [part.table for part in one.origins] == ["agg_order_day", "fct_order_line"]
    told = list(explaining.lines([one, one]))
    assert told[0] == "average_order_value is sales / orders"
    assert sum(line.startswith("orders: ") for line in told) == 1


BOARD = [
    *("active_users", "new_users", "returning_users", "actions"),
    *("revenue", "orders", "customers", "average_order_value"),
    *("refund_rate", "new_customers", "messages", "senders"),
]


def test_a_board_of_twelve_metrics_with_ninety_days_is_one_statement(tiny):
    span = {"start": WEEKS["end"] - timedelta(days=89), "end": WEEKS["end"]}
    snapshot = tiny.snapshot()
    rows = snapshot.measure(BOARD, **span, grain="day")
    assert list(rows.columns) == ["period", *BOARD]
    assert len(rows) == 90
    assert len(snapshot.compiled_measure(BOARD, **span, grain="day")) == 1
