"""Figures of values over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from portal.figures import style
from portal.figures.periods import HOVER_DATE
from portal.figures.style import Scale

HATCH = "/"
MOST_TICKS = 8
NOT_WHOLE = " (in part)<extra>"


def trend(
    rows: pd.DataFrame,
    series: Mapping[str, str],
    *,
    grain: str,
    scale: Scale,
    kind: str = "line",
    stacked: bool = False,
    muted: str = "",
) -> dict[str, Any]:
    """Draw one or more columns over time; periods that are not whole stand out.

    Args:
        rows: Columns `period` (date), `whole` (bool: all its days are in) and one
            numeric column per key of `series`, in order of `period`.
        series: Column to its name in the legend, in the order of drawing.
        grain: "day", "week" or "month"; how a period is named.
        scale: How the numbers are written.
        kind: "line", "bar" or "area".
        stacked: Whether the series add up; lines are never stacked.
        muted: The column of a series in grey: what is left of the others.

    Returns:
        A figure as a plain dictionary. Lines are dashed and bars hatched in periods
        that are not whole. The value axis begins at zero.
    """
    dates = [str(period)[:10] for period in rows["period"]]
    figure = style.layout(scale)
    figure["xaxis"] |= {
        "type": "date",
        "hoverformat": HOVER_DATE[grain],
        **_ticks(list(rows["period"]), grain),
    }
    figure["showlegend"] = len(series) > 1
    if kind == "bar":
        figure |= {"barmode": "stack" if stacked else "group", "bargap": 0.25}
    draw = _bars if kind == "bar" else _lines
    data: list[dict[str, Any]] = []
    for place, (column, title) in enumerate(series.items()):
        look: dict[str, Any] = {
            "name": style.plain(title),
            "hovertemplate": f"%{{fullData.name}} {scale.hover()}<extra></extra>",
            **(_area(place, stacked) if kind == "area" else {}),
            **({"offsetgroup": column} if kind == "bar" and not stacked else {}),
        }
        colour = style.COLOURS[place % len(style.COLOURS)]
        look["marker"] = {"color": style.MUTED if column == muted else colour}
        if kind != "bar":
            look["line"] = {"dash": style.DASHES[place % len(style.DASHES)]}
        values = [None if pd.isna(value) else float(value) for value in rows[column]]
        data += draw(dates, values, list(rows["whole"]), look)
    largest = rows[list(series)].astype(float).abs().max().max()
    figure["yaxis"]["tickformat"] = style.tick_format(largest)
    return {"data": data, "layout": figure}


def _ticks(periods: Sequence[date], grain: str) -> dict[str, Any]:
    """Labels at the first days of periods, the year where it is new."""
    step = max(1, -(-len(periods) // MOST_TICKS))
    shown = list(periods)[::step]
    years = [None, *(day.year for day in shown[:-1])]
    return {
        "tickmode": "array",
        "tickvals": [str(day) for day in shown],
        "ticktext": [
            _tick(day, grain, day.year != year)
            for day, year in zip(shown, years, strict=True)
        ],
    }


def _tick(day: date, grain: str, new_year: bool) -> str:
    text = f"{day:%b}" if grain == "month" else f"{day.day} {day:%b}"
    return f"{text}<br>{day.year}" if new_year else text


def _area(place: int, stacked: bool) -> dict[str, Any]:
    if not stacked:
        return {"fill": "tozeroy"}
    return {"fill": "tonexty" if place else "tozeroy", "stackgroup": "one"}


def _bars(
    dates: Sequence[str],
    values: Sequence[float | None],
    whole: Sequence[bool],
    look: Mapping[str, Any],
) -> list[dict[str, Any]]:
    base = {"type": "bar", "x": dates, **look}
    drawn = [base | {"y": _where(values, whole)}]
    if not all(whole):
        pattern = {"shape": HATCH, "fillmode": "overlay", "size": 5}
        part = look["hovertemplate"].replace("<extra>", NOT_WHOLE)
        drawn.append(
            base
            | {
                "y": _where(values, [not is_whole for is_whole in whole]),
                "marker": look["marker"] | {"pattern": pattern},
                "hovertemplate": part,
                "showlegend": False,
            }
        )
    return drawn


def _lines(
    dates: Sequence[str],
    values: Sequence[float | None],
    whole: Sequence[bool],
    look: Mapping[str, Any],
) -> list[dict[str, Any]]:
    colour = look["marker"]["color"]
    line = look["line"] | {"color": colour, "width": 2}
    base = {
        "type": "scatter",
        "mode": "lines+markers" if len(dates) == 1 else "lines",
        "x": dates,
        **look,
        "line": line,
        "marker": {"color": colour, "size": 7},
    }
    if "stackgroup" in look or all(whole) or len(dates) == 1:
        return [base | {"y": values}]
    return [base | {"y": _where(values, whole)}, _loose_ends(base, values, whole)]


def _loose_ends(
    base: Mapping[str, Any], values: Sequence[float | None], whole: Sequence[bool]
) -> dict[str, Any]:
    """The dotted line to and from periods that are not whole."""
    near = [not all(whole[max(at - 1, 0) : at + 2]) for at in range(len(whole))]
    part = base["hovertemplate"].replace("<extra>", NOT_WHOLE)
    rest = {
        **base,
        "y": _where(values, near),
        "showlegend": False,
        "line": base["line"] | {"dash": "dot"},
        "hoverinfo": ["skip" if is_whole else "all" for is_whole in whole],
        "hovertemplate": ["" if is_whole else part for is_whole in whole],
    }
    rest.pop("fill", None)
    return rest


def _where(values: Sequence[float | None], keep: Sequence[bool]) -> list[float | None]:
    """The values to keep, and gaps where the others are."""
    return [value if kept else None for value, kept in zip(values, keep, strict=True)]
