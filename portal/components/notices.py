"""What a reader is told in place of numbers: never a blank chart."""

from __future__ import annotations

from typing import Any

from dash import html

from portal.page import Page

KINDS = {"info": "○", "warning": "▲", "error": "■", "good": "●"}


def notice(text: Any, kind: str = "info") -> html.Div:
    """A sentence across the page: "info", "warning", "error" or "good"."""
    mark = html.Span(KINDS[kind], className="notice-mark", **{"aria-hidden": "true"})
    return html.Div(
        [mark, html.Div(text)],
        className=f"notice notice-{kind}",
        role="alert" if kind == "error" else "status",
    )


def empty(text: Any) -> html.Div:
    """Why nothing is drawn here, and what to do."""
    return html.Div(text, className="empty", role="status")


def connect_data(page: Page) -> html.Section:
    """What to connect so that `page` has something to show."""
    what = page.connect_what or f"data of {page.needs or 'this kind'}"
    return html.Section(
        [
            html.H2("Nothing is connected here yet", className="card-title"),
            html.P(f"{page.title} answers: {page.question}"),
            html.P(["To see it, connect ", html.Strong(what), "."]),
            html.P(
                [
                    "A mapping is one .sql file in the company's folder ",
                    html.Code("sources/"),
                    ", which says how the columns of a file become those of the "
                    "warehouse. Then run ",
                    html.Code("python -m pipeline refresh"),
                    ".",
                ]
            ),
        ],
        className="card connect",
    )
