"""What a rollup is: a mart that answers metrics exactly, and the rows that do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from queries.definitions import Source
from queries.places import Place


@dataclass(frozen=True)
class Level:
    """Rows of a mart among which everything is counted once, and their dimensions."""

    number: int
    source: Source

    @property
    def dimensions(self) -> frozenset[str]:
        """What these rows can be split and filtered by."""
        return frozenset(self.source.dimensions)


@dataclass(frozen=True)
class Rollup:
    """A mart with the metrics that it answers.

    Attributes:
        name: Of its file.
        table: The mart.
        every: "day", "week" or "month": what one row is about.
        rows_a_day: How many rows it has for a day, about; the fewest are read first.
        any_rows: The value of each metric that is right over whichever rows are taken.
        each_row: The value of each metric that is counted anew in each row, and would
            count twice what is in two of them.
        exclusive: Dimensions of which whatever is counted has one value, so that what
            is counted anew adds up over these nevertheless.
        levels: The first one that fits is read.
    """

    name: str
    table: str
    every: str
    rows_a_day: float
    any_rows: Mapping[str, str]
    each_row: Mapping[str, str]
    exclusive: frozenset[str]
    levels: tuple[Level, ...]
    place: Place

    @property
    def values(self) -> Mapping[str, str]:
        """The value of each of its metrics."""
        return {**self.any_rows, **self.each_row}
