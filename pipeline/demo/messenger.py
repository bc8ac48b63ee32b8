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
FRIENDS, PRIME = 5, 7919


def write(world: World, visits: Visits, into: Path) -> None:
    """Write a day of messages."""
    rng = world.days.rng("messenger", visits.day)
    people, day = world.people, visits.day
    writers = visits.who[visits.messenger]
    sizes = 1 + rng.poisson(world.of_kind("messages", writers) - 1)
    who, moment = bursts(world, rng, day, writers, sizes, MEAN_GAP)
    joined = int(np.searchsorted(people.joined, day * DAY, side="left"))
    receiver = _receivers(world, rng, who, joined)
    order = np.flatnonzero((receiver != who) & (receiver < max(joined, 1)))
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
    world: World, rng: np.random.Generator, who: np.ndarray, joined: int
) -> np.ndarray:
    """Mostly one of the circle of who signed up about the same time, else a friend."""
    told = world.truth["messenger"]
    circle = told["circle"]
    near = who // circle * circle + (who + rng.integers(1, circle, len(who))) % circle
    friend = (who * PRIME + rng.integers(0, FRIENDS, len(who)) * 104_729) % max(
        joined, 1
    )
    outside = rng.random(len(who)) < told["outside"]
    return np.where(outside | (near >= joined), friend, near)
