"""Simulated worlds of a metric by segment: noise alone, or with a planted driver."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.splits import Split

SIZES = {"city": 12, "os": 2, "source": 3, "campaign": 6}
PRODUCTS = 60
PERIODS = 7
AXES = list(SIZES)
PAIR = ("city", "os")
# What is larger than the rest is as well told by the rest.
LARGEST = 0.5


class Driver(NamedTuple):
    """What was planted: which segments lose which share of what they have."""

    dimensions: tuple[str, ...]
    segments: tuple
    loss: float


def shares(random: np.random.Generator) -> np.ndarray:
    """How large each cell of all dimensions is."""
    cells = np.ones(1)
    for size in SIZES.values():
        cells = np.multiply.outer(cells, random.dirichlet(np.full(size, 5.0)))
    return cells[0]


def plant(random: np.random.Generator, cells: np.ndarray, falls: float) -> Driver:
    """A driver that makes the whole fall by `falls`, in one dimension or a pair."""
    while True:
        kind = [*AXES, PAIR][random.integers(len(AXES) + 1)]
        named = kind if isinstance(kind, tuple) else (kind,)
        places = [
            sorted(random.choice(SIZES[name], many(random, name), replace=False))
            for name in named
        ]
        weight = cells[chosen(named, places)].sum()
        if falls <= weight * 0.9 and weight <= LARGEST:
            break
    names = [[f"{name}{p}" for p in at] for name, at in zip(named, places, strict=True)]
    segments = (
        names[0] if len(names) == 1 else [(a, b) for a in names[0] for b in names[1]]
    )
    return Driver(named, tuple(segments), falls / weight)


def many(random: np.random.Generator, name: str) -> int:
    return int(random.integers(1, 5)) if name == "city" else 1


def chosen(named, places) -> tuple:
    """The index of the cells of some segments."""
    at = dict(zip(named, places, strict=True))
    return np.ix_(*[at.get(name, range(SIZES[name])) for name in AXES])


def counts(random, cells, driver=None, *, total=20_000, spread=0.0) -> np.ndarray:
    """Counts by period and cell: the common course moves by 2%, cells by `spread`."""
    course = total * random.lognormal(0, 0.02, PERIODS)
    expected = np.multiply.outer(course, cells)
    if spread:
        expected = expected * random.gamma(1 / spread**2, spread**2, expected.shape)
    if driver is not None:
        places = [
            sorted({int(segment.removeprefix(name)) for segment in members})
            for name, members in zip(driver.dimensions, sides(driver), strict=True)
        ]
        index = chosen(driver.dimensions, places)
        expected[-1][index] *= 1 - driver.loss
    return random.poisson(expected).astype(float)


def sides(driver: Driver) -> list[set[str]]:
    if len(driver.dimensions) == 1:
        return [set(driver.segments)]
    return [set(side) for side in zip(*driver.segments, strict=True)]


def split_of(table: np.ndarray, named: tuple[str, ...]) -> pd.DataFrame:
    """Counts by period and segment of a dimension, or of a pair of them."""
    others = tuple(1 + AXES.index(name) for name in AXES if name not in named)
    by = table.sum(axis=others).reshape(PERIODS, -1)
    names = [[f"{name}{place}" for place in range(SIZES[name])] for name in named]
    labels = (
        names[0] if len(names) == 1 else [(a, b) for a in names[0] for b in names[1]]
    )
    return pd.DataFrame(by, columns=pd.Index(labels, tupleize_cols=False))


def splits(random, table, below=None) -> dict[tuple[str, ...], Split]:
    """All dimensions, products (that have nothing to do with it) and one pair."""
    made = {}
    for named in [*[(name,) for name in AXES], PAIR]:
        denominators = None if below is None else split_of(below, named)
        made[named] = Split(split_of(table, named), denominators)
    if below is None:
        taste = random.dirichlet(np.full(PRODUCTS, 3.0))
        sums = table.reshape(PERIODS, -1).sum(axis=1).astype(int)
        sold = np.stack([random.multinomial(n, taste) for n in sums])
        made[("product",)] = Split(pd.DataFrame(sold).add_prefix("product"))
    return made
