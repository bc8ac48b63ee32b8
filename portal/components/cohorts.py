"""Cohorts as a triangle: how many of those who began together came again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from dash import html

from portal.components.heat import Heat, heat_table

LEAST = 10  # people in a cohort whose share may set the darkest shade


@dataclass(frozen=True)
class Cohorts:
    """A triangle of cohorts.

    Attributes:
        starts: First day of each cohort's period, in order.
        sizes: People in each cohort.
        counts: For each cohort, people who came again 1, 2, ... periods later; as
            many as have begun.
        hidden: Earlier cohorts that are not shown.
    """

    starts: tuple[date, ...]
    sizes: tuple[int, ...]
    counts: tuple[tuple[int, ...], ...]
    hidden: int = 0

    @property
    def shares(self) -> list[list[float]]:
        """The counts in percent of their cohort."""
        return [
            [count / size * 100 for count in row]
            for row, size in zip(self.counts, self.sizes, strict=True)
        ]

    @property
    def highest(self) -> float | None:
        """The highest share of a cohort that is not tiny."""
        large = [
            share
            for row, size in zip(self.shares, self.sizes, strict=True)
            for share in row
            if size >= LEAST
        ]
        return max(large, default=None)

    @property
    def latest(self) -> frozenset[tuple[int, int]]:
        """The places of the latest period, one for each cohort."""
        return frozenset(
            (row, len(counts) - 1) for row, counts in enumerate(self.counts) if counts
        )


def triangle(
    rows: pd.DataFrame,
    columns: tuple[str, str, str],
    periods: Sequence[date],
    most: int,
) -> Cohorts:
    """Arrange cohorts by their start; periods without anyone are zero, not missing.

    Args:
        rows: One row per cohort and number of periods since, as a query gives them.
        columns: The columns of the cohort's start, of the number, and of the people.
        periods: The first day of every period up to the last that has begun.
        most: Cohorts shown at most, the latest.
    """
    start, number, people = columns
    known = {
        (row[start], int(row[number])): int(row[people])
        for row in rows.to_dict("records")
    }
    present = [period for period in periods if (period, 0) in known]
    shown = present[-most:]
    return Cohorts(
        starts=tuple(shown),
        sizes=tuple(known[(period, 0)] for period in shown),
        counts=tuple(
            tuple(
                known.get((period, later), 0)
                for later in range(1, len(periods) - periods.index(period))
            )
            for period in shown
        ),
        hidden=len(present) - len(shown),
    )


def cohort_table(
    cohorts: Cohorts,
    *,
    name: Callable[[date], str],
    who: str,
    step: str,
    caption: str,
    last_is_whole: bool,
) -> html.Div:
    """Draw a triangle: people, and under them their share of the cohort.

    Args:
        cohorts: The triangle.
        name: How a cohort is named by its first day.
        who: The people, as "customers".
        step: One period, as "month".
        caption: What the table holds, for those who hear it.
        last_is_whole: Whether the latest period is over; else its cells are hatched.
    """
    longest = max((len(row) for row in cohorts.counts), default=0)
    names = [name(day) for day in cohorts.starts]

    def text(share: float, row: int, column: int) -> Any:
        return [
            html.Span(f"{cohorts.counts[row][column]:,}", className="heat-value"),
            html.Span(f"{share:.0f}%", className="heat-share"),
        ]

    def title(share: float, row: int, column: int) -> str:
        return (
            f"{names[row]}: {cohorts.counts[row][column]:,} of {cohorts.sizes[row]:,} "
            f"{who} ({share:.1f}%) in {step} {column + 1} after"
        )

    heat = Heat(
        rows=names,
        columns=[str(number) for number in range(1, longest + 1)],
        values=[[*row, *[None] * (longest - len(row))] for row in cohorts.shares],
        texts=text,
        titles=title,
        loose=frozenset() if last_is_whole else cohorts.latest,
        scale_to=cohorts.highest,
        extra=(who.capitalize(), [f"{size:,}" for size in cohorts.sizes]),
    )
    return heat_table(heat, caption=caption, corner=f"First {step}")
