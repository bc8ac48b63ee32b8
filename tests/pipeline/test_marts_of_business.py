"""Each mart of orders, deals, marketing, experiments and leads, worked by hand."""

from __future__ import annotations

from typing import Any

from tests.pipeline.test_marts import at, marts, on


def line(order: str, **more: Any) -> dict[str, Any]:
    plain = {"order_id": order, "ordered_at": at(5), "amount": 10, "user_id": "a"}
    return {**plain, **more}


def test_orders_and_buyers_are_distinct_per_channel_and_over_all():
    found = marts(
        fct_order_line=[
            line("o1", channel="group", quantity=2, paid_at=at(5, 12, 5)),
            line("o1", channel="individual", amount=5, refunded_amount=1),
            line("o2", channel="individual", user_id=None),
            line("o3", kind="refund", amount=-4),
            line("o4", kind="adjustment", amount=-99),
        ]
    ).execute(
        "select channel, orders, buyers, units, sales, refunds, paid_orders, "
        "seconds_to_paid from agg_order_day order by channel"
    )
    assert found.fetchall() == [
        ("all", 2, 1, 4, 25, 5, 1, 300),
        ("group", 1, 1, 2, 10, 0, 1, 300),
        ("individual", 2, 1, 2, 15, 1, 0, 0),
        ("unknown", 0, 0, 0, 0, 4, 0, 0),
    ]


def deal(name: str, **more: Any) -> dict[str, Any]:
    return {"deal_id": name, "opened_at": at(5), "status": "active", **more}


DEALS = [
    deal("d1", status="completed", closed_at=at(6, 13), member_goal=2),
    deal("d2", status="expired", closed_at=at(6), refund_due_at=at(8)),
    deal(
        "d3", status="expired", closed_at=at(7), refund_due_at=at(8), refunded_at=at(9)
    ),
    deal("d4", opened_at=at(7)),
]


def test_a_deal_has_its_members_orders_money_and_times():
    found = marts(
        fct_group_deal=DEALS,
        fct_deal_member=[
            {"deal_id": "d1", "group_id": "g1", "user_id": "a", "quantity": 2},
            {"deal_id": "d1", "group_id": "g2", "user_id": "a", "quantity": 1},
            {"deal_id": "d1", "group_id": "g2", "user_id": "b"},
        ],
        fct_order_line=[
            line("o1", deal_id="d1", status="completed"),
            line("o2", deal_id="d1", user_id="b"),
            line("o3", deal_id="d1", kind="refund", amount=-3),
        ],
    ).execute(
        "select deal_id, members, group_count, member_units, orders, completed_orders, "
        "buyers, sales, refunds, seconds_to_fill, refund_state from agg_deal order by 1"
    )
    assert found.fetchall() == [
        ("d1", 2, 2, 3, 2, 1, 2, 20, 3, 25 * 3600, "none"),
        ("d2", 0, 0, 0, 0, 0, 0, 0, 0, None, "open"),
        ("d3", 0, 0, 0, 0, 0, 0, 0, 0, None, "late"),
        ("d4", 0, 0, 0, 0, 0, 0, 0, 0, None, "none"),
    ]


def test_deals_open_at_the_end_of_a_day_are_those_opened_less_those_closed():
    found = marts(fct_group_deal=DEALS).execute(
        "select day_on, opened, completed, expired, active from agg_deal_day order by 1"
    )
    assert found.fetchall() == [
        (on(5), 3, 0, 0, 3),
        (on(6), 0, 1, 1, 1),
        (on(7), 1, 0, 1, 1),
    ]


def test_spend_adds_up_over_campaigns():
    spend = {"spent_on": on(5), "channel": "x", "campaign_id": "k1", "spend": 7}
    fixed = {**spend, "campaign_id": "k2", "spend": 3, "clicks": 4, "fixed": True}
    found = marts(fct_marketing_spend=[spend, fixed]).execute(
        "select campaigns, impressions, clicks, spend, fixed_spend from agg_spend_day"
    )
    assert found.fetchall() == [(2, 0, 4, 10, 3)]


def test_touches_count_people_once_at_each_level():
    plain = {"touched_at": at(5), "user_id": "a", "channel": "x"}
    found = marts(
        fct_touchpoint=[
            {**plain, "campaign_id": "k1"},
            {**plain, "converted": True},
            {**plain, "user_id": "b", "channel": "y", "value": 9},
        ],
    ).execute(
        "select counted, channel, campaign, touches, users, conversions, "
        "conversion_value from agg_touch_day order by all"
    )
    assert found.fetchall() == [
        ("all", "all", "all", 3, 2, 1, 0),
        ("campaign", "x", "k1", 1, 1, 0, 0),
        ("campaign", "x", "none", 1, 1, 1, 0),
        ("campaign", "y", "none", 1, 1, 0, 0),
        ("channel", "x", "all", 2, 1, 1, 0),
        ("channel", "y", "all", 1, 1, 0, 0),
    ]


def test_users_of_two_variants_are_told_in_both():
    rows = [("a", "x", 5), ("b", "y", 5), ("b", "x", 6)]
    found = marts(
        fct_exposure=[
            {
                "experiment_id": "e",
                "user_id": user,
                "variant": variant,
                "exposed_at": at(day),
            }
            for user, variant, day in rows
        ]
    )
    assert found.execute(
        "select variant, users, mixed_users, first_on, last_on from agg_experiment "
        "order by variant"
    ).fetchall() == [("x", 2, 1, on(5), on(6)), ("y", 1, 1, on(5), on(5))]
    assert found.execute(
        "select exposed_on, variant, users from agg_exposure_day order by all"
    ).fetchall() == [(on(5), "x", 1), (on(5), "y", 1), (on(6), "x", 1)]


def test_leads_are_counted_by_month_source_and_stage():
    found = marts(
        fct_lead=[
            {"lead_id": "1", "created_at": at(5), "stage": "won", "value": 5},
            {"lead_id": "2", "created_at": at(6), "stage": "won", "closed_at": at(9)},
        ]
    ).execute(
        "select created_month, source, stage, leads, lead_value, closed, days_to_close "
        "from agg_lead_month"
    )
    assert found.fetchall() == [(on(1), "unknown", "won", 2, 5, 1, 3)]
