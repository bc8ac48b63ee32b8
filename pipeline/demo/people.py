"""Who the users are, drawn once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from pipeline.demo import paths, signups
from pipeline.demo.days import DAY, Days
from pipeline.demo.world import GENDERS, OS_NAMES, SOURCES, People, World, campaigns
from pipeline.demo.writing import named, numbered, write_csv

GROUPS = 4
YOUNGEST, OLDEST, MEAN_AGE, AGE_SPREAD = 14, 75, 31, 10
SIZES = ("1-9", "10-49", "50-249", "250+")
INDUSTRIES = ("retail", "hospitality", "software", "education", "health")


def draw(days: Days, truth: Mapping[str, Any], users: int) -> World:
    """Draw the users and with them the world that they live in."""
    rng = days.rng("people")
    day, paid, launched = signups.draw(days, truth, users)
    ids = numbered("u", np.arange(1, users + 1))
    kinds = list(truth["kinds"].values())
    kind = rng.choice(len(kinds), size=users, p=[one["share"] for one in kinds])
    joined = _moments(rng, days, truth, day)
    leaves = np.array([one["leaves"] for one in kinds])[kind]
    come = np.array([one["come"] for one in kinds])[kind]
    holdout = truth["experiments"]["holdout"]
    rate, agreement = truth["feed"]["click_through"], truth["feed"]["agreement"]
    people = People(
        ids=ids,
        kind=kind.astype(np.int8),
        joined=joined,
        leaves=(day + rng.geometric(leaves)).astype(np.int32),
        come=come * np.clip(rng.normal(1, 0.1, users), 0.6, 1.4),
        taste=rng.beta(rate * agreement, (1 - rate) * agreement, users),
        **_profile(rng, days, truth, joined),
        source=paid.astype(np.int8),
        campaign=_campaigns(days, truth, day, paid, launched),
        returns=np.where(launched, truth["campaign"]["return_factor"], 1.0),
        group=hashed(ids, truth["experiments"]["salt"], GROUPS),
        held_out=hashed(ids, holdout["salt"], holdout["one_in"]) == 0,
    )
    return World(days, truth, people)


def _campaigns(
    days: Days,
    truth: Mapping[str, Any],
    day: np.ndarray,
    paid: np.ndarray,
    launched: np.ndarray,
) -> np.ndarray:
    """The campaign of each user's last touch before the sign-up; -1 without any."""
    campaign = np.full(len(paid), -1)
    taken = paths.converting(days, truth, day[paid], launched[paid])
    campaign[paid] = paths.last(taken)
    campaign[launched] = len(truth["channels"])
    return campaign


def hashed(ids: pa.Array, salt: str, parts: int) -> np.ndarray:
    """md5(user_id || salt) modulo `parts`, the hash read as one number."""
    found = (
        int.from_bytes(hashlib.md5(f"{one}{salt}".encode()).digest()) % parts
        for one in ids.to_pylist()
    )
    return np.fromiter(found, np.int8, len(ids))


def _moments(
    rng: np.random.Generator, days: Days, truth: Mapping[str, Any], day: np.ndarray
) -> np.ndarray:
    """A moment of each sign-up's day, in order of time."""
    hours = days.hours(0, truth["rhythm"]["hours"])
    second = rng.choice(24, size=len(day), p=hours) * 3600
    return np.sort(day * DAY + second + rng.integers(0, 3600, len(day)))


def _profile(
    rng: np.random.Generator, days: Days, truth: Mapping[str, Any], joined: np.ndarray
) -> dict[str, np.ndarray]:
    """What the users' own table says of them."""
    users, profile = len(joined), truth["profile"]
    shares = [share for *_, share in profile["places"]]
    never = days.count * DAY
    changes = np.maximum(joined, 0) + rng.integers(DAY, 180 * DAY, users)
    age = np.clip(rng.normal(MEAN_AGE, AGE_SPREAD, users), YOUNGEST, OLDEST)
    return {
        "place": rng.choice(len(shares), size=users, p=shares).astype(np.int8),
        "phone": (rng.random(users) >= profile["android"]).astype(np.int8),
        "changes": np.where(
            rng.random(users) < profile["changes_phone"], changes, never
        ),
        "gender": rng.integers(0, len(GENDERS), users).astype(np.int8),
        "age": age.astype(np.int16),
    }


def write(world: World, into: Path) -> None:
    """Write users.csv: a row a user, and a second one for who changed phones."""
    people, days = world.people, world.days
    changed = np.flatnonzero(people.changes < days.count * DAY)
    who = np.concatenate([np.arange(len(people)), changed])
    first = np.arange(len(who)) < len(people)
    updated = np.where(first, people.joined[who], people.changes[who])
    phone = np.where(first, people.phone[who], 1 - people.phone[who])
    order = np.argsort(updated, kind="stable")
    columns = _rows(world, who[order], updated[order], phone[order])
    write_csv(into / "users.csv", columns)


def _rows(
    world: World, who: np.ndarray, updated: np.ndarray, phone: np.ndarray
) -> dict[str, Any]:
    people, days, truth = world.people, world.days, world.truth
    rng = days.rng("business")
    business = rng.random(len(people)) < truth["profile"]["business"]
    size = np.where(business, rng.integers(0, len(SIZES), len(people)), -1)
    industry = np.where(business, rng.integers(0, len(INDUSTRIES), len(people)), -1)
    joined = days.stamps(people.joined[who])
    places = truth["profile"]["places"]
    born = joined.astype("datetime64[Y]").astype(int) + 1970 - people.age[who]
    return {
        "id": people.ids.take(pa.array(who)),
        "created_at": joined,
        "updated_at": days.stamps(updated),
        "source": named(people.source[who], SOURCES),
        "campaign_id": named(
            people.campaign[who], [key for key, _ in campaigns(truth)]
        ),
        "country": named(people.place[who], [country for country, *_ in places]),
        "city": named(people.place[who], [city for _, city, _ in places]),
        "os": named(phone, OS_NAMES),
        "gender": named(people.gender[who], GENDERS),
        "birth_year": born,
        "company_size": named(size[who], SIZES),
        "industry": named(industry[who], INDUSTRIES),
    }
