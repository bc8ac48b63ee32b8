"""The shape of a question of metrics: all of it that decides how it is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from queries.periods import Span

GRAINS = ("day", "week", "month", "quarter", "all")
# Which periods consist of whole days, weeks or months.
MADE_OF: Mapping[str, tuple[str, ...]] = {
    "day": GRAINS,
    "week": ("week", "all"),
    "month": ("month", "quarter", "all"),
}


@dataclass(frozen=True)
class Shape:
    """A question without its days and values; questions of one shape share a plan.

    Attributes:
        grain: One of GRAINS.
        by: The dimension to split by.
        where: The dimensions to filter by.
        many: Those of them of which more than one value is kept.
        whole: Which of day, week and month the days asked for are whole ones of.
        single: Which of these they are exactly one of.
    """

    grain: str
    by: str | None
    where: frozenset[str]
    many: frozenset[str]
    whole: frozenset[str]
    single: frozenset[str]

    @property
    def used(self) -> frozenset[str]:
        """Every dimension that is split or filtered by."""
        return self.where | ({self.by} if self.by else set())

    @property
    def added_up(self) -> frozenset[str]:
        """The dimensions of which several values are added up into one number."""
        return self.many - {self.by}

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that tell the rows of the answer apart."""
        period = ("period",) if self.grain != "all" else ()
        return (*period, *(("segment",) if self.by else ()))


def shape_of(span: Span, by: str | None, where: Mapping[str, list[str]]) -> Shape:
    """The shape of a question over a span, split and filtered."""
    return Shape(
        grain=span.grain,
        by=by,
        where=frozenset(where),
        many=frozenset(name for name, picks in where.items() if len(set(picks)) > 1),
        whole=frozenset(unit for unit in MADE_OF if span.is_whole(unit)),
        single=frozenset(unit for unit in MADE_OF if span.is_one(unit)),
    )
