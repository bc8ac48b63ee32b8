"""Views and likes of posts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from pipeline.demo import experiments, traits
from pipeline.demo.days import DAY, HOUR
from pipeline.demo.presence import Visits
from pipeline.demo.world import World
from pipeline.demo.writing import named, text, write_csv

MEAN_GAP = 25  # seconds between two posts
MOST_VIEWS = 400
ACTIONS = ("view", "like")


def write(world: World, visits: Visits, into: Path) -> tuple[np.ndarray, np.ndarray]:
    """Write a day of the feed; return who viewed and when, for the experiments."""
    rng = world.days.rng("feed", visits.day)
    who, moment = _views(world, rng, visits)
    liked = rng.random(len(who)) < experiments.click_through(world, visits.day, who)
    post = _posts(world, rng, visits.day, len(who))
    later = np.minimum(moment + rng.integers(1, 20, len(who)), _last(visits.day))
    rows = np.concatenate([np.arange(len(who)), np.flatnonzero(liked)])
    at = np.concatenate([moment, later[liked]])
    order = np.argsort(at, kind="stable")
    rows, at, is_like = rows[order], at[order], order >= len(who)
    columns = {
        "user_id": world.people.ids.take(pa.array(who[rows])),
        "post_id": text(post[rows]),
        "action": named(is_like, ACTIONS),
        "time": world.days.stamps(at),
        **traits.columns(world, rng, who[rows], at),
    }
    write_csv(into / "feed_actions" / f"{world.days.date_of(visits.day)}.csv", columns)
    return who, moment


def _last(day: int) -> int:
    return (day + 1) * DAY - 1


def bursts(
    world: World,
    rng: np.random.Generator,
    day: int,
    who: np.ndarray,
    sizes: np.ndarray,
    gap: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Users and moments of things that each does one after the other, in one sitting.

    Args:
        world: The world.
        rng: Random numbers.
        day: The day; nothing happens before a user's sign-up or after midnight.
        who: Users.
        sizes: How many things each does.
        gap: Mean seconds from one to the next.
    """
    start = np.maximum(world.seconds(rng, day, len(who)), world.people.joined[who] + 5)
    ends = np.cumsum(sizes)
    steps = 1 + rng.exponential(gap, int(sizes.sum())).astype(np.int64)
    total = np.cumsum(steps)
    before = np.repeat(np.concatenate([[0], total])[ends - sizes], sizes)
    moment = np.repeat(start, sizes) + (total - before)
    return np.repeat(who, sizes), np.minimum(moment, _last(day))


def _views(
    world: World, rng: np.random.Generator, visits: Visits
) -> tuple[np.ndarray, np.ndarray]:
    """Who views at which moment, but for what does not load."""
    people, truth, day = world.people, world.truth, visits.day
    who = visits.who[visits.feed]
    if world.is_on(day, "outage"):
        cities = [city for _, city, _ in truth["profile"]["places"]]
        down = np.isin(cities, truth["outage"]["cities"])
        who = who[~down[people.place[who]]]
    mean = world.of_kind("views", who) - 1
    if world.is_on(day, "flash_mob"):
        mean = (mean + 1) * truth["flash_mob"]["views"] - 1
    sizes = np.minimum(1 + rng.poisson(mean), MOST_VIEWS)
    who, moment = bursts(world, rng, day, who, sizes, MEAN_GAP)
    if world.is_on(day, "incident"):
        told = truth["incident"]
        hour = (moment - day * DAY) // HOUR
        during = (hour >= told["from"]) & (hour < told["to"])
        loads = ~during | (rng.random(len(who)) >= told["lost"])
        who, moment = who[loads], moment[loads]
    return who, moment


def _posts(world: World, rng: np.random.Generator, day: int, count: int) -> np.ndarray:
    """The post of each view: mostly of the same day, some of a few days before."""
    per_day = world.truth["feed"]["posts_per_day"]
    age = np.minimum(rng.geometric(0.45, count) - 1, day)
    return np.asarray((day - age) * per_day + rng.integers(1, per_day + 1, count))
