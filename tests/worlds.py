"""Small random worlds, and a busy one: rows of facts to measure in two ways."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests import business_worlds as business
from tests import ops_worlds as operations

World = dict[str, list[dict[str, Any]]]
FIRST = datetime(2026, 1, 26)  # a Monday whose week and month end apart
DAYS = 42  # whole weeks, and long enough for a user to be back on day 30
LAST = FIRST + timedelta(days=DAYS - 1)
LONG_AGO = FIRST - timedelta(days=50)  # so that windows of 56 days become whole
USERS = ["u1", "u2", "u3", None]
PRODUCTS = ["p1", "p2", "p3"]
KINDS = ["sale", "sale", "sale", "refund", "adjustment", "unpaid"]
COUNTRIES = ["DE", "FR", None]
ACTIONS = {"feed": ["view", "like"], "messenger": ["message"], "app": ["open"]}
LATENCIES = [None, 0, 1, 40, 1000, 1001, 70_000]
SESSIONS = ["s1", "s2", None]
DIMENSIONS: World = {
    "dim_user": [
        {
            "user_id": "u1",
            "country": "DE",
            "source": "ads",
            "os": "iOS",
            "city": None,
            "campaign_id": "k1",
            "signed_up_at": FIRST - timedelta(days=3),
        },
        {
            "user_id": "u2",
            "country": None,
            "source": None,
            "os": None,
            "city": "Rom",
            "signed_up_at": FIRST + timedelta(days=20),
        },
        {"user_id": "u9", "country": "DE", "signed_up_at": FIRST + timedelta(days=9)},
    ],
    "dim_product": [
        {"product_id": "p1", "name": "Mug", "category": "Kitchen"},
        {"product_id": "p2", "name": "Mug", "category": None},
    ],
    **business.DIMENSIONS,
}

# Days that lie 1, 7 and 30 after another one are drawn more often than others.
days = st.one_of(st.sampled_from([0, 1, 7, 8, 30, 31, 37]), st.integers(0, DAYS - 1))
moments = st.builds(
    lambda day, minute: FIRST + timedelta(days=day, minutes=minute),
    days,
    st.integers(0, 24 * 60 - 1),
)
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
        "ordered_at": draw(st.one_of(moments, moments, st.just(LONG_AGO))),
        "user_id": draw(users),
        "product_id": draw(st.sampled_from(PRODUCTS)),
        "country": draw(countries),
        "channel": draw(st.sampled_from(["group", None])),
        "deal_id": draw(st.sampled_from([*business.DEAL_IDS, None])),
        "status": draw(st.sampled_from(["completed", None])),
        "paid_at": draw(st.one_of(st.none(), moments)),
        "kind": kind,
        "quantity": draw(st.integers(1, 4)),
        "unit_price": 1,
        "amount": amount,
        "discount": draw(st.one_of(st.none(), cents)),
        "refunded_amount": draw(st.one_of(st.none(), cents, st.just(amount))),
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
        "session_id": draw(st.sampled_from(SESSIONS)),
        "latency_ms": draw(st.sampled_from(LATENCIES)),
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
        **{
            name: [draw(rows(n, moments, cents)) for n in range(draw(business.MANY))]
            for name, rows in {**business.FACTS, **operations.FACTS}.items()
        },
    }


def busy_line(n: int) -> dict[str, Any]:
    """The nth order line of the busy world."""
    others = {7: "refund", 11: "adjustment", 13: "unpaid"}
    kind = next((other for every, other in others.items() if n % every == 0), "sale")
    amount = (-n if kind == "refund" else n) / 100
    return {
        "order_line_id": f"l{n}",
        "order_id": f"o{n // 8}-{n % 4}",
        "ordered_at": busy_time(n),
        "user_id": busy_user(n, USERS[n % 4]),
        "product_id": PRODUCTS[n % 3],
        "country": COUNTRIES[n % 3],
        "channel": ["group", None][n % 2],
        "deal_id": [*business.DEAL_IDS, None][n % 5],
        "status": ["completed", None][n % 2],
        "paid_at": [None, busy_time(n)][n % 3 % 2],
        "kind": kind,
        "quantity": n % 4 + 1,
        "unit_price": 1,
        "amount": amount,
        "discount": [None, 0.02][n % 2],
        "refunded_amount": [None, 0.05, None, amount][n % 4],
    }


def busy_event(n: int) -> dict[str, Any]:
    """The nth interaction of the busy world."""
    surface = ["feed", "messenger", "app"][n % 3]
    return {
        "interaction_id": f"i{n}",
        "occurred_at": busy_time(n) + timedelta(minutes=20),
        "user_id": busy_user(n, USERS[n % 7 % 3]),
        "peer_user_id": USERS[n % 4],
        "product_id": [*PRODUCTS, None][n % 4],
        "surface": surface,
        "action": ACTIONS[surface][n % len(ACTIONS[surface])],
        "session_id": [None, f"s{n // 6}"][n % 5 > 0],
        "latency_ms": LATENCIES[n % len(LATENCIES)],
        "country": COUNTRIES[n % 3],
        "city": ["Bonn", None][n % 2],
        "source": ["ads", None][n % 2],
        "os": ["iOS", None][n % 2],
    }


def busy_time(n: int) -> datetime:
    """When the nth thing of the busy world happened."""
    return FIRST + timedelta(hours=(n * 37) % (DAYS * 24))


def busy_user(n: int, wanted: str | None) -> str | None:
    """Who did the nth thing: the third user is away for a week and comes back."""
    away = 13 <= (busy_time(n) - FIRST).days < 21
    return "u1" if wanted == "u3" and away else wanted


def odd_lines() -> list[dict[str, Any]]:
    """A line of long ago, and an order of two lines by somebody who orders once."""
    old = {"ordered_at": LONG_AGO, "user_id": None, "amount": 7, "kind": "sale"}
    once = {"user_id": "u7", "order_id": "o-once", "kind": "sale"}
    return [
        {**busy_line(90), **old},
        {**busy_line(91), **once, "ordered_at": LAST},
        {**busy_line(92), **once, "ordered_at": LAST},
    ]


def odd_deals() -> list[dict[str, Any]]:
    """A deal whose money must be back on the last day, and is not."""
    open_ = {"status": "expired", "refund_due_at": LAST, "refunded_at": None}
    return [{**business.busy_deal(90, LAST), **open_}]


def late_events() -> list[dict[str, Any]]:
    """Users back on day 1, 7 or 30: one when it is over, one on the last day."""
    times = [
        (f"{lag} days, {name}", LAST - timedelta(days=ago))
        for lag in (1, 7, 30)
        for name, since in (("over", 1), ("not over", 0))
        for ago in (lag + since, since)
    ]
    return [
        {**busy_event(100 + n), "user_id": user, "occurred_at": at, "session_id": None}
        for n, (user, at) in enumerate(times)
    ]


def everywhere_at_once() -> list[dict[str, Any]]:
    """One user on one day: on two surfaces, and in two of each other dimension."""
    here = {"country": "DE", "city": "Bonn", "source": "ads", "os": "iOS"}
    there = {"country": "FR", "city": None, "source": None, "os": None}
    done = [
        (surface, action) for surface in ("feed", "app") for action in ACTIONS[surface]
    ]
    at = FIRST + timedelta(days=9, hours=8)
    return [
        {
            **busy_event(200 + n),
            **{"surface": surface, "action": action, "user_id": "u2", **where},
            **{"product_id": product, "occurred_at": at, "session_id": None},
        }
        for n, (product, where) in enumerate([("p1", here), ("p2", there)] * len(done))
        for surface, action in [done[n // 2]]
    ]


def busy_world() -> World:
    """One world with every kind of row, the same in every run."""
    found = {
        name: [row(n, busy_time(n)) for n in range(30)]
        for name, row in {**business.BUSY, **operations.BUSY}.items()
    }
    found["fct_group_deal"] += odd_deals()
    return {
        **DIMENSIONS,
        **found,
        "fct_order_line": [busy_line(n) for n in range(60)] + odd_lines(),
        "fct_interaction": [busy_event(n) for n in range(60)]
        + late_events()
        + everywhere_at_once(),
    }
