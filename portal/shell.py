"""What stands around every page: the rail, the top bar, how fresh the data is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from dash import html

from portal import marks as marked
from portal.company import Company
from portal.components.cards import status
from portal.components.icons import MOON, STAR, icon
from portal.marks import Marks
from portal.numbers import format_age, format_date
from portal.page import TIERS, Page
from portal.quality import quality_tone, quality_words

ENDINGS = {
    "stopped": "the last refresh was stopped by a check",
    "failed": "the last refresh failed",
    "died": "the last refresh died",
}


@dataclass(frozen=True)
class Trust:
    """How fresh and how sound the data of one snapshot is."""

    last_day: date | None = None
    published_at: datetime | None = None
    quality: float | None = None
    last_status: str = ""
    subjects: frozenset[str] = field(default_factory=frozenset)
    marks: Marks = field(default_factory=Marks)


def frame(
    company: Company,
    pages: Sequence[Page],
    page: Page,
    content: Any,
    trust: Trust,
    now: datetime,
) -> html.Div:
    """The whole portal with `content` in it, as Dash draws it and the server paints.

    Args:
        company: Whose portal it is.
        pages: Every page there is; those without data are not in the rail.
        page: The one being read.
        content: What it shows.
        trust: Of the snapshot that the content was drawn from.
        now: UTC, to say how long ago the data was refreshed.
    """
    return html.Div(
        [
            html.A("Skip to the content", href="#shell-content", className="skip"),
            _rail(company, pages, page, trust),
            html.Div(
                html.Main(
                    [
                        _top(page, trust, now, company),
                        *_marks(company, page, trust),
                        html.Div(content, className="content"),
                    ],
                    id="shell-content",
                    tabIndex="-1",
                ),
                className="page",
            ),
        ],
        className="app",
    )


def _marks(company: Company, page: Page, trust: Trust) -> list[Any]:
    """What is to be known of the data of this page."""
    tables = marked.tables_of(page, marked.chosen(company))
    return marked.strip(trust.marks.of(tables))


def shown(pages: Sequence[Page], subjects: frozenset[str]) -> list[Page]:
    """The pages that have something to show."""
    return [
        page
        for page in pages
        if page.in_rail and (page.needs is None or page.needs in subjects)
    ]


def _rail(
    company: Company, pages: Sequence[Page], page: Page, trust: Trust
) -> html.Header:
    """The rail of a wide screen, and the menu of a narrow one, with equal links."""
    links = _links(shown(pages, trust.subjects), page)
    brand = html.A(
        [icon(STAR, "brand-star"), html.Span("Northstar")], href="/", className="brand"
    )
    name = html.Div(company.name, className="company", title=company.about)
    menu = html.Details(
        [
            html.Summary("Menu", className="menu-button"),
            html.Nav(links, className="menu", **{"aria-label": "Pages, menu"}),
        ],
        className="rail-menu",
    )
    nav = html.Nav(links, className="rail-links", **{"aria-label": "Pages"})
    return html.Header([brand, name, nav, menu], className="rail")


def _links(pages: Sequence[Page], current: Page) -> list[Any]:
    """A heading and a list of links for each tier that has pages."""
    links: list[Any] = []
    for tier, title in enumerate(TIERS):
        inside = [page for page in pages if page.tier == tier]
        if inside:
            links.append(html.H2(title, className="rail-tier"))
            links.append(html.Ul([html.Li(_link(page, current)) for page in inside]))
    return links


def _link(page: Page, current: Page) -> html.A:
    here = {"aria-current": "page"} if page.path == current.path else {}
    return html.A(page.title, href=page.path, className="rail-link", **here)


def _top(page: Page, trust: Trust, now: datetime, company: Company) -> html.Div:
    return html.Div(
        [
            html.Div(
                [
                    html.H1(page.title, className="title"),
                    html.P(page.question, className="question"),
                ]
            ),
            html.Div(
                [*_freshness(trust, now), *_quality(trust, company), _theme()],
                className="chips",
            ),
        ],
        className="top",
    )


def _freshness(trust: Trust, now: datetime) -> list[Any]:
    if trust.published_at is None:
        return []
    age = max(now - trust.published_at, timedelta())
    day = f"Data to {format_date(trust.last_day)} · " if trust.last_day else ""
    words = f"{day}refreshed {format_age(age)}"
    problem = ENDINGS.get(trust.last_status)
    tone = "warning" if problem else "good"
    title = f"Published {trust.published_at:%Y-%m-%d %H:%M} UTC"
    said = f"{words}; {problem}" if problem else words
    return [html.Span(status(tone, said), className="chip", title=title)]


def _quality(trust: Trust, company: Company) -> list[Any]:
    if trust.quality is None:
        return []
    words = f"Quality {quality_words(trust.quality, company)}"
    return [
        html.A(
            status(quality_tone(trust.quality), words),
            href="/quality",
            className="chip",
            title="Checks, quarantine and refreshes behind this score",
        )
    ]


def _theme() -> html.Button:
    return html.Button(
        icon(MOON, "theme-icon"),
        type="button",
        className="chip chip-button",
        title="Light or dark",
        **{"aria-label": "Switch between light and dark", "data-theme-toggle": "1"},
    )


def read_trust(
    coverage: Mapping[str, Any],
    published_at: datetime,
    health: Any,
    marks: Marks | None = None,
) -> Trust:
    """What the shell says of a snapshot, from its coverage and its health.

    Args:
        coverage: Subject -> first and last day, as the warehouse tells it.
        published_at: When the snapshot was published, UTC.
        health: The rows of the query board/health; none before the first refresh.
        marks: Warnings and restated days of the snapshot.
    """
    days = [days.last_on for days in coverage.values()]
    row = health.to_dict("records")[0] if len(health) else {}
    return Trust(
        last_day=max(days, default=None),
        published_at=published_at,
        quality=row.get("quality_score"),
        last_status=row.get("last_status", ""),
        subjects=frozenset(coverage),
        marks=marks or Marks(),
    )
