"""The app's sessions: in the shop, with a purchase or without, and in feed and chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.demo.chain import Chain
from pipeline.demo.days import DAY
from pipeline.demo.purchases import Purchases
from pipeline.demo.world import World

MEAN_GAP = 20  # seconds between two events
SHORTEST = 3


@dataclass(frozen=True)
class Events:
    """Events of a day, one element each, those of a session one after the other.

    Attributes:
        who: Places of users.
        moment: When each happened.
        kind: Place of its type in `kinds`.
        session: Number of its session within the day.
    """

    who: np.ndarray
    moment: np.ndarray
    kind: np.ndarray
    session: np.ndarray


def shop_chain(truth: Mapping[str, Any]) -> Chain:
    """The chain of events in the shop."""
    return Chain(truth["events"]["shop"], start="open_app", goal="purchase")


def kinds(truth: Mapping[str, Any]) -> list[str]:
    """All types of events, those of the shop first."""
    return [*truth["events"]["shop"], *truth["events"]["social"]["names"]]


def draw(world: World, bought: Purchases, day: int, present: np.ndarray) -> Events:
    """Draw the sessions of a day.

    Each order is the purchase of one session. So many others end without one as the
    chain says: together they are draws of the chain.
    """
    rng = world.days.rng("sessions", day)
    chain = shop_chain(world.truth)
    buyers, placed = bought.on(day)
    others = _others(rng, chain, len(buyers), present)
    good = chain.draw(rng, len(buyers), reaches=True)
    bad = chain.draw(rng, len(others), reaches=False)
    talk = _social(world, rng, present)
    goal = list(world.truth["events"]["shop"]).index("purchase")
    parts = [
        _timed(rng, buyers, good, placed, np.argmax(good == goal, axis=1)),
        _timed(rng, others, bad, _starts(world, rng, day, others)),
        _timed(rng, talk[0], talk[1], _starts(world, rng, day, talk[0])),
    ]
    offset = np.cumsum([0, len(buyers), len(others)])
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    session = np.concatenate(
        [part[3] + before for part, before in zip(parts, offset, strict=True)]
    )
    moment = np.clip(columns[1], day * DAY, (day + 1) * DAY - 1)
    return Events(columns[0], moment, columns[2], session)


def _others(
    rng: np.random.Generator,
    chain: Chain,
    buyers: int,
    present: np.ndarray,
) -> np.ndarray:
    """Users of the sessions without a purchase; of those who come on the day."""
    if buyers == 0 or len(present) == 0:
        return np.zeros(0, np.int64)
    count = int(rng.negative_binomial(buyers, chain.chance))
    return np.asarray(rng.choice(present, count))


def _starts(
    world: World, rng: np.random.Generator, day: int, who: np.ndarray
) -> np.ndarray:
    """When each session starts: not before its user has signed up."""
    moments = world.seconds(rng, day, len(who))
    return np.asarray(np.maximum(moments, world.people.joined[who] + 1))


def _timed(
    rng: np.random.Generator,
    who: np.ndarray,
    drawn: np.ndarray,
    anchor: np.ndarray,
    place: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """User, moment, kind and session of each event; event `place` is at the anchor."""
    gaps = 1 + rng.exponential(MEAN_GAP, drawn.shape).astype(np.int64)
    gaps[:, :1] = 0
    after = np.cumsum(gaps, axis=1)
    if place is not None and len(who):
        after -= after[np.arange(len(who)), place][:, None]
    session, step = np.nonzero(drawn >= 0)
    moment = anchor[session] + after[session, step]
    return who[session], moment, drawn[session, step].astype(np.int64), session


def _social(
    world: World, rng: np.random.Generator, present: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Users of sessions in feed and chat, and what the two hidden states emit."""
    told = world.truth["events"]["social"]
    who = present[rng.random(len(present)) < told["sessions"]]
    length = SHORTEST - 1 + rng.geometric(1 / (told["events"] - SHORTEST + 1), len(who))
    stay, emit = np.asarray(told["stay"]), np.cumsum(told["emit"], axis=1)
    leave = 1 - stay
    state = (rng.random(len(who)) < leave[0] / leave.sum()).astype(np.int64)
    first = len(world.truth["events"]["shop"])
    last = len(told["names"]) - 1
    steps = []
    for step in range(int(length.max(initial=0))):
        kind = (rng.random(len(who))[:, None] > emit[state]).sum(axis=1)
        steps.append(np.where(step < length, first + np.minimum(kind, last), -1))
        moves = rng.random(len(who)) >= stay[state]
        state = np.where(moves, 1 - state, state)
    return who, np.column_stack(steps) if steps else np.zeros((len(who), 0), np.int64)
