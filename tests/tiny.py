"""The tiny warehouse: a few of everything, small enough to add up by hand.

Two weeks of January 2026. Known customers u1 (DE), u2 (FR) and u3 (no country), a
guest; refunds in both forms; a stock adjustment; products without a name; a user
whom no dimension knows; texts that try to be SQL or HTML.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

HOSTILE = "O'Neil; drop table dim_user; --"
MARKUP = "<script>alert(1)</script> % :start {x} \\"


def _at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2026, 1, day, hour, minute)


def _line(day: int, order: str, amount: float, **more: Any) -> dict[str, Any]:
    return {
        "order_line_id": f"{order}-{more.get('product_id', 'p1')}-{amount}",
        "order_id": order,
        "ordered_at": _at(day),
        "user_id": "u1",
        "unit_price": abs(amount),
        "amount": amount,
        "channel": "individual",
        **more,
    }


def _event(day: int, user: str, action: str, **more: Any) -> dict[str, Any]:
    return {"occurred_at": _at(day), "user_id": user, "action": action, **more}


def _message(day: int, sender: str, receiver: str, hour: int = 9) -> dict[str, Any]:
    return {
        "occurred_at": _at(day, hour, 31),
        "user_id": sender,
        "peer_user_id": receiver,
        "surface": "messenger",
        "action": "message",
    }


USERS = [
    {"user_id": "u1", "country": "DE", "source": "ads", "os": "iOS", "city": "Bonn"},
    {"user_id": "u2", "country": "FR", "source": "organic", "os": "Android"},
    {"user_id": "u3", "source": "organic", "gender": "f", "birth_year": 1990},
    {"user_id": HOSTILE, "country": HOSTILE, "signed_up_at": _at(1)},
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
REFRESHES = [
    {
        "refresh_id": 1,
        "started_at": _at(15, 8),
        "finished_at": _at(15, 8, 15),
        "generation": 1,
        "rows_in": 22,
        "rows_loaded": 20,
        "rows_filtered": 1,
        "rows_quarantined": 1,
        "quality_score": 95.5,
    },
    {"refresh_id": 2, "started_at": _at(16, 8), "status": "failed", "message": MARKUP},
]
STEPS = [
    {"refresh_id": 1, "step_number": 1, "step": "copy", "seconds": 0.5},
    {"refresh_id": 1, "step_number": 2, "step": "load:orders", "rows_in": 22},
    {"refresh_id": 2, "step_number": 1, "step": "copy", "status": "failed"},
]
CHECKS = [
    {"refresh_id": 1, "check_name": "unique_keys", "title": "Keys are unique"},
    {
        "refresh_id": 1,
        "check_name": "known_products",
        "title": "Products are known",
        "status": "warn",
        "offending_rows": 1,
        "checked_rows": 9,
        "sample": '[{"product_id": "p9"}]',
    },
]
QUARANTINE = [
    {
        "refresh_id": 1,
        "problem_number": 1,
        "mapping": "orders.sql",
        "table_name": "fct_order_line",
        "file_name": "orders.csv",
        "line_number": 7,
        "reason": "quantity is 'many'; expected a whole number; correct the line",
        "raw": HOSTILE,
    },
    {
        "refresh_id": 2,
        "problem_number": 1,
        "mapping": "orders.sql",
        "scope": "file",
        "row_count": 0,
        "reason": "the file is empty",
    },
]
VENDORS = [{"vendor_id": "v1", "name": MARKUP, "region": "DE"}]
CAMPAIGNS = [{"campaign_id": "k1", "name": "Spring", "channel": "search"}]
EXPERIMENTS = [{"experiment_id": "e1", "name": HOSTILE, "control": "a"}]
DEALS = [
    {
        "deal_id": "d1",
        "opened_at": _at(5),
        "expires_at": _at(7),
        "member_goal": 2,
        "status": "completed",
        "closed_at": _at(6, 12, 30),
        "product_id": "p1",
        "vendor_id": "v1",
    },
    {
        "deal_id": "d2",
        "opened_at": _at(6),
        "expires_at": _at(8),
        "member_goal": 3,
        "status": "expired",
        "closed_at": _at(8),
        "refund_due_at": _at(10),
        "refunded_at": _at(11),
        "product_id": "p2",
    },
    {"deal_id": HOSTILE, "opened_at": _at(14), "status": "active"},
]
MEMBERS = [
    {"deal_id": "d1", "group_id": "d1", "user_id": "u1", "joined_at": _at(5, 13)},
    {"deal_id": "d1", "group_id": "d1", "user_id": "u2", "joined_at": _at(6, 11)},
    {"deal_id": "d2", "group_id": "g7", "user_id": "u2", "joined_at": _at(6, 13)},
]
SPEND = [
    {"spent_on": _at(5).date(), "channel": "search", "campaign_id": "k1", "spend": 8},
    {
        "spent_on": _at(5).date(),
        "channel": "search",
        "campaign_id": "none",
        "spend": 2,
        "clicks": 4,
        "impressions": 90,
        "fixed": True,
    },
    {"spent_on": _at(6).date(), "channel": HOSTILE, "campaign_id": "none", "spend": 1},
]
TOUCHES = [
    {"touched_at": _at(5), "user_id": "u1", "channel": "search", "campaign_id": "k1"},
    {"touched_at": _at(5, 13), "user_id": "u1", "channel": "email"},
    {
        "touched_at": _at(5, 14),
        "user_id": "u2",
        "channel": "email",
        "converted": True,
        "value": 30,
    },
]
EXPOSURES = [
    {"experiment_id": "e1", "user_id": "u1", "variant": "a", "exposed_at": _at(5)},
    {"experiment_id": "e1", "user_id": "u2", "variant": "b", "exposed_at": _at(5)},
    {"experiment_id": "e1", "user_id": "u2", "variant": "a", "exposed_at": _at(6)},
]
LEADS = [
    {"lead_id": "l1", "created_at": _at(5), "stage": "new", "source": "fair"},
    {
        "lead_id": "l2",
        "created_at": _at(6),
        "stage": "won",
        "closed_at": _at(12),
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
    "ops_refresh": REFRESHES,
    "ops_step": STEPS,
    "ops_check": CHECKS,
    "ops_quarantine": QUARANTINE,
}
