"""Trust · Proof: what backs one number. The board opens the same page in a drawer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from dash import Dash, html

from portal.components import catalogue_lineage
from portal.components import proof_cards as cards
from portal.components import quality_cards as quality
from portal.components.catalogue_index import Item
from portal.components.notices import empty, notice
from portal.page import Context, Page
from portal.pages import declared
from portal.selections import proof, proved
from queries.readers import StaleGeneration
from queries.snapshot import Snapshot

PAGE = Page(
    path=proof.PATH,
    title="Proof of a number",
    tier=3,
    question="How was this number made, and does it hold?",
    owner="data-platform",
    queries=(
        "board/health",
        "quality/checks",
        "quality/lineage",
        "quality/restated",
        "quality/tables",
    ),
    in_rail=False,
    plain=True,
)
VISITS = ({}, {"of": "health:quality_score"})


def layout(context: Context, **asked: str) -> html.Div:
    """The proof of the number that the address names, of the generation it names."""
    newest = context.warehouse.snapshot()
    snapshot, gone = _generation(context, newest, asked)
    coverage = snapshot.measurable()
    if not snapshot.coverage():
        nothing = "There are no numbers yet; run `python -m pipeline refresh`."
        return html.Div(empty(nothing))
    question = proof.read(asked, coverage, newest.generation)
    backed = proved.prove(snapshot, question)
    told = [notice(one, "warning") for one in (*gone, *question.problems)]
    parts = [*told, *_cards(context, snapshot, question, backed)]
    return html.Div(parts, className="stack")


def _generation(
    context: Context, newest: Snapshot, given: Mapping[str, Any]
) -> tuple[Snapshot, list[str]]:
    """The generation that a number was read from; the newest where it is gone."""
    asked = str(given.get("generation", ""))
    number = int(asked) if re.fullmatch(r"[0-9]{1,9}", asked) else newest.generation
    if number >= newest.generation:
        return newest, []
    try:
        return context.warehouse.snapshot(number), []
    except StaleGeneration:
        return newest, [
            f"The number that you came from was of generation {asked}, which is no "
            f"longer kept. This is the proof of generation {newest.generation}."
        ]


def _cards(
    context: Context, snapshot: Snapshot, question: proof.Question, backed: proved.Proof
) -> list[Any]:
    tables = snapshot.fetch("quality/tables")
    checks = snapshot.fetch("quality/checks")
    restated = snapshot.fetch("quality/restated")
    behind = checks[checks["table_name"].isin(backed.tables)]
    changed = restated[restated["table_name"].isin(backed.tables)]
    days = snapshot.coverage().values()
    rows = snapshot.fetch("quality/lineage").to_dict("records")
    item = Item(backed.kind, backed.name, backed.title, backed.about, backed.owner)
    state = proved.settled(question, tables, changed)
    return [
        cards.number(backed, question, state, context.company),
        cards.sql(backed),
        cards.sources(
            backed,
            tables,
            snapshot.generation,
            snapshot.published_at,
            max((one.last_on for one in days), default=None),
        ),
        quality.rules(behind),
        catalogue_lineage.lineage(
            item, catalogue_lineage.read(rows, declared(context.company))
        ),
        cards.report(_address(question, snapshot), question),
    ]


def _address(question: proof.Question, snapshot: Snapshot) -> str:
    """The address of this proof, whatever the newest generation will be."""
    said = proof.link(question.of, snapshot.generation, question.period)
    return f"?{urlencode(said)}"


def connect(app: Dash, context: Context) -> None:
    """Nothing is wired: the proof is read, and its form is sent as it is."""
    del app, context
