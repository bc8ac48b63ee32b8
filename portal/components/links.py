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


def proof_link(said: Mapping[str, object], words: Any, about: str, exact: str) -> Any:
    """A number that opens its proof: a page, or where scripts run a drawer of it.

    Args:
        said: Which number, as `portal.selections.proof.link` says it.
        words: The number as it is read.
        about: What it is, for those who hear the link alone.
        exact: Every digit of it, shown on hover.
    """
    link = page_link("/proof", said, words)
    spoken = {"aria-label": f"{about}: {words}. Open its proof."}
    return html.A(
        words,
        href=link.href,
        className="proof",
        title=f"{exact} · open its proof" if exact else "Open its proof",
        **spoken,
        **{"data-proof": "1"},
    )
