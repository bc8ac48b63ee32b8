"""Metrics of group deals, their groups and members, each worked by hand."""

from __future__ import annotations

from datetime import date, datetime

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


DEALS = [
    {"deal_id": "d1", "opened_at": at(5), "status": "completed", "closed_at": at(6)},
    {"deal_id": "d2", "opened_at": at(5), "status": "expired", "refund_due_at": at(8)},
    {
        "deal_id": "d3",
        "opened_at": at(6),
        "status": "expired",
        "refund_due_at": at(8),
        "refunded_at": at(8, 11),
    },
    {
        "deal_id": "d4",
        "opened_at": at(6),
        "status": "expired",
        "refund_due_at": at(8),
        "refunded_at": at(8, 13),
    },
    {"deal_id": "d5", "opened_at": at(9), "status": "active"},
]


def test_conversion_counts_deals_that_nobody_ordered_from(warehouse_of):
    def order(number, deal, amount, **more):
        return {"order_id": f"o{number}", "deal_id": deal, "amount": amount, **more}

    lines = [
        order(1, "d1", 30, status="completed"),
        order(2, "d1", 10, status="completed", refunded_amount=4),
        # All that was paid for d3 was given back: it sold, and did not convert.
        order(3, "d3", 20, status="refunded", paid_at=at(6), refunded_amount=20),
        order(4, "d4", 99, kind="unpaid", status="completed"),
        order(5, "d5", 4),
    ]
    row = values(
        warehouse_of(fct_group_deal=DEALS, fct_order_line=lines),
        *("deals", "deals_with_sales", "converted_deals", "deal_conversion"),
        *("deal_revenue", "revenue_per_deal"),
    )
    assert row == pytest.approx(
        {
            "deals": 5,
            "deals_with_sales": 3,
            "converted_deals": 1,
            "deal_conversion": 20,
            "deal_revenue": 40,  # 30 + 10 - 4 + 20 - 20 + 4
            "revenue_per_deal": 40 / 3,
        }
    )


def test_refunds_are_overdue_once_a_later_day_has_data(warehouse_of):
    names = ("deal_refunds", "overdue_refunds", "overdue_refund_rate")
    due_today = warehouse_of(
        fct_group_deal=DEALS, fct_interaction=[{"occurred_at": at(8, 23)}]
    )
    assert values(due_today, *names) == pytest.approx(
        {"deal_refunds": 3, "overdue_refunds": 1, "overdue_refund_rate": 100 / 3}
    )
    next_day = warehouse_of(
        fct_group_deal=DEALS, fct_interaction=[{"occurred_at": at(9, 1)}]
    )
    assert values(next_day, "overdue_refunds") == {"overdue_refunds": 2}  # d2 and d4


def test_deals_complete_and_take_their_time(warehouse_of):
    row = values(
        warehouse_of(fct_group_deal=DEALS),
        *("completed_deals", "closed_deals", "deal_completion"),
        *("fill_time", "timed_deals", "time_to_fill"),
    )
    assert row == {
        "completed_deals": 1,
        "closed_deals": 4,
        "deal_completion": 25,
        "fill_time": 86_400,
        "timed_deals": 1,
        "time_to_fill": 86_400,
    }


JOINS = [
    {"deal_id": "d1", "group_id": "g1", "user_id": "a", "joined_at": at(5, 13)},
    {"deal_id": "d1", "group_id": "g1", "user_id": "b", "joined_at": at(6)},
    {"deal_id": "d1", "group_id": "g2", "user_id": "a", "joined_at": at(6)},
    {"deal_id": "d2", "group_id": "g1", "user_id": "c", "joined_at": at(6)},
    {"deal_id": "lost", "group_id": "g1", "user_id": "c", "joined_at": at(6)},
]


def test_groups_fill_when_they_have_the_members_of_their_deal(warehouse_of):
    warehouse = warehouse_of(
        fct_group_deal=[{**deal, "member_goal": 2} for deal in DEALS],
        fct_deal_member=JOINS,
    )
    names = ("groups", "group_members", "group_size", "filled_groups")
    row = values(warehouse, *names, "group_fill_rate", start=MONDAY, end=MONDAY)
    assert row == pytest.approx(
        {
            "groups": 3,
            "group_members": 4,
            "group_size": 4 / 3,
            "filled_groups": 1,
            "group_fill_rate": 100 / 3,
        }
    )


def test_participation_is_of_all_users_there_are(warehouse_of):
    people = [{"user_id": name, "signed_up_at": at(2)} for name in "abcdefg"]
    late = {"user_id": "h", "signed_up_at": at(7)}
    warehouse = warehouse_of(
        fct_group_deal=DEALS,
        fct_deal_member=JOINS,
        dim_user=[*people, late],
        fct_interaction=[
            {"user_id": "x", "occurred_at": at(5)},
            {"user_id": "x", "occurred_at": at(7)},
        ],
    )
    names = ("deal_joins", "deal_members", "joins_per_member", "participation_rate")
    row = values(warehouse, *names, end=date(2026, 1, 6))
    assert row == pytest.approx(
        {
            "deal_joins": 5,
            "deal_members": 3,
            "joins_per_member": 5 / 3,
            "participation_rate": 100 * 3 / 8,  # a to g, and x; h is not there yet
        }
    )
