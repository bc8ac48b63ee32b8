"""Tier 2 · Rows: the raw rows behind any filter, to see and to take away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update

from portal.components.cards import card
from portal.components.filter_search import filter_search, found
from portal.components.filters import choice, date_range, filter_bar
from portal.components.links import links, page_link
from portal.components.notices import connect_data, empty, notice
from portal.components.periods import given
from portal.components.row_grid import BLOCK, as_cells, row_grid
from portal.numbers import format_period
from portal.page import Context, Page
from portal.selections import rows as selections
from portal.selections.row_tables import TABLES
from portal.selections.rows import Selection
from queries.readers import StaleGeneration
from queries.snapshot import Snapshot

PAGE = Page(
    path="/rows",
    title="Rows",
    tier=2,
    question="Which rows are behind the numbers?",
    owner="data-platform",
    queries=(
        "rows/interaction_values",
        "rows/interactions",
        "rows/order_lines",
        "rows/order_values",
    ),
    connect_what="orders or interactions: a mapping into fct_order_line or "
    "fct_interaction",
)

# Addresses that between them ask every query of the page.
VISITS = ({"table": "order_lines"}, {"table": "interactions"})
ADDRESS, CONTENT, GRID = "rows-address", "rows-content", "rows-grid"
TABLE, DATES, FILTERS = "rows-table", "rows-dates", "rows-filters"
LINKS, PINNED, STALE = "rows-downloads", "rows-generation", "rows-stale"
KEYS = ("order_id", "customer_id", "product_id", "user_id", "peer_user_id")


def layout(context: Context, **asked: Any) -> html.Div:
    """The page as its address asks for it."""
    snapshot = context.warehouse.snapshot()
    coverage = snapshot.coverage()
    if not selections.available(coverage):
        return html.Div(connect_data(PAGE))
    selection = selections.read(asked, coverage)
    tables = [
        {"value": table.name, "label": table.title}
        for table in selections.available(coverage)
    ]
    picks = selections.chosen(selection.filters)
    bar = filter_bar(
        choice(TABLE, "Table", tables, selection.table.name),
        date_range(
            DATES, selection.start, selection.end, selection.first, selection.last
        ),
        filter_search(FILTERS, options(snapshot, selection, ""), picks),
    )
    return html.Div(
        [
            dcc.Location(id=ADDRESS, refresh=False),
            dcc.Store(id=PINNED, data=snapshot.generation),
            bar,
            html.Div(id=STALE),
            html.Div(content(context, snapshot, selection), id=CONTENT),
        ],
        className="stack",
    )


def content(context: Context, snapshot: Snapshot, selection: Selection) -> list[Any]:
    """The grid and what is said of it, for one selection."""
    told = [notice(problem, "warning") for problem in selection.problems]
    total = snapshot.count(selection.table.query, selection.filters, **selection.params)
    days = format_period(selection.start, selection.end)
    if not total:
        said = f"No {selection.table.title.lower()} between {days}"
        chosen = " for these filters" if selection.filters else ""
        advice = "Widen the dates or clear a filter." if chosen else "Widen the dates."
        body: Any = empty(f"{said}{chosen}. {advice}")
    else:
        body = row_grid(GRID, selection, context.company)
    shown = card(
        f"{selection.table.title}: {total:,} rows",
        html.Div(body, key=f"{selection}{snapshot.version}"),
        note=f"{days}, as of {snapshot.published_at:%Y-%m-%d %H:%M} UTC. Click a "
        "head to sort; all rows can be scrolled to.",
        wide=True,
        head=html.Div(downloads(snapshot, selection), id=LINKS),
    )
    return [*told, shown]


def downloads(snapshot: Snapshot, selection: Selection) -> Any:
    """Links to the same rows as files, of the same generation."""
    said = selections.written(selection) | {"generation": snapshot.generation}
    return links(
        page_link("/download/rows.csv", said, "CSV"),
        page_link("/download/rows.csv", said | {"notes": "1"}, "CSV with notes"),
        page_link("/download/rows.xlsx", said, "XLSX"),
    )


def options(
    snapshot: Snapshot, selection: Selection, words: str
) -> list[dict[str, Any]]:
    """The values to filter by that hold what was typed."""
    known = snapshot.fetch(selection.table.values, **selection.params)
    keys = [key for key in KEYS if key in selection.table.filters]
    chosen = selections.chosen(selection.filters)
    return found(known, selection.table.filters, keys, words, chosen)


def selected(
    snapshot: Snapshot,
    table: str | None,
    start: str | None,
    end: str | None,
    picks: Sequence[str] | None,
    *,
    order: Sequence[Any] = (),
) -> Selection:
    """What the controls ask for."""
    known = TABLES[table].filters if table in TABLES else {}
    filters = {
        name: values
        for name, values in selections.filters_of(picks or ()).items()
        if name in known
    }
    sort = f"{order[0]['colId']}-{order[0]['sort']}" if order else ""
    asked = given(table=table, start=start, end=end, sort=sort, **filters)
    return selections.read(asked, snapshot.coverage())


def update_content(
    context: Context,
    table: str,
    start: str,
    end: str,
    picks: list[str] | None,
) -> tuple[Any, ...]:
    """What the controls ask for, its address, and what else can be chosen."""
    snapshot = context.warehouse.snapshot()
    selection = selected(snapshot, table, start, end, picks)
    return (
        content(context, snapshot, selection),
        selections.write(selection, snapshot.coverage()),
        options(snapshot, selection, ""),
        snapshot.generation,
        [],
    )


def search_values(
    context: Context,
    words: str | None,
    table: str,
    start: str,
    end: str,
    picks: list[str] | None,
) -> list[dict[str, Any]]:
    """The values that hold what was typed."""
    snapshot = context.warehouse.snapshot()
    selection = selected(snapshot, table, start, end, picks)
    return options(snapshot, selection, words or "")


def answer_rows(
    context: Context,
    request: dict[str, Any] | None,
    generation: int,
    *controls: Any,
) -> tuple[Any, ...]:
    """The rows that the grid asks for as it is scrolled or sorted."""
    if not request:
        return no_update, no_update, no_update
    try:
        snapshot = context.warehouse.snapshot(generation)
    except StaleGeneration as error:
        return {"rowData": [], "rowCount": 0}, no_update, notice(str(error), "warning")
    order = request.get("sortModel") or ()
    selection = selected(snapshot, *controls, order=order)
    rows = snapshot.rows(
        selection.table.query,
        selection.filters,
        order_by=selection.order_by,
        offset=int(request["startRow"]),
        limit=min(int(request["endRow"]) - int(request["startRow"]), BLOCK),
        **selection.params,
    )
    total = snapshot.count(selection.table.query, selection.filters, **selection.params)
    answer = {"rowData": as_cells(rows), "rowCount": total}
    return answer, downloads(snapshot, selection), no_update


def connect(app: Dash, context: Context) -> None:
    """Bind the functions above to the page's components."""
    controls = (
        (TABLE, "value"),
        (DATES, "start_date"),
        (DATES, "end_date"),
        (FILTERS, "value"),
    )
    app.callback(
        Output(CONTENT, "children"),
        Output(ADDRESS, "search"),
        Output(FILTERS, "options"),
        Output(PINNED, "data"),
        Output(STALE, "children"),
        *(Input(*control) for control in controls),
        prevent_initial_call=True,
    )(partial(update_content, context))
    app.callback(
        Output(FILTERS, "options", allow_duplicate=True),
        Input(FILTERS, "search_value"),
        *(State(*control) for control in controls),
        prevent_initial_call=True,
    )(partial(search_values, context))
    app.callback(
        Output(GRID, "getRowsResponse"),
        Output(LINKS, "children"),
        Output(STALE, "children", allow_duplicate=True),
        Input(GRID, "getRowsRequest"),
        State(PINNED, "data"),
        *(State(*control) for control in controls),
        prevent_initial_call=True,
    )(partial(answer_rows, context))
