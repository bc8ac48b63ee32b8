"""Messages from one user to another."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from pipeline.demo import traits
from pipeline.demo.days import DAY
from pipeline.demo.feed import bursts
from pipeline.demo.presence import Visits
from pipeline.demo.world import World
from pipeline.demo.writing import write_csv

MEAN_GAP = 70  # seconds between two messages
FRIENDS, PRIME, TRIES = 5, 7919, 3


def write(world: World, visits: Visits, into: Path) -> None:
    """Write a day of messages."""
    rng = world.days.rng("messenger", visits.day)
    people, day = world.people, visits.day
    writers = visits.who[visits.messenger]
    sizes = 1 + rng.poisson(world.of_kind("messages", writers) - 1)
    who, moment = bursts(world, rng, day, writers, sizes, MEAN_GAP)
    receiver = np.repeat(_receivers(world, rng, day, writers), sizes)
    order = np.flatnonzero(receiver != who)
    order = order[np.argsort(moment[order], kind="stable")]
    who, receiver, moment = who[order], receiver[order], moment[order]
    columns = {
        "user_id": people.ids.take(pa.array(who)),
        "receiver_id": people.ids.take(pa.array(receiver)),
        "time": world.days.stamps(moment),
        **traits.columns(world, rng, who, moment),
    }
    write_csv(into / "message_actions" / f"{world.days.date_of(day)}.csv", columns)


def _receivers(
    world: World, rng: np.random.Generator, day: int, who: np.ndarray
) -> np.ndarray:
    """Whom each writes to: mostly one of who signed up about the same time.

    Nobody writes to who has left; who has nobody left writes to somebody who is there.
    """
    people, told = world.people, world.truth["messenger"]
    joined = max(int(np.searchsorted(people.joined, day * DAY)), 1)
    friend = (who * PRIME + rng.integers(0, FRIENDS, len(who)) * 104_729) % joined
    outside = rng.random(len(who)) < told["outside"]
    receiver = np.where(outside, friend, joined)
    for _ in range(TRIES):
        near = _near(rng, who, told["circle"])
        receiver = np.where(_is_there(world, day, receiver, joined), receiver, near)
    stranger = rng.permutation(who)
    return np.where(_is_there(world, day, receiver, joined), receiver, stranger)


def _near(rng: np.random.Generator, who: np.ndarray, circle: int) -> np.ndarray:
    """Another one of each user's circle."""
    other = (who + rng.integers(1, circle, len(who))) % circle
    return np.asarray(who // circle * circle + other)


def _is_there(world: World, day: int, who: np.ndarray, joined: int) -> np.ndarray:
    """Whether each has signed up and not left."""
    known = np.minimum(who, joined - 1)
    return np.asarray((who < joined) & (world.people.leaves[known] > day))
