"""Figures of how a total divides: concentration."""

from __future__ import annotations

from typing import Any

import pandas as pd

from portal.figures import style
from portal.figures.style import Scale

# What the curve would be if all did alike, to judge its bend by.
EVEN = {
    "type": "scatter",
    "mode": "lines",
    "x": [0, 100],
    "y": [0, 100],
    "line": {"color": style.MUTED, "width": 1, "dash": "dot"},
    "hoverinfo": "skip",
}
EVEN_WORDS = {
    "x": 62,
    "y": 55,
    "text": "if all did alike",
    "showarrow": False,
    "xanchor": "left",
    "font": {"size": 12},
}


def concentration(rows: pd.DataFrame, *, who: str, what: str) -> dict[str, Any]:
    """Draw the share of the total that the busiest x % of people account for.

    Args:
        rows: Columns `people_share` and `total_share` in percent, cumulative, the
            busiest people first.
        who: The people, as "senders".
        what: What they share, as "messages".
    """
    percent = Scale(suffix="%", decimals=1)
    figure = style.layout(percent)
    figure["yaxis"] |= {"range": [0, 102], "tickformat": ",d"}
    title = {"text": f"share of {who}, the busiest first", "font": {"size": 12}}
    figure["xaxis"] |= {
        "range": [0, 100],
        "ticksuffix": "%",
        "title": title,
        "hoverformat": ",.0f",
    }
    figure["annotations"] = [EVEN_WORDS]
    curve = {
        "type": "scatter",
        "mode": "lines",
        "x": [0.0, *map(float, rows["people_share"])],
        "y": [0.0, *map(float, rows["total_share"])],
        "line": {"color": style.ACCENT, "width": 2},
        "fill": "tozeroy",
        "fillcolor": "rgba(76,110,245,0.10)",
        "hovertemplate": f"{percent.hover()} of {what}<extra></extra>",
    }
    return {"data": [curve, EVEN], "layout": figure}
