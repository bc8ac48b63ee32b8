"""What stands beside a course: what happened, and what may come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from portal.svg.scales import Scale
from portal.svg.sparkline import points

BADGE = 8
GAP = 2 * BADGE + 2


@dataclass(frozen=True)
class Note:
    """Something that happened: where between the periods, its number, its words."""

    at: float
    mark: str
    words: str
    tone: str = "neutral"


def notes(some: Sequence[Note], across: Scale, top: float, bottom: float) -> str:
    """A vertical line for each note, with its number in a badge at the top.

    Args:
        some: In order of their places.
        across: From periods to pixels.
        top: Where the lowest row of badges stands; rows above it take what is close.
        bottom: Where the lines end.
    """
    parts, taken = [], [float("-inf")] * 2
    for note in some:
        x = across(note.at)
        row = 0 if x - taken[0] >= GAP else 1
        taken[row] = x
        y = top - row * (GAP - 1)
        css = f"s-note s-note-{note.tone}"
        parts.append(
            f'<g class="{css}"><title>{escape(note.words)}</title>'
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y + BADGE:.1f}" y2="{bottom:.1f}"/>'
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{BADGE}"/>'
            f'<text x="{x:.1f}" y="{y + 3.6:.1f}" text-anchor="middle">'
            f"{escape(note.mark)}</text></g>"
        )
    return "".join(parts)


def forecast(
    rows: pd.DataFrame, last: tuple[float, float], across: Scale, up: Scale, at: int
) -> str:
    """The band of what is likely, and the dashed line in its middle.

    Args:
        rows: Columns `value`, `low` and `high`, period by period.
        last: The place of the last complete period, in pixels.
        across: From periods to pixels.
        up: From values to pixels.
        at: Of the first row among the periods.
    """
    columns = zip(rows["value"], rows["low"], rows["high"], strict=True)
    middle, low, high = [last], [last], [last]
    for place, (value, below, above) in enumerate(columns, start=at):
        x = across(place)
        middle.append((x, up(value)))
        low.append((x, up(below)))
        high.append((x, up(above)))
    return (
        f'<polygon class="s-band" points="{points([*high, *reversed(low)])}"/>'
        f'<polyline class="s-line s-forecast" points="{points(middle)}"/>'
    )
