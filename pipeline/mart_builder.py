"""Build the marts: in the order that their SQL needs, and only what has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol, TypeVar

from pipeline.restricting import tables_of
from queries import sqlfile

MARTS = Path(__file__).parent / "marts"
HOW = ("partition", "every", "keyed")


@dataclass(frozen=True)
class Mart:
    """One mart's file.

    Attributes:
        name: Of the table.
        sql: What fills it.
        partition: The column whose days (weeks, months, as `every` says) can each be
            rebuilt from the same days of the tables that it reads.
        keyed: The column whose values can each be rebuilt from the rows with the same
            value in the tables that it reads.
    """

    name: str
    sql: str
    partition: str | None = None
    every: str = "day"
    keyed: str | None = None

    @cached_property
    def reads(self) -> frozenset[str]:
        """The tables that its SQL reads."""
        return tables_of(self.sql)

    @property
    def signature(self) -> str:
        """Changes when the definition does."""
        return hashlib.sha256(
            f"{self.partition} {self.every} {self.keyed} {self.sql}".encode()
        ).hexdigest()


def read_all(folder: Path = MARTS) -> list[Mart]:
    """The marts, by name."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        file = sqlfile.read(path)
        said = {key: file.header[key] for key in HOW if key in file.header}
        found.append(Mart(path.stem, file.sql, **said))
    return found


class Ordered(Protocol):
    """What has a name and reads others by theirs."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def reads(self) -> frozenset[str]:
        """The names of what it reads."""


One = TypeVar("One", bound=Ordered)


def in_order(marts: Iterable[One]) -> Iterator[One]:
    """The marts, each after those that it reads.

    Raises:
        ValueError: If they read each other in a circle.
    """
    waiting, done = {mart.name: mart for mart in marts}, set[str]()
    names = frozenset(waiting)
    while waiting:
        ready = [
            mart
            for mart in waiting.values()
            if not (mart.reads & names) - done - {mart.name}
        ]
        if not ready:
            raise ValueError(f"{', '.join(waiting)} read each other in a circle.")
        for mart in ready:
            yield waiting.pop(mart.name)
            done.add(mart.name)
