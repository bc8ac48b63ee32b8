"""Where each metric of a question is read, and why not from a smaller table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from queries.choosing import PassedOver
from queries.metrics import Plan


@dataclass(frozen=True)
class Origin:
    """Where a sum, count or percentile is read.

    Attributes:
        metric: Its name.
        part: The number of the select within the statement that gives it, from 0.
        table: What is read.
        why: Why this table, in words.
        passed_over: The smaller tables that would not be exact here, and why.
    """

    metric: str
    part: int
    table: str
    why: str
    passed_over: tuple[PassedOver, ...]


@dataclass(frozen=True)
class Explained:
    """A metric with the origins of what it is made of: one, or two for a ratio."""

    metric: str
    origins: tuple[Origin, ...]


def explain(plan: Plan) -> list[Explained]:
    """The origins of every metric of a plan, in the order asked."""
    found = {
        choice.metric.name: Origin(
            metric=choice.metric.name,
            part=number,
            table=choice.source.table,
            why=choice.why,
            passed_over=choice.passed_over,
        )
        for number, part in enumerate(plan.parts)
        for choice in part.choices
    }
    return [
        Explained(
            metric.name, tuple(found[name] for name in metric.ratio or (metric.name,))
        )
        for metric in plan.asked
    ]


def lines(explained: Sequence[Explained]) -> Iterator[str]:
    """The same for a terminal; what several metrics are made of is told once."""
    told: set[str] = set()
    for one in explained:
        if len(one.origins) > 1:
            parts = " / ".join(origin.metric for origin in one.origins)
            yield f"{one.metric} is {parts}"
        for origin in one.origins:
            if origin.metric in told:
                continue
            told.add(origin.metric)
            yield f"{origin.metric}: {origin.why}"
            for passed in origin.passed_over:
                yield f"    not {passed.table}: {passed.why}"
