"""Tables whose cells are shaded by their value: cohorts, hours of the week."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dash import html

STRONGEST = 62  # percent of the accent in the darkest cell: text on it stays readable

Words = Callable[[float, int, int], str]


@dataclass(frozen=True)
class Heat:
    """A grid of values with a head to each row and column.

    Attributes:
        rows: Heads of the rows.
        columns: Heads of the columns.
        values: One list for each row; None where there is nothing yet.
        texts: How a cell is read; the value, its row and its column are given.
        titles: What a cell says on hover.
        loose: Places (row, column) that are not whole yet; hatched.
        extra: A further column, as the size of a cohort: its head and its texts.
        scale_to: The value of the darkest shade; by default the largest.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    values: Sequence[Sequence[float | None]]
    texts: Words
    titles: Words
    loose: frozenset[tuple[int, int]] = frozenset()
    extra: tuple[str, Sequence[str]] | None = None
    scale_to: float | None = None

    @property
    def top(self) -> float:
        """The value of the darkest shade."""
        known = (value for row in self.values for value in row if value is not None)
        return self.scale_to or max(known, default=1) or 1


def heat_table(heat: Heat, *, caption: str, corner: str) -> html.Div:
    """Draw a grid as a real table: read by any screen reader, printed, copied.

    Args:
        heat: The grid.
        caption: What it holds, with numbers, for those who hear it.
        corner: The head above the rows' heads.
    """
    extra = [html.Th(heat.extra[0], scope="col")] if heat.extra else []
    heads = [html.Th(text, scope="col", className="num") for text in heat.columns]
    body = [_row(heat, at) for at in range(len(heat.rows))]
    return html.Div(
        html.Table(
            [
                html.Caption(caption, className="sr-only"),
                html.Thead(html.Tr([html.Th(corner, scope="col"), *extra, *heads])),
                html.Tbody(body),
            ],
            className="table heat",
        ),
        className="table-scroll",
        tabIndex="0",
        role="region",
        **{"aria-label": caption.split(":", maxsplit=1)[0]},
    )


def _row(heat: Heat, at: int) -> html.Tr:
    extra = [html.Td(heat.extra[1][at], className="num")] if heat.extra else []
    cells = [_cell(heat, at, column) for column in range(len(heat.columns))]
    return html.Tr([html.Th(heat.rows[at], scope="row"), *extra, *cells])


def _cell(heat: Heat, row: int, column: int) -> html.Td:
    value = heat.values[row][column]
    if value is None:
        return html.Td("")
    share = max(0.0, min(1.0, float(value) / heat.top)) * STRONGEST
    loose = (row, column) in heat.loose
    return html.Td(
        heat.texts(value, row, column),
        title=heat.titles(value, row, column) + (" (not whole yet)" if loose else ""),
        className="num heat-loose" if loose else "num",
        style={
            "backgroundColor": f"color-mix(in srgb, var(--accent) {share:.0f}%, "
            "transparent)"
        },
    )
