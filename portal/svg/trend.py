"""A metric over time, with its goal; drawn for wide and for narrow places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import isnan

import pandas as pd

from portal.svg import beside
from portal.svg.beside import Note
from portal.svg.scales import Scale, spread, ticks
from portal.svg.sparkline import points

Format = Callable[[float], str]
LETTER = 6.4
NOTES_ROOM = 24
# A goal so many times above all values would press them flat; it is said in words.
FAR = 2.5


@dataclass(frozen=True)
class Size:
    """The place a drawing takes, in pixels, and how many days it writes."""

    css: str
    width: int
    height: int
    days: int
    top: int = 20
    bottom: int = 26
    right: int = 6


WIDE = Size("trend-wide", 700, 270, 6)
NARROW = Size("trend-narrow", 350, 210, 3)


def trend(
    course: pd.DataFrame,
    *,
    short: Format,
    exact: Format,
    goal: float | None = None,
    goal_label: str = "",
    notes: Sequence[Note] = (),
    forecast: pd.DataFrame | None = None,
    sizes: Sequence[Size] = (WIDE, NARROW),
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
        notes: What happened, at places of the course; drawn as numbered lines.
        forecast: Columns `label`, `tick`, `value`, `low` and `high` of the periods
            after the last complete one; drawn dashed, within a band.
        sizes: Of the drawings.

    Returns:
        One `<svg>` element for each size; empty text where no value is known.
    """
    if course["value"].notna().sum() == 0:
        return ""
    drawings = (
        _Trend(course.reset_index(drop=True), size, short, exact, forecast).draw(
            goal, goal_label, notes
        )
        for size in sizes
    )
    return "".join(drawings)


@dataclass(frozen=True)
class _Point:
    """A period that has a value: its place in the course, and what it says."""

    at: int
    value: float
    complete: bool
    label: str


class _Trend:
    """One drawing: its scales, then its parts from back to front."""

    def __init__(
        self,
        course: pd.DataFrame,
        size: Size,
        short: Format,
        exact: Format,
        forecast: pd.DataFrame | None,
    ) -> None:
        self._ticks = course["tick"].astype(str).tolist()
        self._size, self._short, self._exact = size, short, exact
        self._forecast = forecast
        self._next = int(course["complete"].sum())
        if forecast is not None:
            later = forecast["tick"].astype(str).tolist()
            self._ticks = [*self._ticks[: self._next], *later]
        columns = zip(
            course["value"].tolist(),
            course["complete"].tolist(),
            course["label"].tolist(),
            strict=True,
        )
        # A plain list: reading a frame cell by cell takes longer than its query.
        self._known = [
            _Point(at, value, complete, str(label))
            for at, (value, complete, label) in enumerate(columns)
            if not isnan(value)
        ]

    def draw(self, goal: float | None, goal_label: str, notes: Sequence[Note]) -> str:
        size = self._size
        values = [point.value for point in self._known]
        if self._forecast is not None:
            values += [*self._forecast["low"], *self._forecast["high"]]
        near = goal is not None and goal <= FAR * max(values)
        marks = ticks([*values, goal] if near else values)
        left = 12 + LETTER * max(len(self._short(mark)) for mark in marks)
        last = max(len(self._ticks) - 1, 1)
        top = size.top + (NOTES_ROOM if notes else 0)
        bottom = size.height - size.bottom
        # Each period reaches half a step to both sides of its point.
        self._across = Scale(-0.5, last + 0.5, left, size.width - size.right)
        self._up = Scale(marks[0], marks[-1], bottom, top)
        return (
            f'<svg class="{size.css}" viewBox="0 0 {size.width} {size.height}" '
            f'width="100%" focusable="false">{self._axes(marks, left)}'
            f"{beside.notes(notes, self._across, top - 14, bottom)}"
            f"{self._goal(goal, goal_label, left)}{self._to_come()}{self._lines()}"
            f"{self._hits()}</svg>"
        )

    def _to_come(self) -> str:
        """The forecast, from the last complete period on."""
        complete = [point for point in self._known if point.complete]
        if self._forecast is None or not complete:
            return ""
        last = self._place(complete[-1])
        return beside.forecast(self._forecast, last, self._across, self._up, self._next)

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
        for at in spread(len(self._ticks), size.days):
            parts.append(self._day(at, left))
        return "".join(parts)

    def _day(self, at: int, left: float) -> str:
        """A period's first words under the axis, kept within the drawing."""
        text = self._ticks[at]
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
        if goal > self._up.high:
            return (
                f'<text class="s-label s-halo" x="{self._size.width}" text-anchor="end"'
                f' y="{self._up.end + 14:.1f}">↑ {escape(label)}</text>'
            )
        y = self._up(goal)
        return (
            f'<line class="s-goal" x1="{left:.0f}" x2="{self._size.width}" '
            f'y1="{y:.1f}" y2="{y:.1f}"/><text class="s-label s-halo" '
            f'x="{left + 6:.0f}" y="{y - 6:.1f}">{escape(label)}</text>'
        )

    def _place(self, point: _Point) -> tuple[float, float]:
        return self._across(point.at), self._up(point.value)

    def _lines(self) -> str:
        complete = [point for point in self._known if point.complete]
        parts = [self._run(run) for run in _runs(complete)]
        unfinished = [point for point in self._known if not point.complete]
        if unfinished:
            tail = [self._place(point) for point in [*complete[-1:], *unfinished]]
            parts.append(f'<polyline class="s-line s-open" points="{points(tail)}"/>')
            parts.append(_circle("s-hollow", tail[-1], 4))
        if complete:
            parts.append(_circle("s-dot", self._place(complete[-1]), 4))
        return "".join(parts)

    def _run(self, run: list[_Point]) -> str:
        """A stretch without a gap: its area from the axis, and its line."""
        places = [self._place(point) for point in run]
        if len(places) == 1:
            return _circle("s-dot", places[0], 2.4)
        line = f'<polyline class="s-line" points="{points(places)}"/>'
        if self._up.low != 0:  # an area from anywhere else would say too much
            return line
        base = self._size.height - self._size.bottom
        area = [*places, (places[-1][0], base), (places[0][0], base)]
        return f'<polygon class="s-area" points="{points(area)}"/>{line}'

    def _hits(self) -> str:
        """A strip over each period that says its exact value on hover."""
        size = self._size
        wide = abs(self._across(1) - self._across(0))
        parts = []
        for point in self._known:
            place = self._place(point)
            rest = "" if point.complete else ", incomplete"
            said = f"{point.label}: {self._exact(point.value)}{rest}"
            parts.append(
                f'<rect class="s-hit" x="{place[0] - wide / 2:.1f}" y="{size.top}" '
                f'width="{wide:.1f}" height="{size.height - size.top - size.bottom}">'
                f"<title>{escape(said)}</title></rect>"
                f"{_circle('s-hollow s-mark', place, 4)}"
            )
        return "".join(parts)


def _circle(css: str, place: tuple[float, float], radius: float) -> str:
    x, y = place
    return f'<circle class="{css}" cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/>'


def _runs(known: list[_Point]) -> list[list[_Point]]:
    """Stretches of neighbouring periods; a gap stays a gap."""
    runs: list[list[_Point]] = []
    for point in known:
        if runs and runs[-1][-1].at == point.at - 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs
