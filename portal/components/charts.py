"""Interactive charts, with a title, words for a screen reader and a fixed height."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from portal.components.cards import card
from portal.components.chart_table import as_table

HEIGHT = 320
CONFIG = {
    "displaylogo": False,
    "responsive": True,
    "modeBarButtonsToRemove": ["lasso2d", "select2d", "autoScale2d"],
}


def chart(
    id: str,  # noqa: A002 - Dash names properties so
    figure: Any,
    title: Any,
    summary: str,
    *,
    note: Any = None,
    height: int = HEIGHT,
    wide: bool = False,
    head: Any = None,
) -> html.Section:
    """A card with a Plotly figure.

    Args:
        id: Of the graph.
        figure: A plain dict or a figure; its colours follow the theme.
        title: A sentence or a metric with its unit.
        summary: What the chart shows, in one or two sentences with numbers.
        note: A line under the title.
        height: In pixels, fixed, so that nothing jumps.
        wide: Whether it takes the whole width of its grid.
        head: Stands at the right of the title: a number, a link.
    """
    listed = as_table(figure, title if isinstance(title, str) else summary)
    return card(
        title,
        html.P(summary, className="sr-only"),
        dcc.Graph(
            id=id,
            figure=figure,
            config=CONFIG,
            responsive=True,
            style={"height": f"{height}px"},
            className="chart",
        ),
        *([] if listed is None else [listed]),
        note=note,
        wide=wide,
        head=head,
    )
