"""Metrics on the tiny warehouse, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from queries import catalog
from tests.tiny import HOSTILE, MARKUP

FIRST, LAST = date(2026, 1, 5), date(2026, 1, 14)


def measured(warehouse, *metrics, **more):
    span = {"start": FIRST, "end": LAST, **more}
    return warehouse.snapshot().measure(list(metrics), **span)


def values(warehouse, *metrics, **more):
    [row] = measured(warehouse, *metrics, **more).to_dict("records")
    return row


def test_commerce_adds_up(tiny):
    assert values(
        tiny,
        "sales",
        "refunds",
        "revenue",
        "orders",
        "customers",
        "units",
        "products_sold",
        "guest_sales",
    ) == pytest.approx(
        {
            "sales": 74.8,  # 20 + 5 + 30 + 7.5 + 12 + 0.1 + 0.2
            "refunds": 7.5,  # 5 on its own line, 2.5 on a line sold
            "revenue": 67.3,
            "orders": 6,
            "customers": 3,
            "units": 8,
            "products_sold": 4,
            "guest_sales": 12,
        }
    )


def test_ratios_are_ratios_of_sums(tiny):
    assert values(
        tiny, "average_order_value", "refund_rate", "guest_share", "repeat_rate"
    ) == pytest.approx(
        {
            "average_order_value": 74.8 / 6,
            "refund_rate": 100 * 7.5 / 74.8,
            "guest_share": 100 * 12 / 74.8,
            "repeat_rate": 100 * 2 / 3,  # u1 and u2 of three customers
        }
    )


def test_a_customer_is_new_once(warehouse_of):
    warehouse = warehouse_of(
        fct_order_line=[
            {"user_id": "a", "ordered_at": "2026-01-05"},
            {"user_id": "a", "ordered_at": "2026-01-12"},
            {"user_id": "b", "ordered_at": "2026-01-12"},
            {"user_id": None, "ordered_at": "2026-01-12"},
        ]
    )
    weeks = measured(warehouse, "new_customers", "customers", grain="week")
    assert weeks["new_customers"].tolist() == [1, 1]
    assert weeks["customers"].tolist() == [1, 2]


def test_two_lines_of_one_order_are_no_repeat(warehouse_of):
    warehouse = warehouse_of(
        fct_order_line=[
            {"user_id": "a", "order_id": "o1"},
            {"user_id": "a", "order_id": "o1"},
            {"user_id": "b", "order_id": "o2"},
            {"user_id": "b", "order_id": "o3"},
        ]
    )
    day = {"start": FIRST, "end": FIRST}
    row = values(warehouse, "customers", "repeat_customers", "repeat_rate", **day)
    assert row == {"customers": 2, "repeat_customers": 1, "repeat_rate": 50}


def test_a_mean_of_nothing_is_empty_and_not_0(tiny, monkeypatch):
    known = dict(catalog.metrics())
    known["mean_units"] = replace(
        known["units"], name="mean_units", value="avg(line.quantity)"
    )
    monkeypatch.setattr(catalog, "metrics", lambda: known)
    days = measured(tiny, "mean_units", "units", grain="day")
    assert days["units"][2:4].tolist() == [0, 0]
    assert days["mean_units"][2:4].isna().all()  # no line at all on the 7th and 8th
    assert days["mean_units"][0] == 1.5  # 2 mugs and 1 more on two lines


def test_activity_counts_each_user_once_per_period(tiny):
    assert values(tiny, "active_users", "new_users", "actions") == {
        "active_users": 4,
        "new_users": 4,
        "actions": 20,  # 10 in feed, shop, app; 5 messages, 5 orders of customers
    }
    weeks = measured(tiny, "active_users", "new_users", "returning_users", grain="week")
    assert weeks["period"].tolist() == [date(2026, 1, 5), date(2026, 1, 12)]
    assert weeks["active_users"].tolist() == [3, 4]
    assert weeks["new_users"].tolist() == [3, 1]
    assert weeks["returning_users"].tolist() == [0, 3]


def test_messages_have_directions(tiny):
    assert values(tiny, "messages", "senders", "receivers", "pairs") == {
        "messages": 5,
        "senders": 4,
        "receivers": 3,
        "pairs": 4,
    }


def test_the_feed_knows_views_and_likes(tiny):
    row = values(
        tiny, "views", "likes", "click_through_rate", "viewers", "posts_viewed"
    )
    assert row == {
        "views": 4,
        "likes": 2,
        "click_through_rate": 50.0,
        "viewers": 3,
        "posts_viewed": 2,
    }


def test_quiet_days_are_0_and_ratios_of_quiet_days_are_empty(tiny):
    days = measured(tiny, "orders", "average_order_value", grain="day")
    assert days["orders"].tolist() == [1, 1, 0, 0, 1, 0, 0, 1, 0, 2]
    assert days["average_order_value"].isna().tolist() == [
        orders == 0 for orders in days["orders"]
    ]


def test_days_without_any_data_are_empty_and_not_0(tiny):
    days = measured(tiny, "sales", grain="day", start=date(2026, 1, 4))
    assert pd.isna(days["sales"][0])
    assert days["sales"][1] == 25
    assert pd.isna(
        values(tiny, "sales", start=LAST.replace(day=20), end=LAST.replace(day=21))[
            "sales"
        ]
    )


def test_a_subject_without_data_is_empty(warehouse_of):
    warehouse = warehouse_of(fct_order_line=[{}])
    row = values(warehouse, "orders", "messages")
    assert row["orders"] == 1
    assert pd.isna(row["messages"])


def test_a_split_has_a_row_per_segment_and_missing_names_are_unknown(tiny):
    rows = measured(tiny, "sales", "orders", by="country")
    assert dict(zip(rows["segment"], rows["sales"], strict=True)) == pytest.approx(
        {"DE": 32.5, "FR": 30.2, HOSTILE: 12, "unknown": 0.1}
    )
    products = measured(tiny, "sales", by="product")
    assert set(products["segment"]) == {"Mug", MARKUP, "p3", "p9"}


def test_filters_keep_only_what_was_chosen(tiny):
    assert values(tiny, "sales", where={"country": ["FR", "unknown"]})[
        "sales"
    ] == pytest.approx(30.3)
    assert values(tiny, "sales", where={"country": [HOSTILE]})["sales"] == 12
    assert values(tiny, "sales", where={"product": [MARKUP]})["sales"] == 35
    assert values(tiny, "sales", where={"country": ["nowhere"]})["sales"] == 0


def test_metrics_of_two_sources_stand_side_by_side(tiny):
    rows = measured(
        tiny, "sales", "messages", "active_users", by="country", grain="week"
    )
    assert list(rows.columns) == [
        "period",
        "segment",
        "sales",
        "messages",
        "active_users",
    ]
    assert not rows.duplicated(["period", "segment"]).any()


def test_one_statement_answers_all_metrics_of_a_source(tiny):
    names = ["revenue", "sales", "orders", "average_order_value", "guest_share"]
    compiled = tiny.snapshot().compiled_measure(names, start=FIRST, end=LAST)
    assert len(compiled) == 1
