"""Everything that is defined, and what follows from what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portal.page import Page
from queries import catalog

KINDS = {"metric": "Metrics", "query": "Queries", "table": "Tables", "page": "Pages"}
GRAINS = {"dim": "dimension", "fct": "facts", "mart": "mart", "ops": "operations"}


@dataclass(frozen=True)
class Item:
    """One thing of the catalogue.

    Attributes:
        kind: "metric", "query", "table" or "page".
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


def items(pages: Iterable[Page] = ()) -> list[Item]:
    """All of them: metrics, then queries, then tables, then pages."""
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
    for page in pages:
        found.append(Item("page", page.path, page.title, page.question, page.owner))
    return found
