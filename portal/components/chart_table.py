"""What a chart draws as a table, for those who do not see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html

from portal.components.cards import details
from portal.components.tables import table

MOST_ROWS = 120


def as_table(figure: Mapping[str, Any], title: str) -> html.Details | None:
    """The values of a figure, folded away; None for a figure without any.

    Args:
        figure: Of Plotly, as a plain dictionary. Traces of one name are one column:
            a line in part and its loose ends.
        title: Of the chart.
    """
    columns: dict[str, dict[Any, Any]] = {}
    for place, trace in enumerate(figure.get("data", [])):
        if trace.get("hoverinfo") == "skip" or trace.get("x") is None:
            continue
        name = str(trace.get("name") or f"Value {place + 1 if place else ''}".strip())
        values = columns.setdefault(name, {})
        for at, value in zip(trace["x"], trace["y"], strict=False):
            if value is not None:
                values.setdefault(at, value)
    rows = pd.DataFrame(columns).sort_index()
    if rows.empty:
        return None
    shown = rows.tail(MOST_ROWS)
    cut = f", the last {MOST_ROWS} of {len(rows)}" if len(rows) > MOST_ROWS else ""
    named = {f"c{place}": name for place, name in enumerate(shown.columns)}
    shown = shown.set_axis(list(named), axis=1).rename_axis("at").reset_index()
    heads = {name: (title, _written) for name, title in named.items()}
    caption = f"{title}{cut}"
    drawn = table(shown, {"at": ("At", None), **heads}, caption=caption)
    return details("As a table", drawn)


def _written(value: float) -> str:
    return f"{value:,.4f}".rstrip("0").rstrip(".")
