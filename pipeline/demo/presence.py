"""Who comes on which day, and for what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipeline.demo.days import DAY
from pipeline.demo.world import World


@dataclass(frozen=True)
class Visits:
    """The users who come on a day.

    Attributes:
        day: The day.
        who: Places of users.
        feed: Whether each uses the feed.
        messenger: Whether each uses the messenger.
    """

    day: int
    who: np.ndarray
    feed: np.ndarray
    messenger: np.ndarray


def each_day(world: World) -> Iterator[Visits]:
    """The visits of each written day; only who has not left is looked at."""
    people, days = world.people, world.days
    joined = people.joined // DAY
    known = int(np.searchsorted(joined, days.start))
    alive = np.flatnonzero(people.leaves[:known] > days.start)
    for day in days.written:
        until = int(np.searchsorted(joined, day, side="right"))
        alive = np.concatenate([alive, np.arange(known, until)])
        alive, known = alive[people.leaves[alive] > day], until
        yield _visits(world, day, alive)


def _visits(world: World, day: int, alive: np.ndarray) -> Visits:
    rng = world.days.rng("presence", day)
    who = alive[rng.random(len(alive)) < chance(world, day, alive)]
    feed = rng.random(len(who)) < world.of_kind("feed", who)
    messenger = rng.random(len(who)) < world.of_kind("messenger", who)
    return Visits(day, who, feed | ~messenger, messenger)


def chance(world: World, day: int, who: np.ndarray) -> np.ndarray:
    """The chance of each user to come on a day; 1 on the day of the sign-up."""
    people, truth = world.people, world.truth
    tenure = day - people.joined[who] // DAY
    novelty = truth["novelty"]
    new = 1 + novelty["extra"] * np.exp(-tenure / novelty["fades"])
    weekday = world.days.date_of(day).weekday()
    usual = people.come[who] * new * truth["rhythm"]["weekdays"][weekday]
    if world.is_on(day, "flash_mob"):
        usual = usual * truth["flash_mob"]["come"]
    usual = usual * _mailed(world, day, who)
    settled = np.minimum(usual, novelty["most"]) * people.returns[who]
    return np.where(tenure == 0, 1.0, settled)


def is_eligible(world: World) -> np.ndarray:
    """Whether each user takes part in the holdout of e-mails."""
    told = world.truth["experiments"]["holdout"]
    start = world.days.day_within(told["on"])
    joined = world.people.joined // DAY
    return np.asarray((joined < start) & (joined >= start - told["eligible"]))


def _mailed(world: World, day: int, who: np.ndarray) -> np.ndarray:
    """How much more often users come who get the e-mails of the holdout's weeks."""
    told = world.truth["experiments"]["holdout"]
    start = world.days.day_within(told["on"])
    if not start <= day < start + told["days"]:
        return np.ones(len(who))
    joined = world.people.joined[who] // DAY
    eligible = (joined < start) & (joined >= start - told["eligible"])
    return np.where(eligible & ~world.people.held_out[who], 1 + told["lift"], 1.0)
