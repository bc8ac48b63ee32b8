"""Build the marts: in the order that their SQL needs, and only what has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol, TypeVar

import duckdb
import sqlglot
from sqlglot import exp

from pipeline.quoting import name, text
from queries import sqlfile

MARTS = Path(__file__).parent / "marts"
MOST_DAYS = 120


@dataclass(frozen=True)
class Mart:
    """One mart's file: its SQL, and the column by whose days it can be rebuilt."""

    name: str
    sql: str
    partition: str | None

    @cached_property
    def reads(self) -> frozenset[str]:
        """The tables that its SQL reads."""
        tree = sqlglot.parse_one(self.sql, read="duckdb")
        within = {cte.alias for cte in tree.find_all(exp.CTE)}
        return frozenset(table.name for table in tree.find_all(exp.Table)) - within

    @property
    def signature(self) -> str:
        """Changes when the definition does."""
        return hashlib.sha256(f"{self.partition} {self.sql}".encode()).hexdigest()


@dataclass(frozen=True)
class Built:
    """What building one mart did."""

    rows: int
    detail: str
    skipped: bool = False


def read_all(folder: Path = MARTS) -> list[Mart]:
    """The marts, by name."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        file = sqlfile.read(path)
        found.append(Mart(path.stem, file.sql, file.header.get("partition")))
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


class Builder:
    """Builds marts on a generation whose `touched` names changed tables and days."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, known: dict[str, str]
    ) -> None:
        self.connection = connection
        self.known = known
        self.days: dict[str, set[str] | None] = {}
        for table, day in connection.execute(
            "select distinct table_name, cast(day as varchar) from touched"
        ).fetchall():
            days = self.days.setdefault(table, set())
            if day is None:
                self.days[table] = None
            elif days is not None:
                days.add(day)

    def build(self, mart: Mart) -> Built:
        """Bring one mart up to date; marts that it reads come first."""
        is_known = self.known.get(mart.name) == mart.signature
        changed = [self.days[table] for table in mart.reads if table in self.days]
        if is_known and not changed:
            return Built(0, "nothing that it reads has changed", skipped=True)
        days = {day for each in changed if each is not None for day in each}
        if (
            not is_known
            or mart.partition is None
            or None in changed
            or len(days) > MOST_DAYS
        ):
            self.days[mart.name] = None
            return Built(self._build_whole(mart), "whole")
        self.days[mart.name] = days
        return Built(self._build_days(mart, mart.partition, days), f"{len(days)} days")

    def _build_whole(self, mart: Mart) -> int:
        self.connection.execute(f"create or replace table {mart.name} as {mart.sql}")
        found = self.connection.execute(f"select count(*) from {mart.name}").fetchall()
        return int(found[0][0])

    def _build_days(self, mart: Mart, partition: str, days: set[str]) -> int:
        # Days are written out so that DuckDB filters the facts before it groups them.
        listed = ", ".join(f"cast({text(day)} as date)" for day in sorted(days))
        within = f"{name(partition)} in ({listed})"
        self.connection.execute(f"delete from {mart.name} where {within}")
        written = self.connection.execute(
            f"insert into {mart.name} select * from ({mart.sql}) as mart where {within}"
        ).fetchall()
        return int(written[0][0])
