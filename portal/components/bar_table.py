"""Tables with a bar in each row: ranks that are read and compared at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import html

Format = Callable[[Any], Any]


@dataclass(frozen=True)
class Bars:
    """What the names and bars of a table are.

    Attributes:
        name: Column of the names.
        name_title: Its head.
        value: Column of the bars.
        value_title: Its head, with the unit.
        write: How a value is written.
        link: How the name of a row is written; the row is given.
    """

    name: str
    name_title: str
    value: str
    value_title: str
    write: Format
    link: Callable[[dict[str, Any]], Any] | None = None


def bar_table(
    frame: pd.DataFrame,
    bars: Bars,
    columns: Mapping[str, tuple[str, Format]],
    *,
    caption: str,
) -> html.Div:
    """Rows with a name, a bar from zero, and further numbers.

    Args:
        frame: In the order to be shown.
        bars: What the names and bars are.
        columns: Further columns: title and format.
        caption: What the table holds, for those who hear it.
    """
    values = [float(value) for value in frame[bars.value].fillna(0)]
    top = max((abs(value) for value in values), default=1) or 1
    head = [
        html.Th(bars.name_title, scope="col"),
        html.Th(bars.value_title, scope="col", colSpan="2", className="num"),
        *(
            html.Th(text, scope="col", className=_side(frame[name]))
            for name, (text, _) in columns.items()
        ),
    ]
    body = [
        _row(row, bars, value / top, [*_cells(frame, row, columns)])
        for row, value in zip(frame.to_dict("records"), values, strict=True)
    ]
    return html.Div(
        html.Table(
            [
                html.Caption(caption, className="sr-only"),
                html.Thead(html.Tr(head)),
                html.Tbody(body),
            ],
            className="table bars",
        ),
        className="table-scroll",
        tabIndex="0",
        role="region",
        **{"aria-label": caption},
    )


def _side(column: pd.Series) -> str:
    """Numbers stand at the right, words at the left."""
    return "num" if pd.api.types.is_numeric_dtype(column) else ""


def _cells(
    frame: pd.DataFrame,
    row: dict[str, Any],
    columns: Mapping[str, tuple[str, Format]],
) -> Iterator[html.Td]:
    for name, (_, form) in columns.items():
        yield html.Td(form(row[name]), className=_side(frame[name]))


def _row(
    row: dict[str, Any],
    bars: Bars,
    length: float,
    further: list[html.Td],
) -> html.Tr:
    text = str(row[bars.name])
    return html.Tr(
        [
            html.Td(
                bars.link(row) if bars.link else text, className="bar-name", title=text
            ),
            html.Td(_bar(length), className="bar-cell"),
            html.Td(bars.write(row[bars.value]), className="num"),
            *further,
        ]
    )


def _bar(length: float) -> html.Div:
    """A bar whose length is the value; what is below zero is hatched."""
    return html.Div(
        className="bar bar-below" if length < 0 else "bar",
        style={"width": f"{abs(length):.1%}"},
        **{"aria-hidden": "true"},
    )
