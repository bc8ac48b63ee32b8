"""A word-sized course of one metric."""

from __future__ import annotations

import pandas as pd

from portal.svg.scales import Scale

WIDTH, HEIGHT, EDGE = 132, 36, 4


def sparkline(course: pd.DataFrame) -> str:
    """Draw the course of a metric; the last complete period is a dot.

    Args:
        course: Columns `value` and `complete` (bool) in time order; at most the last
            is incomplete: a dashed line leads to its hollow dot.

    Returns:
        An `<svg>` element; empty text where fewer than two values are known.
    """
    known = course.reset_index(drop=True)
    known = known[known["value"].notna()]
    complete = known[known["complete"]]
    if len(known) < 2:  # noqa: PLR2004 - one point is no course
        return ""
    across = Scale(0, max(len(course) - 1, 1), EDGE, WIDTH - EDGE)
    low, high = float(known["value"].min()), float(known["value"].max())
    pad = (high - low) or 1.0
    up = Scale(low - 0.04 * pad, high + 0.04 * pad, HEIGHT - EDGE, EDGE)
    places = [
        (across(at), up(value))
        for at, value in zip(known.index, known["value"], strict=True)
    ]
    drawn = places[: len(complete)]
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'focusable="false">{_area(drawn)}{_line(drawn)}{_end(places, len(complete))}'
        "</svg>"
    )


def _area(places: list[tuple[float, float]]) -> str:
    if len(places) < 2:  # noqa: PLR2004
        return ""
    floor = f"{places[-1][0]:.1f},{HEIGHT} {places[0][0]:.1f},{HEIGHT}"
    return f'<polygon class="s-area" points="{points(places)} {floor}"/>'


def _line(places: list[tuple[float, float]]) -> str:
    return f'<polyline class="s-spark" points="{points(places)}"/>' if places else ""


def _end(places: list[tuple[float, float]], complete: int) -> str:
    parts = []
    if 0 < complete < len(places):
        tail = points(places[complete - 1 :])
        parts.append(f'<polyline class="s-spark s-open" points="{tail}"/>')
    if complete < len(places):
        x, y = places[-1]
        parts.append(f'<circle class="s-hollow" cx="{x:.1f}" cy="{y:.1f}" r="2.6"/>')
    if complete:
        x, y = places[complete - 1]
        parts.append(f'<circle class="s-dot" cx="{x:.1f}" cy="{y:.1f}" r="2.6"/>')
    return "".join(parts)


def points(places: list[tuple[float, float]]) -> str:
    """Places as the attribute `points` writes them."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
