"""What feeds an item of the catalogue, and what is made from it, step by step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from dash import html

from portal.components.cards import card
from portal.components.catalogue_index import Item
from portal.components.links import page_link
from portal.page import Page
from queries import catalog

PATH = "/catalogue"
NOTHING_FEEDS = (
    "Nothing: it is what the portal knows of itself, or no mapping fills it."
)
NOTHING_USES = "Nothing is made from it yet."
WORDS = {
    "fct": "facts",
    "dim": "dimension",
    "mart": "mart",
    "ops": "operations",
    "raw": "the company's own table",
}


@dataclass(frozen=True)
class Node:
    """One step of a lineage, and the steps beyond it."""

    kind: str
    name: str
    beyond: tuple[Node, ...] = ()
    told: bool = False


@dataclass(frozen=True)
class Links:
    """What the company's files and the portal's pages say.

    Attributes:
        loads: Table -> mapping or model -> the sources that it reads.
        models: The models among these: their sources are tables.
        columns: Table -> column -> what it is made from, in words.
        pages: Every page.
    """

    loads: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    models: frozenset[str] = frozenset()
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    pages: tuple[Page, ...] = ()


def read(rows: Iterable[Mapping[str, Any]], pages: Iterable[Page]) -> Links:
    """The links of a company; `rows` are those of the query quality/lineage."""
    loads: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    columns: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    models = set()
    for row in rows:
        table, definition, source = row["table_name"], row["definition"], row["source"]
        if source not in loads[table][definition]:
            loads[table][definition].append(source)
        if row["kind"] == "model":
            models.add(definition)
        if row["source_column"] and row["column_name"]:
            of = f"{source}." if row["kind"] == "model" else ""
            columns[table][row["column_name"]].append(of + row["source_column"])
    said = {
        table: {name: ", ".join(dict.fromkeys(parts)) for name, parts in some.items()}
        for table, some in columns.items()
    }
    return Links(loads, frozenset(models), said, tuple(pages))


def lineage(item: Item, links: Links) -> html.Section:
    """Both directions, as nested lists of links."""
    up = _tree(_feeds(item.kind, item.name, links, set()), NOTHING_FEEDS)
    down = _tree(_uses(item.kind, item.name, links, set()), NOTHING_USES)
    return card(
        "Lineage",
        html.Div(
            [
                html.Div([html.H3("Fed by", className="list-title"), up]),
                html.Div([html.H3("Feeds", className="list-title"), down]),
            ],
            className="grid lineage",
        ),
        note="Read from the SQL of mappings, models, marts, queries and metrics. What "
        "stands twice is followed at its first place.",
    )


def _feeds(kind: str, name: str, links: Links, met: set[str]) -> tuple[Node, ...]:
    """What something is made from."""
    found = [("metric", one) for one in _metrics_of(kind, name, links)]
    found += [("query", one) for one in _queries_of(kind, name, links)]
    found += [("table", one) for one in _tables_of(kind, name)]
    nodes = [_node(one, links, met, _feeds) for one in found]
    if kind == "table":
        nodes += [_loaded(one, name, links, met) for one in links.loads.get(name, ())]
    return tuple(nodes)


def _loaded(definition: str, table: str, links: Links, met: set[str]) -> Node:
    """A mapping with its sources, or a model with its tables."""
    sources = links.loads[table][definition]
    if definition in links.models:
        read = [_node(("table", one), links, met, _feeds) for one in sources]
        return Node("model", definition, tuple(read))
    return Node("mapping", definition, tuple(Node("source", one) for one in sources))


def _metrics_of(kind: str, name: str, links: Links) -> list[str]:
    if kind == "page":
        return [
            one for page in links.pages if page.path == name for one in page.metrics
        ]
    return list(catalog.metric(name).ratio or ()) if kind == "metric" else []


def _queries_of(kind: str, name: str, links: Links) -> list[str]:
    if kind != "page":
        return []
    return [one for page in links.pages if page.path == name for one in page.queries]


def _tables_of(kind: str, name: str) -> list[str]:
    """The tables that something reads itself."""
    if kind == "query":
        return sorted(catalog.reads(catalog.load(name).sql))
    if kind == "metric":
        metric = catalog.metric(name)
        return [] if metric.ratio else sorted(metric.tables)
    table = catalog.tables().get(name) if kind == "table" else None
    return sorted(catalog.reads(table.sql)) if table and table.kind == "mart" else []


def _uses(kind: str, name: str, links: Links, met: set[str]) -> tuple[Node, ...]:
    """What is made from something."""
    found = list(_users().get(f"{kind}:{name}", ()))
    if kind == "table":
        found += [
            ("table", table)
            for table, loads in links.loads.items()
            if any(
                name in sources
                for definition, sources in loads.items()
                if definition in links.models
            )
        ]
    nodes = [_node(one, links, met, _uses) for one in found]
    pages = [page for page in links.pages if name in _asked(page, kind)]
    return (*nodes, *(Node("page", page.path) for page in pages))


def _asked(page: Page, kind: str) -> tuple[str, ...]:
    return {"metric": page.metrics, "query": page.queries}.get(kind, ())


@cache
def _users() -> dict[str, list[tuple[str, str]]]:
    """Everything that is defined -> what reads it directly."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in catalog.tables():
        for table in _tables_of("table", name):
            found[f"table:{table}"].append(("table", name))
    for name, metric in catalog.metrics().items():
        for table in _tables_of("metric", name):
            found[f"table:{table}"].append(("metric", name))
        for part in metric.ratio or ():
            found[f"metric:{part}"].append(("metric", name))
    for name in catalog.names():
        for table in _tables_of("query", name):
            found[f"table:{table}"].append(("query", name))
    return dict(found)


def _node(one: tuple[str, str], links: Links, met: set[str], way: Any) -> Node:
    """A node with what is beyond it, unless that was told already."""
    kind, name = one
    if f"{kind}:{name}" in met:
        return Node(kind, name, told=True)
    met.add(f"{kind}:{name}")
    return Node(kind, name, way(kind, name, links, met))


def _tree(nodes: Sequence[Node], nothing: str) -> Any:
    """The nodes as nested lists."""
    if not nodes:
        return html.P(nothing, className="quiet")
    return _list(nodes)


def _list(nodes: Sequence[Node]) -> html.Ul:
    return html.Ul([html.Li(_entry(node)) for node in nodes], className="tree")


def _entry(node: Node) -> list[Any]:
    above = " (followed above)" if node.told and _goes_on(node) else ""
    said = html.Span(f" {_kind(node)}{above}", className="quiet")
    return [_link(node), said, *([_list(node.beyond)] if node.beyond else [])]


def _goes_on(node: Node) -> bool:
    return node.kind == "table" or bool(_users().get(f"{node.kind}:{node.name}"))


def _kind(node: Node) -> str:
    if node.kind != "table":
        return node.kind
    table = catalog.tables().get(node.name)
    return WORDS[table.kind if table else "raw"]


def _link(node: Node) -> Any:
    if node.kind == "page":
        return html.A(node.name, href=node.name)
    known = node.kind in {"metric", "query"} or node.name in catalog.tables()
    if not known:
        return html.Code(node.name)
    return page_link(PATH, {"item": f"{node.kind}:{node.name}"}, node.name)
