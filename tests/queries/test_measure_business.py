"""Metrics of shop, marketing, leads and operations, each worked by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pandas as pd
import pytest

MONDAY = date(2026, 1, 5)


def at(day, hour=12, minute=0):
    """A moment of January 2026."""
    return datetime(2026, 1, day, hour, minute)


def values(warehouse, *metrics, **more):
    """The metrics over January 2026."""
    span = {"start": date(2026, 1, 1), "end": date(2026, 1, 31), **more}
    [row] = warehouse.snapshot().measure(list(metrics), **span).to_dict("records")
    return row


def test_discounts_groups_and_what_is_unpaid(warehouse_of):
    lines = [
        {"order_id": "o1", "amount": 8, "discount": 2, "quantity": 2},
        {"order_id": "o1", "amount": 10, "channel": "group"},
        {"order_id": "o2", "amount": 2, "channel": "individual", "quantity": 2},
        {"order_id": "o3", "amount": 50, "discount": 5, "kind": "unpaid"},
        {"order_id": "o4", "amount": -1, "discount": 9, "kind": "refund"},
    ]
    row = values(
        warehouse_of(fct_order_line=lines),
        *("discounts", "list_sales", "discount_rate", "group_sales", "group_share"),
        *("orders_placed", "unpaid_orders", "unpaid_rate"),
        *("units_per_order", "unit_price"),
    )
    assert row == pytest.approx(
        {
            "discounts": 2,
            "list_sales": 22,
            "discount_rate": 100 * 2 / 22,
            "group_sales": 10,
            "group_share": 50,
            "orders_placed": 3,
            "unpaid_orders": 1,
            "unpaid_rate": 100 / 3,
            "units_per_order": 2.5,
            "unit_price": 4,
        }
    )


SOLD = {0: 10, 27: 30, 28: 5, 55: 45, 56: 7}  # days after Monday -> amount


@pytest.fixture
def grown(warehouse_of):
    """A shop that sells toys on even days and food on odd ones."""
    first = datetime(2026, 1, 5)
    return warehouse_of(
        fct_order_line=[
            {
                "ordered_at": first + timedelta(days=day),
                "amount": amount,
                "product_id": ["p1", "p2"][day % 2],
            }
            for day, amount in SOLD.items()
        ],
        dim_product=[
            {"product_id": "p1", "category": "Toys"},
            {"product_id": "p2", "category": "Food"},
        ],
    )


def grows(warehouse, first, last, **more):
    """The metrics of growth, so many days after Monday."""
    return warehouse.snapshot().measure(
        ["sales_before", "sales_gain", "sales_growth"],
        start=MONDAY + timedelta(days=first),
        end=MONDAY + timedelta(days=last),
        **more,
    )


def test_growth_compares_28_days_with_the_28_before(grown):
    days = grows(grown, 54, 56, grain="day")
    assert pd.isna(days["sales_growth"][0])  # its windows have 55 days
    # Day 55: days 28 to 55 against 0 to 27. Day 56: days 29 to 56 against 1 to 28.
    assert days["sales_before"].tolist()[1:] == [40, 35]
    assert days["sales_gain"].tolist()[1:] == [10, 17]
    assert days["sales_growth"].tolist()[1:] == pytest.approx([25, 100 * 17 / 35])


def test_growth_tells_which_category_grows(grown):
    rows = grows(grown, 55, 55, by="category").set_index("segment")
    assert rows["sales_growth"].to_dict() == {"Food": 50, "Toys": -50}


def test_marketing_costs(tiny):
    row = values(
        tiny,
        *("spend", "fixed_spend", "impressions", "ad_clicks", "ad_click_rate"),
        *("cost_per_click", "cost_per_mille", "cost_per_new_user"),
        "customer_acquisition_cost",
    )
    assert row == pytest.approx(
        {
            "spend": 11,
            "fixed_spend": 2,
            "impressions": 90,
            "ad_clicks": 4,
            "ad_click_rate": 100 * 4 / 90,
            "cost_per_click": 11 / 4,
            "cost_per_mille": 1000 * 11 / 90,
            "cost_per_new_user": 11 / 4,
            "customer_acquisition_cost": 11 / 3,
        }
    )


def test_conversions_belong_to_the_channel_of_their_last_contact(tiny):
    names = ("touches", "touched_users", "conversions", "conversion_rate")
    both = ("conversion_value", "cost_per_conversion", "return_on_ad_spend")
    assert values(tiny, *names, *both) == pytest.approx(
        {
            "touches": 3,
            "touched_users": 2,
            "conversions": 1,
            "conversion_rate": 100 / 3,
            "conversion_value": 30,
            "cost_per_conversion": 11,
            "return_on_ad_spend": 30 / 11,
        }
    )
    span = {"start": MONDAY, "end": MONDAY}
    rows = tiny.snapshot().measure(list(both), **span, by="channel")
    channels = rows.set_index("segment")
    assert channels.loc["email", "conversion_value"] == 30
    assert pd.isna(channels.loc["email", "return_on_ad_spend"])  # nothing was paid
    assert channels.loc["search", "return_on_ad_spend"] == 0
    assert pd.isna(channels.loc["search", "cost_per_conversion"])


def test_open_leads_count_neither_above_nor_below(warehouse_of):
    leads = [
        {"stage": "won", "value": 900, "created_at": at(5)},
        {"stage": "won", "created_at": at(5)},
        {"stage": "lost", "value": 50, "created_at": at(6)},
        {"stage": "new", "value": 70, "created_at": at(7)},
    ]
    row = values(
        warehouse_of(fct_lead=leads),
        *("leads", "decided_leads", "won_leads", "win_rate", "won_value"),
    )
    assert row == pytest.approx(
        {
            "leads": 4,
            "decided_leads": 3,
            "won_leads": 2,
            "win_rate": 200 / 3,
            "won_value": 900,
        }
    )


def test_refreshes_count_every_attempt(warehouse_of):
    def run(number, status, **more):
        begun = {"refresh_id": number, "started_at": at(5, 8), "status": status}
        return {**begun, "attempts": None, **more}

    runs = [
        run(1, "published", finished_at=at(5, 8, 2), quality_score=98, rows_in=90),
        run(2, "published", finished_at=at(5, 8, 4), quality_score=99, rows_in=10),
        run(3, "nothing_new", finished_at=at(5, 9), attempts=7),
        run(4, "failed", finished_at=at(5, 10), quality_score=0, rows_quarantined=5),
    ]
    empty = {"rows_in": None, "rows_quarantined": None}
    row = values(
        warehouse_of(ops_refresh=[{**empty, **one} for one in runs]),
        *("refreshes", "good_refreshes", "pipeline_success", "refresh_time"),
        *("quality_score", "rows_read", "rows_put_aside", "quarantine_rate"),
    )
    assert row == pytest.approx(
        {
            "refreshes": 10,
            "good_refreshes": 9,
            "pipeline_success": 90,
            "refresh_time": 180,
            "quality_score": 98.5,
            "rows_read": 100,
            "rows_put_aside": 5,
            "quarantine_rate": 5,
        }
    )


def test_freshness_is_a_share_of_looks(warehouse_of):
    def verdict(rule, status):
        return {"check_name": rule, "status": status, "checked_at": at(5)}

    verdicts = [
        verdict("order_line_is_fresh", "pass"),
        verdict("order_line_is_fresh", "warn"),
        verdict("lead_is_fresh", "pass"),
        verdict("lead_key_is_unique", "warn"),
    ]
    refresh = {"started_at": at(5), "attempts": None}
    row = values(
        warehouse_of(ops_check=verdicts, ops_refresh=[refresh]),
        *("checks_run", "checks_passed", "checks_passed_share"),
        *("freshness_checks", "fresh_tables", "freshness"),
    )
    assert row == pytest.approx(
        {
            "checks_run": 4,
            "checks_passed": 2,
            "checks_passed_share": 50,
            "freshness_checks": 3,
            "fresh_tables": 2,
            "freshness": 200 / 3,
        }
    )
