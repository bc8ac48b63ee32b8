"""Tier 1 · Commerce: what is sold, to whom, and whether they come back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
from dash import Dash, Input, Output, State, dcc, html

from portal import address
from portal.components import commerce_cards as cards
from portal.components.cards import grid
from portal.components.commerce_cards import Asked
from portal.components.commerce_cohorts import cohorts
from portal.components.commerce_ranks import countries, products
from portal.components.filters import choices, date_range, filter_bar
from portal.components.measures import Span, metric_cards
from portal.components.notices import connect_data, empty, notice
from portal.components.periods import default_days, exchanged, given
from portal.page import Context, Page
from queries.snapshot import Snapshot

PAGE = Page(
    path="/commerce",
    title="Commerce",
    tier=1,
    question="What do we sell, to whom, and do they come back?",
    owner="finance-analytics",
    queries=(
        "commerce/cohorts",
        "commerce/cohorts_filtered",
        "commerce/countries",
        "commerce/product_search",
        "commerce/products",
    ),
    metrics=(
        "revenue",
        "orders",
        "customers",
        "average_order_value",
        "new_customers",
        "repeat_rate",
        "units",
        "refund_rate",
        "refunds",
    ),
    needs="commerce",
    connect_what="orders: a mapping into fct_order_line",
)

ADDRESS, CONTENT = "commerce-address", "commerce-content"
DATES, COUNTRIES, PRODUCTS = "commerce-dates", "commerce-country", "commerce-product"
KPIS = (
    "revenue",
    "orders",
    "customers",
    "average_order_value",
    "new_customers",
    "repeat_rate",
    "units",
    "refund_rate",
)
FOUND = 50


def fields(snapshot: Snapshot) -> list[address.Field]:
    """What the address of this page may say."""
    days = snapshot.coverage()["commerce"]
    return [
        *default_days(days),
        address.choices("country"),
        address.choices("product_id"),
    ]


def layout(context: Context, **asked: str) -> html.Div:
    """The page as its address asks for it, with controls and content."""
    snapshot = context.warehouse.snapshot()
    if "commerce" not in snapshot.coverage():
        return html.Div(connect_data(PAGE))
    state = address.read(asked, fields(snapshot))
    start, end, problems = exchanged(state)
    days = snapshot.coverage()["commerce"]
    offered = snapshot.fetch("commerce/countries")["country"].tolist()
    bar = filter_bar(
        date_range(DATES, start, end, days.first_on, days.last_on),
        choices(COUNTRIES, "Countries", offered, state["country"]),
        choices(
            PRODUCTS,
            "Products",
            product_options(snapshot, "", state["product_id"]),
            state["product_id"],
            placeholder="All; type to search",
        ),
    )
    shown = content(context, snapshot, state | {"start": start, "end": end})
    return html.Div(
        [
            dcc.Location(id=ADDRESS, refresh=False),
            bar,
            *(notice(problem, "warning") for problem in problems),
            html.Div(shown, id=CONTENT, className="stack"),
        ],
        className="stack",
    )


def content(context: Context, snapshot: Snapshot, state: dict[str, Any]) -> list[Any]:
    """Everything under the controls, for one state, from one generation."""
    days = snapshot.coverage()["commerce"]
    asked = Asked(
        snapshot=snapshot,
        company=context.company,
        span=Span(state["start"], state["end"], days.first_on),
        last=days.last_on,
        filters={
            name: list(state[name]) for name in ("country", "product_id") if state[name]
        },
    )
    if not cards.anything(asked):
        return [empty(cards.nothing(asked))]
    return [
        grid(
            *metric_cards(snapshot, context.company, KPIS, asked.span, asked.filters),
            columns="kpis",
        ),
        *cards.over_time(asked),
        grid(products(asked), countries(asked)),
        cohorts(asked, _cohorts(asked)),
    ]


def _cohorts(asked: Asked) -> pd.DataFrame:
    """From the mart, or from order lines where a filter needs what it lacks."""
    end = asked.span.end
    if not asked.filters:
        return asked.snapshot.fetch("commerce/cohorts", end=end)
    return asked.snapshot.fetch("commerce/cohorts_filtered", asked.filters, end=end)


def update_content(
    context: Context,
    start: str,
    end: str,
    countries: Sequence[str] | None,
    products: Sequence[str] | None,
) -> tuple[list[Any], str]:
    """What the controls ask for, and the address that says it."""
    snapshot = context.warehouse.snapshot()
    offered = fields(snapshot)
    state = address.read(
        given(start=start, end=end, country=countries, product_id=products), offered
    )
    first, last, problems = exchanged(state)
    shown = content(context, snapshot, state | {"start": first, "end": last})
    return [
        *(notice(problem, "warning") for problem in problems),
        *shown,
    ], address.write(state, offered)


def product_options(
    snapshot: Snapshot, words: str, chosen: Sequence[str]
) -> list[dict[str, str]]:
    """Products to choose from: the chosen ones, then the best sold that are found."""
    query = "commerce/product_search"
    found = snapshot.rows(
        query, limit=FOUND, order_by=[("sales_total", "desc")], words=words.lower()
    ).to_dict("records")
    if chosen:
        mine = snapshot.rows(
            query, {"product_id": list(chosen)}, limit=len(chosen), words=""
        )
        found = [*mine.to_dict("records"), *found]
    names = {row["product_id"]: row["product_name"] for row in found}
    names |= {key: key for key in chosen if key not in names}
    return [
        {
            "value": key,
            "label": key if name == key else f"{name} · {key}",
            "search": f"{name} {key} {words}",
        }
        for key, name in names.items()
    ]


def search_products(
    context: Context, words: str | None, chosen: Sequence[str] | None
) -> list[dict[str, str]]:
    """The products whose name or key holds what was typed."""
    return product_options(context.warehouse.snapshot(), words or "", chosen or ())


def connect(app: Dash, context: Context) -> None:
    """Bind the functions above to the page's components."""
    app.callback(
        Output(CONTENT, "children"),
        Output(ADDRESS, "search"),
        Input(DATES, "start_date"),
        Input(DATES, "end_date"),
        Input(COUNTRIES, "value"),
        Input(PRODUCTS, "value"),
        prevent_initial_call=True,
    )(partial(update_content, context))
    app.callback(
        Output(PRODUCTS, "options"),
        Input(PRODUCTS, "search_value"),
        State(PRODUCTS, "value"),
        prevent_initial_call=True,
    )(partial(search_products, context))
