"""What a reader is shown where there is no page, no data, or a fault."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from portal.page import Page

OWNER = "data-platform"
LOST = Page("/404", "Page not found", 3, "What is there instead?", OWNER)
NOTHING = Page("/nothing", "No data yet", 3, "What has to be run first?", OWNER)
LONGEST_PATH = 200


def lost(path: str, pages: Sequence[Page]) -> html.Section:
    """There is no such page; these are the ones there are."""
    links = [
        html.Li([html.A(page.title, href=page.path), f": {page.question}"])
        for page in pages
    ]
    return html.Section(
        [
            html.H2("There is no such page", className="card-title"),
            html.P(
                [html.Code(path[:LONGEST_PATH]), " is no page's address. These are:"]
            ),
            html.Ul(links, className="plain-list"),
        ],
        className="card connect",
    )


def no_warehouse(reason: str) -> html.Section:
    """Nothing was published yet, and what to run."""
    return html.Section(
        [
            html.H2("The warehouse holds nothing yet", className="card-title"),
            html.P(reason),
            html.P(
                [
                    "Then reload this page. ",
                    html.Code("python -m pipeline status"),
                    " says how far a refresh came.",
                ]
            ),
        ],
        className="card connect",
    )


def failed(page: Page, error: Exception) -> str:
    """A page could not be drawn; the words of a ValueError say what to do."""
    reason = f" {error}" if isinstance(error, ValueError) else ""
    return (
        f"{page.title} could not be drawn.{reason} The fault is in the portal's log; "
        f"{page.owner} answers for this page. Reload it in a minute."
    )
