"""Plain HTML tables: tabular numbers to the right, words to the left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from dash import html

Format = Callable[[Any], Any] | None


def table(
    frame: pd.DataFrame,
    columns: Mapping[str, tuple[str, Format]],
    *,
    caption: str = "",
    id: str | None = None,  # noqa: A002 - Dash names properties so
) -> html.Div:
    """The rows of `frame`.

    Args:
        frame: In the order to be shown.
        columns: Column -> (title, format); a format turns the value into text or a
            component, None shows it as it is. Numeric columns stand at the right.
        caption: What the table holds, for those who hear it.
        id: Of the element around the table.
    """
    right = {name: bool(pd.api.types.is_numeric_dtype(frame[name])) for name in columns}
    head = html.Tr(
        [
            html.Th(title, scope="col", className="num" if right[name] else "")
            for name, (title, _) in columns.items()
        ]
    )
    cells = {name: _cells(frame[name], form) for name, (_, form) in columns.items()}
    body = [
        html.Tr(
            [
                html.Td(cells[name][row], className="num" if right[name] else "")
                for name in columns
            ]
        )
        for row in range(len(frame))
    ]
    words = [html.Caption(caption, className="sr-only")] if caption else []
    return html.Div(
        html.Table([*words, html.Thead(head), html.Tbody(body)], className="table"),
        className="table-scroll",
        tabIndex="0",
        role="region",
        **{"aria-label": caption or "Table"},
        **({"id": id} if id else {}),
    )


def _cells(column: pd.Series, form: Format) -> list[Any]:
    """The column as it is shown; a missing value is a dash."""
    missing = column.isna().tolist()
    return [
        "–" if gone else form(value) if form else _plain(value)
        for value, gone in zip(column.tolist(), missing, strict=True)
    ]


def _plain(value: Any) -> Any:
    """A value that Dash can write as JSON."""
    return value if isinstance(value, int | float | str) else str(value)
