"""A metric over time, with its goal; drawn for wide and for narrow places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import pandas as pd

from portal.svg.scales import Scale, spread, ticks
from portal.svg.sparkline import points

Format = Callable[[float], str]
LETTER = 6.4


@dataclass(frozen=True)
class Size:
    """The place a drawing takes, in pixels, and how many days it writes."""

    css: str
    width: int
    height: int
    days: int
    top: int = 20
    bottom: int = 26
    right: int = 14


WIDE = Size("trend-wide", 700, 250, 6)
NARROW = Size("trend-narrow", 350, 210, 3)


def trend(
    course: pd.DataFrame,
    *,
    short: Format,
    exact: Format,
    goal: float | None = None,
    goal_label: str = "",
) -> str:
    """Draw the course of a metric twice: CSS shows the one that fits.

    Args:
        course: Columns `label` (the period in words), `tick` (its first day, as the
            axis writes it), `value` and `complete` (bool), in time order; at most the
            last period is incomplete.
        short: A value as the axis writes it.
        exact: A value with every digit, shown on hover.
        goal: What the metric should reach in each period.
        goal_label: The goal in words.

    Returns:
        Two `<svg>` elements; empty text where no value is known.
    """
    if course["value"].notna().sum() == 0:
        return ""
    drawings = (
        _Trend(course.reset_index(drop=True), size, short, exact).draw(goal, goal_label)
        for size in (WIDE, NARROW)
    )
    return "".join(drawings)


class _Trend:
    """One drawing: its scales, then its parts from back to front."""

    def __init__(
        self, course: pd.DataFrame, size: Size, short: Format, exact: Format
    ) -> None:
        self._course, self._size = course, size
        self._short, self._exact = short, exact
        self._known = course[course["value"].notna()]

    def draw(self, goal: float | None, goal_label: str) -> str:
        size = self._size
        values = self._known["value"].tolist()
        marks = ticks(values if goal is None else [*values, goal])
        left = 12 + LETTER * max(len(self._short(mark)) for mark in marks)
        self._across = Scale(
            0, max(len(self._course) - 1, 1), left, size.width - size.right
        )
        self._up = Scale(marks[0], marks[-1], size.height - size.bottom, size.top)
        return (
            f'<svg class="{size.css}" viewBox="0 0 {size.width} {size.height}" '
            f'width="100%" focusable="false">{self._axes(marks, left)}'
            f"{self._goal(goal, goal_label, left)}{self._lines()}{self._hits()}</svg>"
        )

    def _axes(self, marks: list[float], left: float) -> str:
        size, parts = self._size, []
        for mark in marks:
            y, text = self._up(mark), escape(self._short(mark))
            css = "s-base" if mark == marks[0] else "s-grid"
            parts.append(
                f'<line class="{css}" x1="{left:.0f}" x2="{size.width}" '
                f'y1="{y:.1f}" y2="{y:.1f}"/><text class="s-text" x="{left - 7:.0f}" '
                f'y="{y + 3.8:.1f}" text-anchor="end">{text}</text>'
            )
        for at in spread(len(self._course), size.days):
            parts.append(self._day(at, left))
        return "".join(parts)

    def _day(self, at: int, left: float) -> str:
        """A period's first words under the axis, kept within the drawing."""
        text = str(self._course["tick"][at])
        half = len(text) * LETTER / 2
        x = min(max(self._across(at), left + half - 6), self._size.width - half)
        y = self._size.height - 8
        return (
            f'<text class="s-text" x="{x:.1f}" y="{y}" text-anchor="middle">'
            f"{escape(text)}</text>"
        )

    def _goal(self, goal: float | None, label: str, left: float) -> str:
        if goal is None:
            return ""
        y = self._up(goal)
        return (
            f'<line class="s-goal" x1="{left:.0f}" x2="{self._size.width}" '
            f'y1="{y:.1f}" y2="{y:.1f}"/><text class="s-label s-halo" '
            f'x="{left + 6:.0f}" y="{y - 6:.1f}">{escape(label)}</text>'
        )

    def _places(self, rows: pd.DataFrame) -> list[tuple[float, float]]:
        return [
            (self._across(at), self._up(value))
            for at, value in zip(rows.index, rows["value"], strict=True)
        ]

    def _lines(self) -> str:
        complete = self._known[self._known["complete"]]
        parts = [self._run(run) for run in _runs(complete)]
        open_ = self._known[~self._known["complete"]]
        if len(open_):
            tail = self._places(pd.concat([complete.tail(1), open_]))
            x, y = tail[-1]
            parts.append(f'<polyline class="s-line s-open" points="{points(tail)}"/>')
            parts.append(f'<circle class="s-hollow" cx="{x:.1f}" cy="{y:.1f}" r="4"/>')
        if len(complete):
            x, y = self._places(complete.tail(1))[0]
            parts.append(f'<circle class="s-dot" cx="{x:.1f}" cy="{y:.1f}" r="4"/>')
        return "".join(parts)

    def _run(self, rows: pd.DataFrame) -> str:
        """A stretch without a gap: its area from the axis, and its line."""
        places = self._places(rows)
        if len(places) == 1:
            x, y = places[0]
            return f'<circle class="s-dot" cx="{x:.1f}" cy="{y:.1f}" r="2.4"/>'
        base = self._size.height - self._size.bottom
        area = [*places, (places[-1][0], base), (places[0][0], base)]
        return (
            f'<polygon class="s-area" points="{points(area)}"/>'
            f'<polyline class="s-line" points="{points(places)}"/>'
        )

    def _hits(self) -> str:
        """A strip over each period that says its exact value on hover."""
        size = self._size
        wide = abs(self._across(1) - self._across(0))
        parts = []
        for at, row in self._known.iterrows():
            x, y = self._across(at), self._up(row["value"])
            rest = "" if row["complete"] else ", incomplete"
            said = f"{row['label']}: {self._exact(row['value'])}{rest}"
            parts.append(
                f'<rect class="s-hit" x="{x - wide / 2:.1f}" y="{size.top}" '
                f'width="{wide:.1f}" height="{size.height - size.top - size.bottom}">'
                f'<title>{escape(said)}</title></rect><circle class="s-hollow s-mark" '
                f'cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
            )
        return "".join(parts)


def _runs(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """Stretches of neighbouring periods; a gap stays a gap."""
    if rows.empty:
        return []
    breaks = (rows.index.to_series().diff() != 1).cumsum()
    return [run for _, run in rows.groupby(breaks.to_numpy(), sort=True)]
