"""Everything that is defined, and what follows from what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.page import Page
from queries import catalog

KINDS = {"metric": "Metrics", "query": "Queries", "table": "Tables"}
GRAINS = {"dim": "dimension", "fct": "facts", "mart": "mart", "ops": "operations"}


@dataclass(frozen=True)
class Item:
    """One thing of the catalogue.

    Attributes:
        kind: "metric", "query" or "table".
        name: Its name.
        title: As it is read.
        about: What it is.
        owner: Who answers for it.
        words: What else it may be searched by.
    """

    kind: str
    name: str
    title: str
    about: str
    owner: str
    words: str = ""

    @property
    def key(self) -> str:
        """In the address: "metric:revenue"."""
        return f"{self.kind}:{self.name}"

    def holds(self, words: Iterable[str]) -> bool:
        """Whether every word is somewhere in it."""
        parts = (self.name, self.title, self.about, self.owner, self.words)
        text = " ".join(parts).lower()
        return all(word in text for word in words)


@dataclass(frozen=True)
class Lineage:
    """Where something comes from and where it goes, step by step.

    Attributes:
        mappings: The company's mappings that fill the tables.
        tables: Facts and dimensions behind it.
        marts: Marts behind it.
        uses: Metrics and queries made from it.
        pages: Pages that show it.
    """

    mappings: tuple[str, ...]
    tables: tuple[str, ...]
    marts: tuple[str, ...]
    uses: tuple[Item, ...]
    pages: tuple[Page, ...]


def items() -> list[Item]:
    """All of them: metrics, then queries, then tables."""
    found = [
        Item("metric", name, one.title, one.about, one.owner, " ".join(one.synonyms))
        for name, one in catalog.metrics().items()
    ]
    for name in catalog.names():
        query = catalog.load(name)
        columns = " ".join(query.columns)
        found.append(
            Item("query", name, query.title, query.about, query.owner, columns)
        )
    for name, table in catalog.tables().items():
        columns = " ".join(table.columns)
        found.append(
            Item("table", name, table.title, table.about, table.owner, columns)
        )
    return found


def behind(item: Item) -> dict[str, tuple[str, ...]]:
    """Every table behind an item, each with those that it is made from."""
    if item.kind == "query":
        return catalog.lineage(catalog.load(item.name).sql)
    names = catalog.metric(item.name).tables if item.kind == "metric" else (item.name,)
    return catalog.lineage(" union all ".join(f"select 1 from {one}" for one in names))


def trace(
    item: Item, pages: Sequence[Page], loads: Mapping[str, Sequence[str]]
) -> Lineage:
    """The lineage of an item, from the company's files to the portal's pages.

    Args:
        item: Of the catalogue.
        pages: Every page.
        loads: Table to the mappings that fill it.
    """
    known = catalog.tables()
    tables = sorted(behind(item))
    uses = _uses(item)
    shown = (
        {item.key, *(one.key for one in uses)} if item.kind == "table" else {item.key}
    )
    return Lineage(
        mappings=tuple(sorted({m for name in tables for m in loads.get(name, ())})),
        tables=tuple(name for name in tables if known[name].kind != "mart"),
        marts=tuple(name for name in tables if known[name].kind == "mart"),
        uses=uses,
        pages=tuple(page for page in pages if _asks(page) & shown),
    )


def _uses(item: Item) -> tuple[Item, ...]:
    """What is made from a table; from a metric, the metrics that divide by it."""
    if item.kind == "table":
        return tuple(
            one
            for one in items()
            if one.key != item.key and one.kind != "table" and item.name in behind(one)
        )
    if item.kind == "metric":
        ratios = {
            name
            for name, one in catalog.metrics().items()
            if one.ratio and item.name in one.ratio
        }
        return tuple(i for i in items() if i.kind == "metric" and i.name in ratios)
    return ()


def _asks(page: Page) -> set[str]:
    return {f"metric:{name}" for name in page.metrics} | {
        f"query:{name}" for name in page.queries
    }
