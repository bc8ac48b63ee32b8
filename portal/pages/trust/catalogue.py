"""Trust · Catalogue: what every number, query and table means."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from dash import Dash, Input, Output, State, dcc, html

from portal import address
from portal.components import catalogue_cards as cards
from portal.components import catalogue_lineage
from portal.components.cards import WIDGET
from portal.components.catalogue_index import Item, items
from portal.components.notices import notice
from portal.page import Context, Page
from portal.pages import declared
from queries import catalog
from queries.snapshot import Snapshot

PAGE = Page(
    path="/catalogue",
    title="Catalogue",
    tier=3,
    question="What does each number mean, and where does it come from?",
    owner="data-platform",
    queries=("quality/lineage",),
)

ADDRESS, SEARCH, LIST = "catalogue-address", "catalogue-search", "catalogue-list"
CHOSEN = "catalogue-item"
DAYS = 27


def every() -> list[Item]:
    """Everything that has a place in the catalogue."""
    return items(declared())


def fields() -> list[address.Field]:
    """What the address of this page may say."""
    known = every()
    return [
        address.choice("item", [item.key for item in known], known[0].key),
        address.text("search"),
    ]


def layout(context: Context, **asked: str) -> html.Div:
    """The list, and the item that the address names."""
    snapshot = context.warehouse.snapshot()
    state = address.read(asked, fields())
    item = next(one for one in every() if one.key == state["item"])
    return html.Div(
        [
            dcc.Location(id=ADDRESS, refresh=False),
            dcc.Store(id=CHOSEN, data=item.key),
            *(notice(problem, "warning") for problem in state.problems),
            html.Div(
                [
                    _index(state["search"], item.key),
                    html.Div(details(context, snapshot, item), className="stack"),
                ],
                className="catalogue",
            ),
        ]
    )


def _index(words: str, chosen: str) -> html.Aside:
    """The search, and the items that it found."""
    search = dcc.Input(
        id=SEARCH,
        value=words,
        type="search",
        debounce=0.3,
        placeholder="Search names, meanings, columns, owners",
        className="search",
        maxLength=address.LONGEST_TEXT,
    )
    label = html.Label(
        "Search the catalogue", htmlFor=SEARCH, className="control-label"
    )
    found = html.Div(listed(words, chosen), id=LIST)
    return html.Aside([label, search, found], className="card catalogue-list", **WIDGET)


def listed(words: str, chosen: str) -> list[Any]:
    """The items that hold every word of the search."""
    wanted = words.lower().split()
    found = [item for item in every() if item.holds(wanted)]
    return cards.listing(found, chosen, words)


def details(context: Context, snapshot: Snapshot, item: Item) -> list[Any]:
    """All that is known of one item."""
    rows = snapshot.fetch("quality/lineage").to_dict("records")
    links = catalogue_lineage.read(rows, declared(context.company))
    text, note = _sql(snapshot, item)
    return [
        part
        for part in (
            cards.facts(item),
            catalogue_lineage.lineage(item, links),
            cards.columns(item, links.columns.get(item.name, {})),
            cards.sql(text, note) if text else None,
        )
        if part is not None
    ]


def _sql(snapshot: Snapshot, item: Item) -> tuple[str, str]:
    """The SQL of an item, and what it is."""
    if item.kind == "page":
        return "", ""
    if item.kind == "query":
        return catalog.load(item.name).sql, f"queries/{item.name}.sql, as it stands."
    if item.kind == "table":
        return catalog.tables()[item.name].sql, "As the pipeline builds it."
    metric = catalog.metric(item.name)
    days = snapshot.measurable().get(metric.subject)
    if days is None:
        return metric.value or "", "Its formula; there is no data to ask of."
    start = max(days.first_on, days.last_on - timedelta(days=DAYS))
    asked = {"start": start, "end": days.last_on, "grain": "week"}
    statements = snapshot.compiled_measure([item.name], **asked)
    return ";\n\n".join(statements), "By week over the last four weeks, as it is run."


def update_list(words: str | None, chosen: str) -> tuple[list[Any], str]:
    """What was found, and the address that says it."""
    state = address.read({"search": words or "", "item": chosen}, fields())
    return listed(state["search"], state["item"]), address.write(state, fields())


def connect(app: Dash, context: Context) -> None:
    """Bind the search to the list."""
    del context
    app.callback(
        Output(LIST, "children"),
        Output(ADDRESS, "search"),
        Input(SEARCH, "value"),
        State(CHOSEN, "data"),
        prevent_initial_call=True,
    )(partial(update_list))
