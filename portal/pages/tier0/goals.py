"""Tier 0 · Goals: which are on course, and which were met before?"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from dash import Dash, html

from portal.board.goals_ahead import holdouts, outlooks
from portal.company import Company
from portal.components import goal_cards as cards
from portal.components.holdout_cards import against_held_out
from portal.page import Context, Page
from queries.snapshot import Snapshot

PAGE = Page(
    path="/goals",
    title="Goals",
    tier=0,
    question="Which goals will we reach, and which did we reach before?",
    owner="executive-office",
    queries=("goals/holdout",),
)


def layout(context: Context, **_: str) -> html.Div:
    """Every goal of the company; there is nothing to choose."""
    sections = _sections(context.warehouse.snapshot(), context.company)
    return html.Div(
        [
            html.Div(content, className="section", **{"data-section": name})
            for name, content in sections
        ],
        className="stack",
    )


def connect(app: Dash, context: Context) -> None:
    """Nothing to bind: the page holds no control."""
    del app, context


def _sections(snapshot: Snapshot, company: Company) -> list[tuple[str, Any]]:
    """The numbers, then the goals by the kind of their period."""
    goals, held = outlooks(snapshot, company), holdouts(snapshot, company)
    if not goals and not held:
        return [("goals", cards.none_set())]
    by_kind = groupby(
        sorted(goals, key=lambda one: one.goal.period, reverse=True),
        key=lambda one: one.goal.period,
    )
    tables = [
        (f"per {kind}", cards.running(kind, list(some), company))
        for kind, some in by_kind
    ]
    against = [("held out", against_held_out(held))] if held else []
    return [("numbers", cards.numbers(goals, held)), *tables, *against]
