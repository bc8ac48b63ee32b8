"""SQLite, PostgreSQL and ClickHouse as sources, with one way to use them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from pipeline.databases import address, extraction
from pipeline.databases.landing import Landing
from pipeline.databases.source import read
from tests import engines

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SHAPE = {"id": "integer", "note": "text", "paid": "decimal", "updated_at": "timestamp"}
TYPES = {
    "sqlite": {"timestamp": "text", "decimal": "text"},
    "postgresql": {"timestamp": "timestamptz", "decimal": "numeric(18, 4)"},
    "clickhousedb": {
        "timestamp": "Nullable(DateTime64(6, 'UTC'))",
        "decimal": "Nullable(Decimal(18, 4))",
        "text": "Nullable(String)",
        "integer": "Int64",
    },
}


@dataclass
class SourceDatabase:
    """A database, its address, and how its columns are declared."""

    url: str

    def __post_init__(self) -> None:
        self.engine = sa.create_engine(self.url, poolclass=sa.NullPool)
        self.kind = self.engine.dialect.name

    def run(self, *statements: str) -> None:
        """Run statements and commit."""
        with self.engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
            connection.commit()

    def create(self, table: str, **columns: str) -> None:
        """Create a table anew; the kinds are text, integer, decimal and timestamp."""
        self.run(f"drop table if exists {table}")
        known = TYPES.get(self.kind, TYPES["clickhousedb"])
        shape = ", ".join(f"{one} {known.get(k, k)}" for one, k in columns.items())
        is_clickhouse = self.kind not in TYPES or self.kind == "clickhousedb"
        tail = " engine = MergeTree order by tuple()" if is_clickhouse else ""
        self.run(f"create table {table} ({shape}){tail}")


class Orders:
    """A table of a database, and the folder in which its rows land."""

    def __init__(self, server, folder):
        self.server = server
        self.landing = Landing(folder / "orders", lambda point: None)
        self.now = NOON
        server.create("orders", **SHAPE)

    def insert(self, number, note="mug", paid="1.50", at="2026-03-01 10:00:00"):
        words = "null" if note is None else f"'{note}'"
        moment = "null" if at is None else f"'{at}'"
        self.server.run(
            f"insert into orders values ({number}, {words}, '{paid}', {moment})"
        )

    def read(self, columns=("id", "note", "paid"), **header):
        given = {"table": "orders", "incremental": "updated_at", **header}
        kept = {key: value for key, value in given.items() if value is not None}
        database = read({"from": self.server.url, **kept})
        place = address.resolve(database.address, {}, {}, self.landing.folder)
        wanted = extraction.Wanted(database, frozenset(columns), self.now)
        return extraction.land(self.landing, place, wanted)

    def rows(self, *columns):
        return [
            row
            for path in self.landing.files()
            for row in self.landing.rows_of(path, columns or ("id", "note"))
        ]


@contextmanager
def sqlite(folder: Path) -> Iterator[SourceDatabase]:
    """A SQLite file."""
    path = folder / "shop.db"
    path.touch()
    yield SourceDatabase(f"sqlite:///{path}")


@contextmanager
def postgres(binaries: Path) -> Iterator[SourceDatabase]:
    """A PostgreSQL server of our own."""
    with engines.running_postgres(binaries) as server:
        yield SourceDatabase(server.url)


@contextmanager
def clickhouse() -> Iterator[SourceDatabase]:
    """ClickHouse in this process."""
    found = SourceDatabase("clickhousedb:///default?interface=chdb")
    with found.engine.connect():  # what is in memory is gone with the last connection
        yield found
