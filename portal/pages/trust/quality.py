"""Trust · Quality: checks, quarantine and refreshes behind the numbers."""

from __future__ import annotations

from dash import Dash, html

from portal import address, reported
from portal.components import problem_cards
from portal.components import quality_cards as cards
from portal.components import quarantine_cards as quarantine
from portal.components import refresh_cards as refreshed
from portal.components import trust_cards as trust
from portal.components.notices import notice
from portal.page import Context, Page
from queries.snapshot import Snapshot

PAGE = Page(
    path="/quality",
    title="Data quality",
    tier=3,
    question="Can these numbers be trusted, and what was left out?",
    owner="data-platform",
    queries=(
        "quality/changes",
        "quality/checks",
        "quality/problems",
        "quality/quarantine",
        "quality/quarantine_reasons",
        "quality/refreshes",
        "quality/restated",
        "quality/steps",
        "quality/tables",
    ),
    tells_problems=True,
)

CONTENT = "quality-content"
LONGEST_REASON = 1000


def fields(latest: int) -> list[address.Field]:
    """What the address of this page may say."""
    return [
        address.number("refresh", latest, 0, latest),
        address.text("mapping"),
        address.text("scope"),
        address.text("reason", longest=LONGEST_REASON),
        address.number("from", 0, 0, 1_000_000_000),
    ]


def layout(context: Context, **asked: str) -> html.Div:
    """The page as its address asks for it; its links say the rest."""
    snapshot = context.warehouse.snapshot()
    refreshes = snapshot.fetch("quality/refreshes")
    checks = snapshot.fetch("quality/checks")
    tables = snapshot.fetch("quality/tables")
    latest = int(refreshes["refresh_id"].max()) if len(refreshes) else 0
    state = address.read(asked, fields(latest))
    shown = state["refresh"]
    steps = snapshot.fetch("quality/steps", refresh_id=shown)
    return html.Div(
        [
            *(notice(problem, "warning") for problem in state.problems),
            cards.numbers(refreshes, checks, context.company),
            trust.tables(tables),
            cards.rules(checks),
            problem_cards.problems(reported.problems(snapshot, context.logbook)),
            cards.how(refreshes, tables),
            trust.days(snapshot.fetch("quality/restated"), tables),
            trust.changes(snapshot.fetch("quality/changes")),
            quarantine.reasons(snapshot.fetch("quality/quarantine_reasons")),
            _listing(snapshot, state),
            refreshed.history(refreshes, shown),
            refreshed.steps(steps, shown),
        ],
        id=CONTENT,
        className="stack",
    )


def _listing(snapshot: Snapshot, state: address.State) -> html.Section:
    """The problems of the chosen reason, or all, from where the address says."""
    names = ("mapping", "scope", "reason")
    chosen = {name: state[name] for name in names if state[name]}
    filters = {name: [value] for name, value in chosen.items()}
    query, start = "quality/quarantine", state["from"]
    total = snapshot.count(query, filters)
    latest_first = [("refresh_id", "desc")]
    problems = snapshot.rows(
        query,
        filters,
        order_by=latest_first,
        offset=start,
        limit=quarantine.PAGE_SIZE,
    )
    return quarantine.listing(problems, total, start, chosen)


def connect(app: Dash, context: Context) -> None:
    """Nothing is wired: every choice on this page is a link."""
    del app, context
