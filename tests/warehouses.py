"""Small warehouses written by hand: rows in, a published folder out."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipeline import calendar_days
from pipeline import tables as pipeline_tables
from queries import catalog
from queries.sqlfile import read

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]
NOON = datetime(2026, 1, 5, 12)
BY_TYPE = {
    "VARCHAR": "-",
    "TIMESTAMP": NOON,
    "DATE": NOON.date(),
    "INTEGER": 1,
    "BIGINT": 1,
    "DOUBLE": 1.0,
    "DECIMAL(18,4)": 10,
}
PLAIN: dict[str, Row] = {
    "fct_order_line": {"kind": "sale", "product_id": "p1", "country": "DE"},
    "fct_interaction": {"surface": "feed", "action": "view", "user_id": "u1"},
    "ops_refresh": {"status": "published"},
    "ops_check": {"severity": "warn", "status": "pass", "offending_rows": 0},
    "ops_quarantine": {"scope": "row"},
    "ops_step": {"status": "done"},
}
NUMBERED = "key"


@dataclass(frozen=True)
class Column:
    """A column of a table as DuckDB knows it."""

    name: str
    kind: str
    required: bool


def publish(
    folder: Path,
    tables: Tables,
    *,
    generation: int = 1,
    ops_version: int | None = None,
    published_at: datetime | None = None,
) -> None:
    """Write one generation with its marts, and move the pointer to it."""
    folder.mkdir(parents=True, exist_ok=True)
    data = f"g-{generation:06d}.duckdb"
    version = ops_version or generation
    ops = f"ops-{version:06d}.duckdb"
    if not (folder / data).exists():
        _write(folder / data, tables, kinds=("dim", "fct", "mart"))
    _write(folder / ops, tables, kinds=("ops",))
    moment = published_at or datetime(2026, 2, 1, 8, 15, tzinfo=UTC)
    point(
        folder,
        {
            "generation": generation,
            "data": data,
            "ops": ops,
            "ops_version": version,
            "published_at": moment.isoformat().replace("+00:00", "Z"),
            "company": "Tiny",
        },
    )


def point(folder: Path, said: Mapping[str, Any]) -> None:
    """Replace the pointer in one step, as a refresh does."""
    (folder / "CURRENT.new").write_text(json.dumps(said), encoding="utf-8")
    os.replace(folder / "CURRENT.new", folder / "CURRENT")  # noqa: PTH105


def _write(path: Path, tables: Tables, *, kinds: Sequence[str]) -> None:
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with duckdb.connect(str(unfinished)) as connection:
        connection.execute("set threads = 1")
        fill(connection, tables, kinds=kinds)
    unfinished.rename(path)


def fill(
    connection: duckdb.DuckDBPyConnection, tables: Tables, *, kinds: Sequence[str]
) -> None:
    """Create the tables of these kinds with their rows, then the marts."""
    known = catalog.tables()
    if strange := set(tables) - set(known):
        raise ValueError(f"There is no table {sorted(strange)}; there is {list(known)}")
    for table in known.values():
        if table.kind in kinds and table.kind != "mart":
            connection.execute(table.sql)
            _insert(connection, table, tables.get(table.name, ()))
    if "mart" in kinds:
        fill_calendar(connection)
        for mart in marts_in_order():
            connection.execute(f"create table {mart.name} as {mart.sql}")


def fill_calendar(connection: duckdb.DuckDBPyConnection) -> None:
    """Put the days of the facts' years into dim_date, as the pipeline does."""
    facts = pipeline_tables.read_all(["fct_"]).values()
    table = pipeline_tables.read(pipeline_tables.SCHEMA / "dim_date.sql")
    calendar_days.fill(connection, table, facts, "DE")


def marts_in_order() -> list[catalog.Table]:
    """Every mart after those that it reads."""
    waiting = {one.name: one for one in catalog.tables().values() if one.kind == "mart"}
    done: list[catalog.Table] = []
    while waiting:
        ready = [m for m in waiting.values() if not catalog.reads(m.sql) & set(waiting)]
        done.extend(ready)
        for mart in ready:
            del waiting[mart.name]
    return done


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[Column]:
    """The columns of a table in their order."""
    described = connection.execute(f"describe {table}").fetchall()
    return [Column(name, kind, null == "NO") for name, kind, null, *_ in described]


def _insert(
    connection: duckdb.DuckDBPyConnection, table: catalog.Table, rows: Sequence[Row]
) -> None:
    if not rows:
        return
    columns = columns_of(connection, table.name)
    names = [column.name for column in columns]
    for row in rows:
        if strange := set(row) - set(names):
            raise ValueError(f"{table.name} has no column {sorted(strange)}")
    filled = [_filled(table, columns, row, n) for n, row in enumerate(rows, start=1)]
    connection.execute(
        f"create temp table written as select * from {table.name} limit 0"
    )
    marks = ", ".join("?" for _ in names)
    connection.executemany(f"insert into written values ({marks})", filled)
    listed = ", ".join(_derived(table.name).get(name, name) for name in names)
    connection.execute(f"insert into {table.name} select {listed} from written")
    connection.execute("drop table written")


def _derived(table: str) -> dict[str, str]:
    path = catalog.PIPELINE / "schema" / f"{table}.sql"
    derived: dict[str, str] = read(path).header.get("derived", {})
    return derived


def _filled(
    table: catalog.Table, columns: Sequence[Column], row: Row, number: int
) -> list[Any]:
    plain = PLAIN.get(table.name, {})
    return [
        row.get(column.name, plain.get(column.name, _default(table, column, number)))
        for column in columns
    ]


def _default(table: catalog.Table, column: Column, number: int) -> Any:
    if not column.required:
        return None
    if column.name == table.grain[-1]:
        return f"{column.name}-{number}" if column.kind == "VARCHAR" else number
    if column.name == "order_id":
        return f"order-{number}"
    return BY_TYPE[column.kind]
