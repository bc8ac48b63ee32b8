"""A small random business: every row of the five sources' shapes, each once."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

Row = dict[str, Any]
START = datetime(2026, 3, 2)
DAYS = 9
USERS = [f"u{number}" for number in range(1, 7)]


@dataclass(frozen=True)
class Arrival:
    """A row of a source, and when it arrives."""

    source: str
    row: Row
    at: datetime


def business(seed: int) -> list[Arrival]:
    """Every row of the five sources' shapes, each once and on time."""
    chance = random.Random(seed)
    rows = [
        *_feed(chance),
        *_messages(chance),
        *_events(chance),
        *_market(chance),
        *_marketing(chance),
    ]
    seen, found = set(), []
    for one in rows:
        key = (one.source, json.dumps(one.row, sort_keys=True, default=str))
        if key not in seen:
            seen.add(key)
            found.append(one)
    return found


def _moment(chance: random.Random) -> datetime:
    """A second of the days; often close to others, so that sessions form."""
    hour = chance.choice([8, 9, 9, 10, 21])
    seconds = hour * 3600 + chance.randrange(3600)
    return START + timedelta(days=chance.randrange(DAYS), seconds=seconds)


def _person(chance: random.Random, user: str) -> Row:
    return {
        "gender": chance.choice(["f", "m", "n/a", ""]),
        "age": chance.choice(["30", "41", ""]),
        "os": chance.choice(["iOS", "Android"]),
        "source": chance.choice(["ads", "organic", "(none)"]),
        "country": chance.choice(["USA", "uk", "Germany", "", ""]),
        "city": chance.choice(["Bonn", ""]),
        "exp_group": str(len(user) % 4),
    }


def _feed(chance: random.Random) -> list[Arrival]:
    found = []
    for _ in range(70):
        user, at = chance.choice(USERS), _moment(chance)
        row = {
            "user_id": user,
            "post_id": chance.randrange(9),
            "action": chance.choice(["view", "view", "like", "Liked"]),
            "time": str(at),
            **_person(chance, user),
        }
        found.append(Arrival("feed_actions", row, at))
    return _one_per(found, "user_id", "post_id", "action", "time")


def _messages(chance: random.Random) -> list[Arrival]:
    found = []
    for _ in range(30):
        user, at = chance.choice(USERS), _moment(chance)
        row = {
            "user_id": user,
            "receiver_id": chance.choice(USERS),
            "time": str(at),
            **_person(chance, user),
        }
        found.append(Arrival("message_actions", row, at))
    return _one_per(found, "user_id", "receiver_id", "time")


def _one_per(rows: list[Arrival], *key: str) -> list[Arrival]:
    """One row per key: the source has no number that tells equal rows apart."""
    return list(
        {tuple(str(one.row[k]).lower() for k in key): one for one in rows}.values()
    )


def _events(chance: random.Random) -> list[Arrival]:
    found = []
    for number in range(40):
        at = _moment(chance)
        skew = timedelta(days=chance.choice([0, 0, 0, 0, 30]))
        row = {
            "$insert_id": f"e{number}",
            "event_type": chance.choice(["Page Viewed", "search", "view_item"]),
            "user_id": chance.choice([*USERS, None]),
            "amplitude_id": chance.randrange(3),
            "session_id": chance.choice([-1, 17]),
            "client_event_time": str(at - skew),
            "server_received_time": str(at + timedelta(seconds=1)),
            "country": chance.choice(["Deutschland", None]),
            "city": None,
            "os_name": "Linux",
            "event_properties": {"latency_ms": chance.randrange(900)},
            "user_properties": {"plan": chance.choice(["free", "pro"])},
        }
        found.append(Arrival("events", row, at))
    return found


def _market(chance: random.Random) -> list[Arrival]:
    """A vendor, its goods, the deals on them, and who buys."""
    early = START
    found = [
        *_versions(
            chance,
            "vendors",
            "v1",
            {"name": lambda: chance.choice("AB"), "region": "N"},
        ),
        Arrival(
            "categories", {"id": "c1", "name": "Fruit", "created_at": early}, early
        ),
        Arrival(
            "product_names",
            {"id": "n1", "name": "Apple", "category_id": "c1", "created_at": early},
            early,
        ),
    ]
    return [*found, *_deals(chance), *_orders(chance)]


def _deals(chance: random.Random) -> list[Arrival]:
    """Products, users, deals and groups whose state changes."""
    found: list[Arrival] = []
    for number in range(3):
        found += _versions(chance, "products", f"p{number}", {
            "name_id": "n1", "vendor_id": "v1", "price": lambda: chance.randrange(9),
        })  # fmt: skip
        found += _versions(chance, "users", USERS[number], {
            "source": "ads", "campaign_id": "", "country": lambda: chance.choice(
                ["USA", "Germany", ""]), "city": "", "os": "", "gender": "f",
            "birth_year": "1990", "company_size": "", "industry": "",
        })  # fmt: skip
        found += _versions(chance, "group_deals", f"d{number}", {
            "product_id": f"p{number}", "group_price": 3, "max_group_member": 2,
            "effective_from": START, "effective_to": START + timedelta(days=4),
        })  # fmt: skip
        found += _versions(chance, "groups", f"g{number}", {
            "group_deals_id": f"d{number}", "created_by": USERS[number],
            "status": lambda: chance.choice(["ACTIVE", "Completed", "expired"]),
        })  # fmt: skip
    return found


def _orders(chance: random.Random) -> list[Arrival]:
    """Carts and the orders that hang on them."""
    found = []
    for number in range(12):
        user = chance.choice(USERS)
        found += _versions(chance, "groups_carts", f"k{number}", {
            "group_id": f"g{number % 4}", "user_id": user, "quantity": 2,
        })  # fmt: skip
        alone = number % 3 == 0
        found += _versions(chance, "orders", f"o{number}", {
            "groups_carts_id": "" if alone else f"k{number}",
            "personal_cart_id": f"q{number}" if alone else "", "user_id": user,
            "status": lambda: chance.choice(["PENDING", "completed", "Refunded"]),
            "total_amount": 6, "discount": 0, "refunded_amount": "", "refunded_at": "",
        })  # fmt: skip
        if alone:
            row = {"id": f"q{number}", "user_id": user, "product_id": "p1",
                   "quantity": 1, "created_at": START}  # fmt: skip
            found.append(Arrival("personal_carts", row, START))
    return found


def _versions(
    chance: random.Random, source: str, key: str, values: dict[str, Any]
) -> list[Arrival]:
    """One to three states of one thing, each with its own time."""
    moments = sorted({_moment(chance) for _ in range(chance.randint(1, 3))})
    return [
        Arrival(
            source,
            {
                "id": key,
                **{k: v() if callable(v) else v for k, v in values.items()},
                "created_at": START,
                "updated_at": at,
            },
            at,
        )
        for at in moments
    ]


def _marketing(chance: random.Random) -> list[Arrival]:
    found = []
    for number in range(10):
        at, user = _moment(chance), chance.choice(USERS)
        touch = {"id": f"t{number}", "user_id": user, "time": at,
                 "channel": chance.choice(["Social", "email "]), "campaign_id": "",
                 "converted": chance.choice(["true", "false"]),
                 "value": ""}  # fmt: skip
        met = {"experiment_id": "x1", "variant": chance.choice("ab"),
               "user_id": user, "time": at}  # fmt: skip
        spend = {"day": at.date(), "channel": "social", "campaign_id": "c1",
                 "impressions": chance.randrange(100), "clicks": 1,
                 "spend": chance.randrange(50), "fixed": "false",
                 "updated_at": at}  # fmt: skip
        found += [
            Arrival("touchpoints", touch, at),
            Arrival("exposures", met, at),
            Arrival("marketing_spend", spend, at),
        ]
    return found
