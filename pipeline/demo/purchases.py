"""Who buys when: rates and drop-out as BG/NBD has them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.demo.days import DAY
from pipeline.demo.world import World

MINUTE = 60


@dataclass(frozen=True)
class Purchases:
    """One element an order, in order of time.

    Attributes:
        who: Places of users.
        moment: When it was placed.
        pair: Place of the pair of categories that is wanted.
        wants_group: Whether the user would rather buy in a group.
    """

    who: np.ndarray
    moment: np.ndarray
    pair: np.ndarray
    wants_group: np.ndarray

    def __len__(self) -> int:
        return len(self.who)

    def on(self, day: int) -> tuple[np.ndarray, np.ndarray]:
        """Users and moments of a day."""
        start, end = np.searchsorted(self.moment, [day * DAY, (day + 1) * DAY])
        return self.who[start:end], self.moment[start:end]


def draw(world: World) -> Purchases:
    """Draw every order of the period; the shop opened with its first day.

    Source:
        Fader, Hardie and Lee (2005), "Counting your customers" the easy way: a customer
        buys at a rate of his own and may drop out for good after each repeat.
    """
    told, people = world.truth["purchases"], world.people
    rng = world.days.rng("purchases")
    shops = np.array([kind["shops"] for kind in world.kinds])[people.kind]
    buyers = np.flatnonzero(rng.random(len(people)) < shops)
    first = np.maximum(people.joined[buyers], 0) / DAY + told["first_after"]
    first += rng.exponential(told["first_mean"], len(buyers))
    who, at = _repeats(world, rng, buyers, first)
    second = world.days.hours(0, world.truth["rhythm"]["hours"])
    hour = rng.choice(24, size=len(at), p=second)
    moment = at.astype(np.int64) * DAY + hour * 3600 + rng.integers(0, 3600, len(at))
    order = np.argsort(moment, kind="stable")
    who, moment = who[order], moment[order]
    mind = rng.random(len(people)) < told["group_minded"]
    share = np.asarray(told["group_share"])[mind[who].astype(int)]
    pairs = len(told["pairs"])
    own = rng.integers(0, pairs, len(people))[who]
    other = (own + rng.integers(1, pairs, len(who))) % pairs
    keeps = rng.random(len(who)) < told["own_pair"]
    return Purchases(
        who, moment, np.where(keeps, own, other), rng.random(len(who)) < share
    )


def _repeats(
    world: World, rng: np.random.Generator, buyers: np.ndarray, first: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Buyers and days (with fractions) of all orders before the end."""
    told, end = world.truth["purchases"], world.days.count
    rate = rng.gamma(told["r"], 1 / told["alpha"], len(buyers))
    drops = rng.beta(told["a"], told["b"], len(buyers))
    now = first
    still = np.flatnonzero(now < end)
    who, at = [buyers[still]], [now[still]]
    while len(still):
        gap = rng.exponential(1.0, len(still)) / np.maximum(rate[still], 1e-9)
        now = now.copy()
        now[still] += gap
        still = still[now[still] < end]
        who.append(buyers[still])
        at.append(now[still])
        still = still[rng.random(len(still)) >= drops[still]]
    return np.concatenate(who), np.concatenate(at)
