"""Small random worlds, and a busy one: rows of facts to measure in two ways."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

World = dict[str, list[dict[str, Any]]]
FIRST = datetime(2026, 1, 26)  # a Monday whose week and month end apart
DAYS = 21
USERS = ["u1", "u2", "u3", None]
PRODUCTS = ["p1", "p2", "p3"]
KINDS = ["sale", "sale", "sale", "refund", "adjustment", "unpaid"]
COUNTRIES = ["DE", "FR", None]
ACTIONS = {"feed": ["view", "like"], "messenger": ["message"], "app": ["open"]}
DIMENSIONS: World = {
    "dim_user": [
        {
            "user_id": "u1",
            "country": "DE",
            "source": "ads",
            "os": "iOS",
            "city": None,
        },
        {
            "user_id": "u2",
            "country": None,
            "source": None,
            "os": None,
            "city": "Rom",
        },
    ],
    "dim_product": [
        {"product_id": "p1", "name": "Mug", "category": "Kitchen"},
        {"product_id": "p2", "name": "Mug", "category": None},
    ],
}

moments = st.integers(0, DAYS * 24 * 60 - 1).map(lambda m: FIRST + timedelta(minutes=m))
cents = st.integers(0, 5000).map(lambda number: number / 100)
users = st.sampled_from(USERS)
countries = st.sampled_from(COUNTRIES)


@st.composite
def order_lines(draw, number):
    kind = draw(st.sampled_from(KINDS))
    amount = draw(cents) * (-1 if kind == "refund" else 1)
    return {
        "order_line_id": f"l{number}",
        "order_id": draw(st.sampled_from(["o1", "o2", "o3", "o4", "o5"])),
        "ordered_at": draw(moments),
        "user_id": draw(users),
        "product_id": draw(st.sampled_from(PRODUCTS)),
        "country": draw(countries),
        "channel": draw(st.sampled_from(["group", None])),
        "kind": kind,
        "quantity": draw(st.integers(1, 4)),
        "unit_price": 1,
        "amount": amount,
        "refunded_amount": draw(st.one_of(st.none(), cents)),
    }


@st.composite
def interactions(draw, number):
    surface = draw(st.sampled_from(["feed", "messenger", "app"]))
    return {
        "interaction_id": f"i{number}",
        "occurred_at": draw(moments),
        "user_id": draw(users.filter(bool)),
        "peer_user_id": draw(users),
        "product_id": draw(st.sampled_from([*PRODUCTS, None])),
        "surface": surface,
        "action": draw(st.sampled_from(ACTIONS[surface])),
        "country": draw(countries),
        "city": draw(st.sampled_from(["Bonn", None])),
        "source": draw(st.sampled_from(["ads", None])),
        "os": draw(st.sampled_from(["iOS", None])),
    }


@st.composite
def worlds(draw):
    many = st.integers(0, 14)
    return {
        **DIMENSIONS,
        "fct_order_line": [draw(order_lines(n)) for n in range(draw(many))],
        "fct_interaction": [draw(interactions(n)) for n in range(draw(many))],
    }


def busy_line(n: int) -> dict[str, Any]:
    """The nth order line of the busy world."""
    others = {7: "refund", 11: "adjustment", 13: "unpaid"}
    kind = next((other for every, other in others.items() if n % every == 0), "sale")
    return {
        "order_line_id": f"l{n}",
        "order_id": f"o{n // 8}-{n % 4}",
        "ordered_at": busy_time(n),
        "user_id": USERS[n % 4],
        "product_id": PRODUCTS[n % 3],
        "country": COUNTRIES[n % 3],
        "channel": ["group", None][n % 2],
        "kind": kind,
        "quantity": n % 4 + 1,
        "unit_price": 1,
        "amount": (-n if kind == "refund" else n) / 100,
        "refunded_amount": [None, 0.05, None][n % 3],
    }


def busy_event(n: int) -> dict[str, Any]:
    """The nth interaction of the busy world."""
    surface = ["feed", "messenger", "app"][n % 3]
    return {
        "interaction_id": f"i{n}",
        "occurred_at": busy_time(n) + timedelta(hours=5),
        "user_id": USERS[n % 7 % 3],
        "peer_user_id": USERS[n % 4],
        "product_id": [*PRODUCTS, None][n % 4],
        "surface": surface,
        "action": ACTIONS[surface][n % len(ACTIONS[surface])],
        "country": COUNTRIES[n % 3],
        "city": ["Bonn", None][n % 2],
        "source": ["ads", None][n % 2],
        "os": ["iOS", None][n % 2],
    }


def busy_time(n: int) -> datetime:
    """When the nth thing of the busy world happened."""
    return FIRST + timedelta(hours=(n * 37) % (DAYS * 24))


def busy_world() -> World:
    """One world with every kind of row, the same in every run."""
    return {
        **DIMENSIONS,
        "fct_order_line": [busy_line(n) for n in range(60)],
        "fct_interaction": [busy_event(n) for n in range(60)],
    }
