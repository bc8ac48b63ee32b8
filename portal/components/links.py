"""Links between pages that carry the reader's selection along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from dash import html


def page_link(path: str, values: Mapping[str, object], words: Any) -> html.A:
    """A link to a page in a given state; empty values are left out.

    Args:
        path: Of the page.
        values: By their names in its address; lists for several of a kind.
        words: Of the link.
    """
    said = urlencode({key: value for key, value in values.items() if value}, doseq=True)
    return html.A(words, href=f"{path}?{said}" if said else path)


def rows_link(
    table: str, values: Mapping[str, object], words: str = "See the rows"
) -> html.A:
    """A link to the rows behind a chart, with the same days and filters.

    Args:
        table: "order_lines" or "interactions".
        values: Days and filters by their names in the address; lists for several.
        words: Of the link.
    """
    return page_link("/rows", {"table": table, **values}, words)


def explore_link(values: Mapping[str, object], words: str) -> html.A:
    """A link to the explorer with a question already asked."""
    return page_link("/explore", values, words)


def links(*some: html.A) -> html.Span:
    """Links side by side, for the head of a card."""
    return html.Span(list(some), className="card-links")
