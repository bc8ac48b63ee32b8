"""Tier 0 · Company board: are we on track, what happened, and why?"""

from __future__ import annotations

from typing import Any

from dash import Dash, html

from portal import address
from portal.board.cards import kpi_cards, north_star_card
from portal.board.health import health_card
from portal.board.panels import changes_card, goals_card
from portal.board.periods import KINDS, Span, span_of
from portal.board.told import Told, gather
from portal.company import Company
from portal.components.cards import grid
from portal.components.notices import empty, notice
from portal.page import Context, Page

PAGE = Page(
    path="/",
    title="Company board",
    tier=0,
    question="Are we on track, what happened, and why?",
    owner="executive-office",
    queries=("board/health",),
    plain=True,
)
FIELDS = (address.choice("period", KINDS, KINDS[0]),)


def layout(context: Context, **asked: str) -> html.Div:
    """The board of the period in the address: the last complete one."""
    snapshot = context.warehouse.snapshot()
    state = address.read(asked, FIELDS)
    told = [notice(problem, "warning") for problem in state.problems]
    coverage = snapshot.coverage()
    if not coverage:
        return html.Div([*told, empty(_nothing())], className="stack")
    first = min(days.first_on for days in coverage.values())
    last = max(days.last_on for days in coverage.values())
    span = span_of(first, last, state["period"])
    bar = _bar(state["period"], span)
    if span is None:
        short = f"There is no complete {state['period']} of data yet."
        return html.Div([*told, bar, empty(f"{short} Choose a shorter period.")])
    board = gather(snapshot, span, context.company)
    return html.Div([*told, bar, *_sections(board, context.company)])


def connect(app: Dash, context: Context) -> None:
    """Nothing to bind: the period is a link, so the board works without a script."""


def _bar(kind: str, span: Span | None) -> html.Div:
    """The periods to choose from, and which one is told about."""
    links = [
        html.A(
            name.capitalize(),
            href=PAGE.path + address.write({"period": name}, FIELDS),
            className="period",
            **({"aria-current": "true"} if name == kind else {}),
        )
        for name in KINDS
    ]
    said = (
        f"{span.last}, the last complete {kind}, against {span.before}" if span else ""
    )
    return html.Div(
        [
            html.P(said, className="board-said"),
            html.Nav(links, className="periods", **{"aria-label": "Period"}),
        ],
        className="board-bar",
    )


def _sections(told: Told, company: Company) -> list[Any]:
    """The five sections, the most important first."""
    return [
        grid(
            _section("north star", north_star_card(told, company)),
            _section("what changed", changes_card(told, company)),
            columns="two",
        ),
        _section("cards", kpi_cards(told, company)),
        grid(
            _section("goals", goals_card(told, company)),
            _section("health", health_card(told, company)),
            columns="two",
        ),
    ]


def _section(name: str, content: Any) -> html.Div:
    """A section of the board; there are at most five."""
    return html.Div(content, className="section", **{"data-section": name})


def _nothing() -> list[Any]:
    return [
        "The warehouse holds no facts yet. Connect orders, messages or a feed by a "
        "mapping in the company's folder, then run ",
        html.Code("python -m pipeline refresh"),
        ".",
    ]
