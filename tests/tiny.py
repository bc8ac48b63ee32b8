"""The tiny warehouse: a few of everything, small enough to add up by hand.

Two weeks of January 2026. Known customers u1 (DE), u2 (FR) and u3 (no country), a
guest; refunds in both forms; a stock adjustment; products without a name; a user
whom no dimension knows; texts that try to be SQL or HTML.
"""

from __future__ import annotations

from typing import Any

from tests.tiny_ops import (
    CHANGES,
    CHECKS,
    HOSTILE,
    LINEAGE,
    MARKUP,
    PROBLEMS,
    QUARANTINE,
    REFRESHES,
    RESTATED,
    SCORES,
    STEPS,
    VIEWS,
    at,
)


def _line(day: int, order: str, amount: float, **more: Any) -> dict[str, Any]:
    return {
        "order_line_id": f"{order}-{more.get('product_id', 'p1')}-{amount}",
        "order_id": order,
        "ordered_at": at(day),
        "user_id": "u1",
        "unit_price": abs(amount),
        "amount": amount,
        "channel": "individual",
        **more,
    }


def _event(day: int, user: str, action: str, **more: Any) -> dict[str, Any]:
    return {"occurred_at": at(day), "user_id": user, "action": action, **more}


def _message(day: int, sender: str, receiver: str, hour: int = 9) -> dict[str, Any]:
    return {
        "occurred_at": at(day, hour, 31),
        "user_id": sender,
        "peer_user_id": receiver,
        "surface": "messenger",
        "action": "message",
    }


USERS = [
    {"user_id": "u1", "country": "DE", "source": "ads", "os": "iOS", "city": "Bonn"},
    {"user_id": "u2", "country": "FR", "source": "organic", "os": "Android"},
    {"user_id": "u3", "source": "organic", "gender": "f", "birth_year": 1990},
    {"user_id": HOSTILE, "country": HOSTILE, "signed_up_at": at(1)},
]
PRODUCTS = [
    {"product_id": "p1", "name": "Mug", "category": "Kitchen", "price": 10},
    {"product_id": "p2", "name": MARKUP, "category": HOSTILE},
    {"product_id": "p3", "kind": "product"},
    {"product_id": "post1", "kind": "post", "name": "Hello", "category": "News"},
]
LINES = [
    _line(5, "o1", 20, quantity=2, unit_price=10),
    _line(5, "o1", 5, product_id="p2"),
    _line(6, "o2", 30, user_id="u2", country="FR", product_id="p2"),
    _line(9, "o3", 7.5, refunded_amount=2.5, product_id="p3"),
    _line(12, "o4", 12, user_id=None, country=HOSTILE, channel=None),
    _line(12, "c1", -5, kind="refund", quantity=-1, product_id="p2"),
    _line(13, "a1", -99, kind="adjustment", user_id=None, refunded_amount=1),
    _line(14, "o5", 0.1, user_id="u3", country=None, product_id="p9"),
    _line(14, "o6", 0.2, user_id="u2", country="FR", channel="group", deal_id="d1"),
]
EVENTS = [
    _event(5, "u1", "view", product_id="post1", os="iOS", country="DE"),
    _event(5, "u1", "view", product_id="post1", os="iOS", country="DE"),
    _event(5, "u1", "like", product_id="post1", os="iOS", country="DE"),
    _event(7, "u3", "view", product_id="post2", city="Lyon"),
    _event(12, "u2", "view", product_id="post1", latency_ms=120),
    _event(13, HOSTILE, "like", product_id=HOSTILE, properties='{"a": 1}'),
    _event(14, "u1", "add_to_cart", surface="shop", product_id="p1", value=10),
    _event(14, "u1", "open", surface="app", session_id="s1", latency_ms=45),
    _event(14, "u1", "view", surface="shop", session_id="s1", latency_ms=70_000),
    _event(13, "u1", "open", surface="app", session_id="s1", latency_ms=0),
    _message(5, "u1", "u2"),
    _message(5, "u1", "u2", hour=10),
    _message(6, "u2", "u1"),
    _message(12, "u3", "ghost"),
    _message(14, HOSTILE, "u1"),
]
VENDORS = [{"vendor_id": "v1", "name": MARKUP, "region": "DE"}]
CAMPAIGNS = [{"campaign_id": "k1", "name": "Spring", "channel": "search"}]
EXPERIMENTS = [{"experiment_id": "e1", "name": HOSTILE, "control": "a"}]
DEALS = [
    {
        "deal_id": "d1",
        "opened_at": at(5),
        "expires_at": at(7),
        "member_goal": 2,
        "status": "completed",
        "closed_at": at(6, 12, 30),
        "product_id": "p1",
        "vendor_id": "v1",
    },
    {
        "deal_id": "d2",
        "opened_at": at(6),
        "expires_at": at(8),
        "member_goal": 3,
        "status": "expired",
        "closed_at": at(8),
        "refund_due_at": at(10),
        "refunded_at": at(11),
        "product_id": "p2",
    },
    {"deal_id": HOSTILE, "opened_at": at(14), "status": "active"},
]
MEMBERS = [
    {"deal_id": "d1", "group_id": "d1", "user_id": "u1", "joined_at": at(5, 13)},
    {"deal_id": "d1", "group_id": "d1", "user_id": "u2", "joined_at": at(6, 11)},
    {"deal_id": "d2", "group_id": "g7", "user_id": "u2", "joined_at": at(6, 13)},
]
SPEND = [
    {"spent_on": at(5).date(), "channel": "search", "campaign_id": "k1", "spend": 8},
    {
        "spent_on": at(5).date(),
        "channel": "search",
        "campaign_id": "none",
        "spend": 2,
        "clicks": 4,
        "impressions": 90,
        "fixed": True,
    },
    {"spent_on": at(6).date(), "channel": HOSTILE, "campaign_id": "none", "spend": 1},
]
TOUCHES = [
    {"touched_at": at(5), "user_id": "u1", "channel": "search", "campaign_id": "k1"},
    {"touched_at": at(5, 13), "user_id": "u1", "channel": "email"},
    {
        "touched_at": at(5, 14),
        "user_id": "u2",
        "channel": "email",
        "converted": True,
        "value": 30,
    },
]
EXPOSURES = [
    {"experiment_id": "e1", "user_id": "u1", "variant": "a", "exposed_at": at(5)},
    {"experiment_id": "e1", "user_id": "u2", "variant": "b", "exposed_at": at(5)},
    {"experiment_id": "e1", "user_id": "u2", "variant": "a", "exposed_at": at(6)},
]
LEADS = [
    {"lead_id": "l1", "created_at": at(5), "stage": "new", "source": "fair"},
    {
        "lead_id": "l2",
        "created_at": at(6),
        "stage": "won",
        "closed_at": at(12),
        "value": 900,
    },
]
TINY: dict[str, list[dict[str, Any]]] = {
    "dim_user": USERS,
    "dim_product": PRODUCTS,
    "fct_order_line": LINES,
    "fct_interaction": EVENTS,
    "dim_vendor": VENDORS,
    "dim_campaign": CAMPAIGNS,
    "dim_experiment": EXPERIMENTS,
    "fct_group_deal": DEALS,
    "fct_deal_member": MEMBERS,
    "fct_marketing_spend": SPEND,
    "fct_touchpoint": TOUCHES,
    "fct_exposure": EXPOSURES,
    "fct_lead": LEADS,
    "load_lineage": LINEAGE,
    "ops_table": SCORES,
    "ops_restated": RESTATED,
    "ops_change": CHANGES,
    "ops_refresh": REFRESHES,
    "ops_step": STEPS,
    "ops_check": CHECKS,
    "ops_quarantine": QUARANTINE,
    "ops_page_view": VIEWS,
    "ops_problem": PROBLEMS,
}
