"""Metric definitions -> the fewest SQL statements that answer a whole page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from queries import catalog, filters, statements
from queries.choosing import Choice, choose
from queries.definitions import Metric, Percentile
from queries.periods import Span
from queries.shapes import GRAINS, Shape, shape_of


@dataclass(frozen=True)
class Part:
    """What is read together from one table: sums and counts, or percentiles."""

    choices: tuple[Choice, ...]
    sql: str

    @property
    def metrics(self) -> tuple[str, ...]:
        """The names of its values, in their order."""
        return tuple(choice.metric.name for choice in self.choices)


@dataclass(frozen=True)
class Plan:
    """The statement behind a question, and the metrics to make from its rows.

    A statement of one part has a column for each of its values; one of several has a
    row for each part and key, as `statements.together` says.
    """

    asked: tuple[Metric, ...]
    parts: tuple[Part, ...]
    keys: tuple[str, ...]
    sql: str


def plan(
    names: Sequence[str], span: Span, by: str | None, where: Mapping[str, list[str]]
) -> Plan:
    """One statement for all the metrics asked, each from its smallest exact table.

    Args:
        names: Metrics, in the order of the columns to return.
        span: The days asked for, and the length of a period.
        by: A dimension to split by.
        where: The values to keep, by dimension; they are bound later.

    Raises:
        ValueError: If a metric, grain or dimension is not on offer.
    """
    if span.grain not in GRAINS:
        raise ValueError(
            f"grain is {span.grain!r}; it must be one of {', '.join(GRAINS)}."
        )
    if not names:
        raise ValueError("No metric was asked for; name at least one.")
    for metric in map(catalog.metric, names):
        of = f"Metric {metric.name!r}"
        if span.grain not in metric.grains:
            offered = ", ".join(metric.grains)
            raise ValueError(
                f"{of} cannot be asked by {span.grain}: it is made by {offered}; "
                "choose one of these."
            )
        filters.dimensions_known(where, by, metric.dimensions, of)
    return _plan(tuple(names), shape_of(span, by, where))


@lru_cache(maxsize=512)
def _plan(names: tuple[str, ...], shape: Shape) -> Plan:
    known = catalog.metrics()
    asked = tuple(known[name] for name in dict.fromkeys(names))
    wanted = [base for metric in asked for base in metric.ratio or (metric.name,)]
    groups: dict[tuple[object, ...], list[Choice]] = {}
    for name in dict.fromkeys(wanted):
        choice = choose(known[name], shape)
        groups.setdefault(choice.group, []).append(choice)
    parts = tuple(Part(tuple(some), _sql(some, shape)) for some in groups.values())
    if len(parts) == 1:
        return Plan(asked, parts, shape.keys, parts[0].sql)
    selects = [(part.sql, part.metrics) for part in parts]
    return Plan(asked, parts, shape.keys, statements.together(selects, shape))


def _sql(choices: Sequence[Choice], shape: Shape) -> str:
    source = choices[0].source
    shares: dict[str, Percentile] = {}
    values: dict[str, str] = {}
    for choice in choices:
        if choice.metric.percentile:
            shares[choice.metric.name] = choice.metric.percentile
        else:
            values[choice.metric.name] = choice.value or ""
    if shares:
        return statements.percentiles(source, shares, shape)
    return statements.values(source, values, shape)
