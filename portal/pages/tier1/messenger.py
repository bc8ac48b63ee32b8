"""Tier 1 · Messenger: who writes to whom, when, and whether they come back."""

from __future__ import annotations

from functools import partial
from typing import Any

from dash import Dash, Input, Output, dcc, html

from portal import address
from portal.components import messenger_cards as cards
from portal.components import messenger_people as people
from portal.components.cards import grid
from portal.components.filters import date_range, filter_bar
from portal.components.measures import Span
from portal.components.messenger_cards import Asked
from portal.components.notices import connect_data, empty, notice
from portal.components.periods import default_days, exchanged, given
from portal.page import Context, Page
from queries.snapshot import Snapshot

PAGE = Page(
    path="/messenger",
    title="Messenger",
    tier=1,
    question="Do people talk to each other, with whom, and do they come back?",
    owner="messenger-team",
    queries=(
        "messenger/concentration",
        "messenger/new_and_returning",
        "messenger/pairs",
        "messenger/quarter_hours",
        "messenger/retention",
    ),
    metrics=("messages", "senders", "receivers", "pairs", "messages_per_sender"),
    needs="messenger",
    connect_what="messages: a mapping into fct_interaction with the action message",
)

ADDRESS, CONTENT, DATES = "messenger-address", "messenger-content", "messenger-dates"


def fields(snapshot: Snapshot) -> list[address.Field]:
    """What the address of this page may say."""
    return [*default_days(snapshot.coverage()["messenger"])]


def layout(context: Context, **asked: str) -> html.Div:
    """The page as its address asks for it, with controls and content."""
    snapshot = context.warehouse.snapshot()
    if "messenger" not in snapshot.coverage():
        return html.Div(connect_data(PAGE))
    state = address.read(asked, fields(snapshot))
    start, end, problems = exchanged(state)
    days = snapshot.coverage()["messenger"]
    return html.Div(
        [
            dcc.Location(id=ADDRESS, refresh=False),
            filter_bar(date_range(DATES, start, end, days.first_on, days.last_on)),
            *(notice(problem, "warning") for problem in problems),
            html.Div(
                content(context, snapshot, Span(start, end, days.first_on)),
                id=CONTENT,
                className="stack",
            ),
        ],
        className="stack",
    )


def content(context: Context, snapshot: Snapshot, span: Span) -> list[Any]:
    """Everything under the controls, for some days, from one generation."""
    asked = Asked(snapshot, context.company, span)
    if not cards.anything(asked):
        return [empty(f"No messages between {span.words}. Widen the dates.")]
    return [
        grid(*cards.numbers(asked), columns="kpis"),
        cards.messages(asked),
        grid(cards.senders(asked), cards.concentrated(asked)),
        cards.week(asked),
        people.retention(asked),
        people.conversations(asked),
    ]


def update_content(context: Context, start: str, end: str) -> tuple[list[Any], str]:
    """What the controls ask for, and the address that says it."""
    snapshot = context.warehouse.snapshot()
    offered = fields(snapshot)
    state = address.read(given(start=start, end=end), offered)
    first, last, problems = exchanged(state)
    begin = snapshot.coverage()["messenger"].first_on
    shown = content(context, snapshot, Span(first, last, begin))
    told = [notice(problem, "warning") for problem in problems]
    return [*told, *shown], address.write(state, offered)


def connect(app: Dash, context: Context) -> None:
    """Bind the functions above to the page's components."""
    app.callback(
        Output(CONTENT, "children"),
        Output(ADDRESS, "search"),
        Input(DATES, "start_date"),
        Input(DATES, "end_date"),
        prevent_initial_call=True,
    )(partial(update_content, context))
