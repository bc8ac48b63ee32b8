"""How the catalogue draws its list, and one item of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from dash import dcc, html

from portal.components.cards import card
from portal.components.catalogue_index import KINDS, Item
from portal.components.links import explore_link, page_link
from portal.components.notices import empty
from portal.components.tables import table
from queries import catalog
from queries.catalog import Query, Table
from queries.definitions import Metric

PATH = "/catalogue"
BETTER = {"higher": "more is better", "lower": "less is better", "neutral": "neither"}
SQL_ID = "catalogue-sql"


def listing(found: Sequence[Item], chosen: str, words: str) -> list[Any]:
    """The items that were found, by kind; the chosen one is marked."""
    if not found:
        return [
            empty(f"Nothing holds “{words}”. Try fewer letters or clear the search.")
        ]
    parts: list[Any] = []
    for kind, title in KINDS.items():
        inside = [item for item in found if item.kind == kind]
        if inside:
            parts.append(html.H2(f"{title} ({len(inside)})", className="list-title"))
            lines = [html.Li(_link(item, chosen, words)) for item in inside]
            parts.append(html.Ul(lines, className="list"))
    return parts


def _link(item: Item, chosen: str, words: str) -> html.A:
    link = page_link(PATH, {"item": item.key, "search": words}, "")
    name = html.Code(item.name, className="list-name")
    return html.A(
        [html.Span(item.title), name],
        href=link.href,
        className="list-link",
        **({"aria-current": "true"} if item.key == chosen else {}),
    )


def facts(item: Item) -> html.Section:
    """What the item is."""
    kinds = {
        "metric": _metric_facts,
        "query": _query_facts,
        "table": _table_facts,
        "page": lambda path: [("Open it", html.A(path, href=path))],
    }
    rows = [("Name", html.Code(item.name)), ("Owner", item.owner)]
    rows += kinds[item.kind](item.name)
    head = None
    if item.kind == "metric":
        head = explore_link({"metric": item.name}, "Explore it")
    return card(item.title, _pairs(rows), note=item.about, head=head)


def _metric_facts(name: str) -> list[tuple[str, Any]]:
    metric: Metric = catalog.metric(name)
    return [
        ("Formula", html.Code(metric.formula)),
        ("Always equal to", metric.identity and html.Code(metric.identity)),
        ("Driven by", ", ".join(catalog.metric(one).title for one in metric.drivers)),
        ("Unit", metric.unit),
        ("Direction", BETTER[metric.better]),
        ("Tier and level", f"{metric.tier}, {_level(metric)}"),
        ("Adds up", "over segments and periods" if metric.additive else "no"),
        ("Splits", ", ".join(metric.dimensions.values())),
        ("Also called", ", ".join(metric.synonyms)),
        ("Needs data of", metric.subject),
    ]


def _level(metric: Metric) -> str:
    return f"primary {metric.level}" if metric.primary else metric.level


def _query_facts(name: str) -> list[tuple[str, Any]]:
    query: Query = catalog.load(name)
    return [
        ("One row per", ", ".join(query.grain)),
        ("Cost", query.cost),
        *(("Takes " + key, text) for key, text in query.params.items()),
        *(("Filter " + key, html.Code(text)) for key, text in query.filters.items()),
    ]


def _table_facts(name: str) -> list[tuple[str, Any]]:
    found: Table = catalog.tables()[name]
    kind = {"dim": "dimension", "fct": "facts", "mart": "mart", "ops": "operations"}
    return [("Kind", kind[found.kind]), ("One row per", ", ".join(found.grain))]


def _pairs(rows: Iterable[tuple[str, Any]]) -> html.Dl:
    cells = [(html.Dt(label), html.Dd(value)) for label, value in rows if value]
    return html.Dl([cell for pair in cells for cell in pair], className="pairs")


def columns(item: Item, made_from: Mapping[str, str]) -> html.Section | None:
    """The columns of a query or table: units, sensitivity, columns of the sources.

    Args:
        item: Of the catalogue.
        made_from: Column -> the columns of sources that it is made from.
    """
    if item.kind in {"metric", "page"}:
        return None
    marks: Mapping[str, str] = {}
    if item.kind == "query":
        said = catalog.load(item.name).columns
    else:
        said = catalog.tables()[item.name].columns
        marks = catalog.tables()[item.name].sensitivity
    rows = pd.DataFrame(
        {
            "column": list(said),
            "unit": list(said.values()),
            "sensitivity": [marks.get(name, "") for name in said],
            "made_from": [made_from.get(name, "") for name in said],
        }
    )
    shown = {"column": ("Column", html.Code), "unit": ("Meaning and unit", None)}
    if marks:
        shown["sensitivity"] = ("Sensitivity", None)
    if made_from:
        shown["made_from"] = ("From the source's", None)
    return card("Columns", table(rows, shown, caption=f"Columns of {item.title}"))


def sql(text: str, note: str) -> html.Section:
    """The SQL, to be read and copied."""
    copy = dcc.Clipboard(target_id=SQL_ID, title="Copy the SQL", className="copy")
    code = html.Pre(html.Code(text, id=SQL_ID), className="sql", tabIndex="0")
    return card("SQL", html.Div([code, copy], className="sql-box"), note=note)
