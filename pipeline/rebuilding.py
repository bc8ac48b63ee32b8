"""Bring marts up to date: rebuild the days or keys that changed, and only these."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import duckdb

from pipeline.mart_builder import Mart
from pipeline.mart_pieces import Pieces
from pipeline.quoting import name, text
from pipeline.restricting import columns_of, on_days, period_of

BEFORE = "before"


@dataclass(frozen=True)
class Built:
    """What building one mart did."""

    rows: int
    detail: str
    skipped: bool = False


@dataclass(frozen=True)
class Known:
    """What is known of the tables that marts read.

    Attributes:
        marts: Signatures of the marts as they stand in the generation.
        days_of: The column by whose days the rows of each fact are told apart.
        keys_of: The key of each dimension.
        before: Whether the generation before is attached, as `before`.
    """

    marts: Mapping[str, str] = field(default_factory=dict)
    days_of: Mapping[str, str] = field(default_factory=dict)
    keys_of: Mapping[str, str] = field(default_factory=dict)
    before: bool = False


class Builder:
    """Builds marts on a generation whose `touched` names changed tables and days."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, known: Known) -> None:
        self.connection = connection
        self.known = known
        self.days_of = dict(known.days_of)
        self.pieces = Pieces(connection, self.days_of)
        self.days = touched_days(connection)
        self.keys: dict[str, tuple[str, str]] = {}
        self.listed: dict[str | None, dict[str, set[str]]] = defaultdict(
            lambda: defaultdict(set)
        )

    def build(self, mart: Mart) -> Built:
        """Bring one mart up to date; marts that it reads come first."""
        if mart.partition and mart.every == "day":
            self.days_of[mart.name] = mart.partition
        is_known = self.known.marts.get(mart.name) == mart.signature
        changed = [
            table
            for table in sorted(mart.reads)
            if table in self.days and not (is_known and self._is_same(mart, table))
        ]
        if is_known and not changed:
            return Built(0, "nothing that it reads has changed", skipped=True)
        if is_known and mart.partition:
            periods = self._periods(mart, changed)
            if periods is not None:
                self.days[mart.name] = periods if mart.every == "day" else None
                rows = self.pieces.periods(mart, mart.partition, periods)
                return Built(rows, f"{len(periods)} {mart.every}s")
        if is_known and mart.keyed and (found := self._find_keys(mart, changed)):
            self.days[mart.name] = None
            rows = self.pieces.keys(mart, mart.keyed, *found)
            return Built(rows, f"{self._count(found[1])} of {mart.keyed}")
        self.days[mart.name] = None
        self.listed.clear()
        return Built(self.pieces.whole(mart), "whole")

    def _periods(self, mart: Mart, changed: Iterable[str]) -> set[str] | None:
        """First days of the periods that changed; None if they cannot be told."""
        days: set[str] = set()
        for table in changed:
            found = self.days[table]
            if found is None:
                found = self._days_of_members(mart, table)
            if found is None:
                return None
            days |= found
        listed = ", ".join(f"(cast({text(day)} as date))" for day in sorted(days))
        if not listed:
            return set()
        period = period_of("day", mart.every)
        return self._texts(
            f"select distinct cast({period} as varchar) "
            f"from (values {listed}) as given (day)"
        )

    def _days_of_members(self, mart: Mart, table: str) -> set[str] | None:
        """Days on which those whose attributes changed stand in what a mart reads."""
        key = self.known.keys_of.get(table)
        if key is None or not self.was_there(table):
            return None
        bases = [
            one
            for one in mart.reads
            if one in self.days_of and key in self.columns(one)
        ]
        days: set[str] = set()
        for base in bases:
            days |= self._texts(
                f"select distinct cast({name(self.days_of[base])} as varchar) "
                f"from {base} where {name(key)} in "
                f"(select {name(key)} from ({self._changes(mart, table)}))"
            )
        return days if bases else None

    def _find_keys(
        self, mart: Mart, changed: Iterable[str]
    ) -> tuple[set[str], str] | None:
        """The tables that have the mart's key, and a table of the keys that changed."""
        key = mart.keyed or ""
        having = {table for table in mart.reads if key in self.columns(table)}
        parts = []
        for table in changed:
            days = self.days[table]
            if table in self.keys and self.keys[table][0] == key:
                parts.append(f"select {name(key)} from {self.keys[table][1]}")
            elif (
                days is None
                or table not in having
                or table not in self.days_of
                or not self.was_there(table)
            ):
                return None
            else:
                within = on_days(self.days_of[table], days)
                parts += [
                    f"select {name(key)} from {place} where {within}"
                    for place in (table, f"{BEFORE}.{table}")
                ]
        keys = f"keys_{mart.name}"
        self.connection.execute(
            f"create or replace temp table {keys} as {' union '.join(parts)}"
        )
        self.keys[mart.name] = (key, keys)
        return having, keys

    def _is_traceable(self, table: str, having: set[str]) -> bool:
        """Whether the keys of a table's days can be told, those now gone included."""
        return table in having and table in self.days_of and self.was_there(table)

    def _is_same(self, mart: Mart, table: str) -> bool:
        """Whether a dimension changed only in columns that the mart does not read."""
        if table not in self.known.keys_of or not self.was_there(table):
            return False
        return not self._count(f"({self._changes(mart, table)} limit 1)")

    def _changes(self, mart: Mart, table: str) -> str:
        """SQL for the rows that a dimension has anew or no more, as a mart reads it."""
        key = self.known.keys_of[table]
        columns = ", ".join(map(name, sorted({key, *columns_of(mart.sql, table)})))
        now = f"select {columns} from {table}"
        then = f"select {columns} from {BEFORE}.{table}"
        return (
            f"select * from (({now}) except ({then})) as added "
            f"union all select * from (({then}) except ({now})) as gone"
        )

    def has_before(self, table: str) -> bool:
        """Whether the generation before has the table, whatever its columns."""
        return self.known.before and bool(self.columns(table, BEFORE))

    def was_there(self, table: str) -> bool:
        """Whether the generation before has the table with the same columns."""
        if not self.known.before:
            return False
        return self.columns(table) == self.columns(table, BEFORE)

    def columns(self, table: str, place: str | None = None) -> set[str]:
        """The columns of a table, of the generation before if `place` says so."""
        if not self.listed:
            # All at once: the catalog answers for one table as slowly as for all.
            for database, of_table, column in self.connection.execute(
                "select nullif(database_name, current_database()), table_name, "
                "column_name from duckdb_columns() where not internal"
            ).fetchall():
                self.listed[database][of_table].add(column)
        return self.listed[place][table]

    def _texts(self, sql: str) -> set[str]:
        return {str(value) for (value,) in self.connection.execute(sql).fetchall()}

    def _count(self, relation: str) -> int:
        found = self.connection.execute(f"select count(*) from {relation}").fetchall()
        return int(found[0][0])


def touched_days(
    connection: duckdb.DuckDBPyConnection,
) -> dict[str, set[str] | None]:
    """The days of each table that changed; None where all may have."""
    found: dict[str, set[str] | None] = {}
    for table, day in connection.execute(
        "select distinct table_name, cast(day as varchar) from touched"
    ).fetchall():
        days = found.setdefault(table, set())
        if day is None:
            found[table] = None
        elif days is not None:
            days.add(day)
    return found
