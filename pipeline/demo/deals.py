"""Group deals: who buys together, and whether the group fills before it expires."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.demo.days import DAY, HOUR
from pipeline.demo.goods import Goods
from pipeline.demo.purchases import Purchases
from pipeline.demo.world import World

WINDOW = 3  # days within which the members of a group join
PATIENCE = 3  # times that a group waits for more buyers before another takes its place


@dataclass(frozen=True)
class Deals:
    """Deals and their groups, one element each, and the group of each order.

    Attributes:
        product: Product of each deal.
        opened: When each deal opened.
        goal: Members that each group of a deal needs.
        deal: Deal of each group.
        created: When each group was created.
        by: User who created each group.
        filled: When each group had its members; -1 if it never had.
        group: Group of each order; -1 for one bought alone.
    """

    product: np.ndarray
    opened: np.ndarray
    goal: np.ndarray
    deal: np.ndarray
    created: np.ndarray
    by: np.ndarray
    filled: np.ndarray
    group: np.ndarray


@dataclass(frozen=True)
class _Supply:
    """Groups to come, one element each; a deal has one or two of them."""

    deal: np.ndarray
    goal: np.ndarray
    size: np.ndarray
    complete: np.ndarray


def draw(world: World, goods: Goods, bought: Purchases) -> Deals:
    """Put the orders that want a group into groups, and the groups into deals."""
    rng = world.days.rng("deals")
    order, segment = _wanting(bought)
    supply = _supply(rng, world, len(order) + 1)
    taken, first = _match(supply, segment)
    size = supply.size[taken]
    group = np.full(len(bought), -1)
    member = np.repeat(first - np.cumsum(size) + size, size) + np.arange(size.sum())
    group[order[member]] = np.repeat(np.arange(len(taken)), size)
    # A deal whose second group found its buyers elsewhere is a deal of its own there.
    place = np.column_stack([segment[first], supply.deal[taken]])
    _, one, deal = np.unique(place, axis=0, return_index=True, return_inverse=True)
    created = bought.moment[order[first]]
    begun = np.full(len(one), np.iinfo(np.int64).max)
    np.minimum.at(begun, deal, created)
    ahead = rng.integers(HOUR // 2, 12 * HOUR, len(one))
    found = Deals(
        product=goods.of_pairs(rng, bought.pair[order[first[one]]]),
        opened=np.maximum(begun - ahead, 0),
        goal=supply.goal[taken][one],
        deal=deal,
        created=created,
        by=bought.who[order[first]],
        filled=np.where(
            supply.complete[taken], bought.moment[order[first + size - 1]], -1
        ),
        group=group,
    )
    return _with_empty(world, rng, goods, found)


def _wanting(bought: Purchases) -> tuple[np.ndarray, np.ndarray]:
    """Orders that want a group, by window of days and pair of categories, then time.

    A user who wants two things of a pair within a window joins one group.
    """
    wants = np.flatnonzero(bought.wants_group)
    segment = bought.moment[wants] // DAY // WINDOW * 100 + bought.pair[wants]
    _, once = np.unique(
        np.column_stack([segment, bought.who[wants]]), axis=0, return_index=True
    )
    once = np.sort(once)
    wants, segment = wants[once], segment[once]
    by_segment = np.argsort(segment, kind="stable")
    return wants[by_segment], segment[by_segment]


def _supply(rng: np.random.Generator, world: World, count: int) -> _Supply:
    """Groups in the order in which they open; more than there are buyers for."""
    told = world.truth["deals"]
    goals = [int(goal) for goal in told["goals"]]
    goal = rng.choice(goals, size=count, p=list(told["goals"].values()))
    groups = 1 + (rng.random(count) < told["second_group"])
    deal = np.repeat(np.arange(count), groups)
    complete = rng.random(len(deal)) < told["completed"]
    few = rng.integers(1, goal[deal])
    return _Supply(deal, goal[deal], np.where(complete, goal[deal], few), complete)


def _match(supply: _Supply, segment: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give each segment the next groups that it has buyers for.

    A group that finds too few waits for the next segment, so that large groups are no
    rarer than they are among all.

    Returns:
        The groups of the supply that found their members, and the place in `segment`
        of each one's first member.
    """
    ends = np.cumsum(supply.size)
    _, starts, counts = np.unique(segment, return_index=True, return_counts=True)
    taken, first, place, waited = [], [], 0, 0
    for start, count in zip(starts, counts, strict=True):
        before = ends[place] - supply.size[place]
        until = int(np.searchsorted(ends, before + count, side="right"))
        taken.append(np.arange(place, until))
        first.append(start + ends[place:until] - supply.size[place:until] - before)
        waited = 0 if until > place else waited + 1
        place = until + (waited == PATIENCE)
        waited %= PATIENCE
    none = np.zeros(0, np.int64)
    return np.concatenate([none, *taken]), np.concatenate([none, *first])


def _with_empty(
    world: World, rng: np.random.Generator, goods: Goods, found: Deals
) -> Deals:
    """The deals, and others that somebody opened a group for but nobody joined."""
    told = world.truth["deals"]
    count = max(round(told["empty"] * len(found.opened)), 1)
    pairs = len(world.truth["purchases"]["pairs"])
    opened = np.sort(rng.integers(0, world.days.count * DAY, count))
    joined = np.searchsorted(world.people.joined, opened)
    goals = [int(goal) for goal in told["goals"]]
    goal = rng.choice(goals, size=count, p=list(told["goals"].values()))
    product = goods.of_pairs(rng, rng.integers(0, pairs, count))
    by = (rng.random(count) * np.maximum(joined, 1)).astype(np.int64)
    return Deals(
        product=np.append(found.product, product),
        opened=np.append(found.opened, opened),
        goal=np.append(found.goal, goal),
        deal=np.append(found.deal, len(found.opened) + np.arange(count)),
        created=np.append(found.created, opened + rng.integers(60, HOUR, count)),
        by=np.append(found.by, by),
        filled=np.append(found.filled, np.full(count, -1)),
        group=found.group,
    )
