"""Which table answers a metric: the smallest that is exact, and why no smaller one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from queries import rollups
from queries.definitions import Metric, Source
from queries.rollup_forms import Level, Rollup
from queries.shapes import MADE_OF, Shape

ADVERBS = {"day": "each day", "week": "each week", "month": "each month"}


@dataclass(frozen=True)
class PassedOver:
    """A smaller table that was not read, and why its answer would not be exact."""

    table: str
    why: str


@dataclass(frozen=True)
class Choice:
    """Where the value of a metric is read.

    Attributes:
        metric: The sum, count or percentile.
        source: The rows to read.
        value: What to make of them; nothing for a percentile.
        group: Equal for those that are read together.
        why: Why this table, in words.
        passed_over: The smaller tables, and why not those.
    """

    metric: Metric
    source: Source
    value: str | None
    group: tuple[object, ...]
    why: str
    passed_over: tuple[PassedOver, ...] = ()


def choose(metric: Metric, shape: Shape) -> Choice:
    """The smallest table that answers a metric exactly for questions of a shape."""
    passed: list[PassedOver] = []
    for rollup in rollups.offered().get(metric.name, ()):
        any_rows = metric.name in rollup.any_rows
        reason = _time(rollup, shape, any_rows) or _dimensions(rollup, shape)
        fitting = [
            level
            for level in rollup.levels
            if not _over(rollup, level, shape, any_rows)
        ]
        if reason is None and fitting:
            level = fitting[0]
            value = rollup.values[metric.name]
            group = (rollup.name, level.number)
            why = _said(rollup)
            return Choice(metric, level.source, value, group, why, tuple(passed))
        reason = reason or _levels(rollup, shape, any_rows)
        passed.append(PassedOver(rollup.table, reason))
    return _own(metric, tuple(passed))


def _own(metric: Metric, passed: tuple[PassedOver, ...]) -> Choice:
    source, share = metric.source, metric.percentile
    why = f"{source.table} has the rows that the metric is defined on"
    if share:
        group: tuple[object, ...] = (source.name, "classes", share.of, share.counts)
        why = f"{source.table} has the counts by class that the metric is defined on"
    else:
        group = (source.name, "rows")
    why += "; no smaller table is exact here." if passed else "."
    return Choice(metric, source, metric.value, group, why, passed)


def _said(rollup: Rollup) -> str:
    rows = rollup.rows_a_day
    said = (
        f"about {rows:,.0f} row{'s' if rows > 1 else ''}"
        if rows >= 1
        else "under 1 row"
    )
    return f"{rollup.table} is the smallest table that is exact here: {said} a day."


def _time(rollup: Rollup, shape: Shape, any_rows: bool) -> str | None:
    """Why its days, weeks or months do not make the periods asked; None if they do."""
    every = rollup.every
    if every not in shape.whole:
        return f"It holds whole {every}s; the days asked for begin or end within one."
    if shape.grain not in MADE_OF[every]:
        return f"It holds {every}s; {shape.grain}s are not made of these."
    one = shape.grain == "all" and every in shape.single
    if not any_rows and shape.grain != every and not one:
        return (
            f"It counts anew {ADVERBS[every]}: what was counted on two of them would "
            f"count twice {_in_period(shape.grain)}."
        )
    return None


def _in_period(grain: str) -> str:
    return "in all the days" if grain == "all" else f"in a {grain}"


def _dimensions(rollup: Rollup, shape: Shape) -> str | None:
    """Which of the dimensions asked for it does not have; None if it has them all."""
    held = frozenset[str]().union(*(level.dimensions for level in rollup.levels))
    if lacking := sorted(shape.used - held):
        return f"It does not hold {_listed(lacking)}."
    return None


def _over(rollup: Rollup, level: Level, shape: Shape, any_rows: bool) -> frozenset[str]:
    """Why a level does not fit: dimensions it lacks, or that may not be added up."""
    lacking = shape.used - level.dimensions
    if lacking or any_rows:
        return lacking
    unasked = level.dimensions - shape.used
    return (shape.added_up | unasked) - rollup.exclusive


def _levels(rollup: Rollup, shape: Shape, any_rows: bool) -> str:
    """Why none of its levels fits, in words."""
    used = _listed(sorted(shape.used))
    wide = [level for level in rollup.levels if shape.used <= level.dimensions]
    if not wide:
        return f"It does not hold {used} together; you ask by all of these."
    blocking = min((_over(rollup, one, shape, any_rows) for one in wide), key=len)
    return (
        f"It counts anew for each {_listed(sorted(blocking))}: what was counted for "
        "two of them would count twice."
    )


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
