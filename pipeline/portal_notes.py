"""What the portal noted of itself, taken into the ops_ tables when one is written.

Each line has a key, and a key that the tables have is not taken again; a file is
removed only once readers were pointed at tables that hold all of it. So a kill at any
point leaves every line in the tables or in its file, and nothing counts twice. A
problem that was closed has a second line, which needs nothing of the first.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from pipeline.quoting import text
from pipeline.tables import Table
from queries import spool

TABLES = {"ops_page_view": spool.VIEWS, "ops_problem": spool.PROBLEMS}
KEPT = {
    "ops_page_view": "viewed_at > (select max(viewed_at) from before.ops_page_view) "
    "- interval 90 day",
    "ops_problem": "true",
}
# A file of this hour may still grow; a process may be slow at the end of its hour.
CLOSED_AFTER = timedelta(hours=1, minutes=10)
# With nothing new to load, the journal is written anew for notes as old as this.
OVERDUE_AFTER = timedelta(hours=24)


@dataclass
class Taken:
    """The files whose lines are in the tables, each with the bytes that were read."""

    sizes: dict[Path, int] = field(default_factory=dict)

    def forget(self, now: datetime) -> None:
        """Remove the files that nobody writes any more and that were read whole."""
        for path, size in self.sizes.items():
            hour = spool.hour_of(path)
            closed = hour is not None and now - hour > CLOSED_AFTER
            if closed and path.stat().st_size == size:
                path.unlink()


def must_be_taken(
    folder: Path, ops: str | None, now: datetime, tables: dict[str, Table]
) -> bool:
    """Whether the journal is to be written anew although there is nothing to load.

    So it is where notes have waited for a day, and where it was written before there
    were tables, or columns, for them.
    """
    if ops is not None:
        with duckdb.connect(folder / ops, read_only=True) as journal:
            there = journal.execute(
                "select table_name, column_name from duckdb_columns()"
            ).fetchall()
        wanted = {
            (name, column.name) for name in TABLES for column in tables[name].columns
        }
        if not wanted <= set(there):
            return True
    hours = [
        spool.hour_of(path)
        for kind in TABLES.values()
        for path in spool.files(folder, kind)
    ]
    return any(hour is not None and now - hour > OVERDUE_AFTER for hour in hours)


def take(
    connection: duckdb.DuckDBPyConnection, folder: Path, tables: dict[str, Table]
) -> Taken:
    """Add the portal's lines to the ops_ tables of a journal that is being written."""
    taken = Taken()
    for name, kind in TABLES.items():
        found: list[dict[str, Any]] = []
        for path in spool.files(folder, kind):
            with contextlib.suppress(OSError):  # it is there for the next one
                content = path.read_bytes()
                found += spool.rows(content)
                taken.sizes[path] = len(content)
        _insert(connection, tables[name], found)
    return taken


def _insert(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    found: Iterable[dict[str, Any]],
) -> None:
    """Insert the rows whose key is new; what has another form is left out."""
    shape = {column.name: column.type for column in table.columns}
    key = next(iter(shape))
    once = {row[key]: row for row in _settled(found) if isinstance(row.get(key), str)}
    if not once:
        return
    # Values that do not convert become empty, and rows without a needed one go.
    needed = " and ".join(
        f"{column.name} is not null" for column in table.columns if column.required
    )
    said = (
        "(select unnest(from_json("
        f"{text(json.dumps(list(once.values())))}, {text(json.dumps([shape]))}), "
        "recursive := true)) as said"
    )
    connection.execute(
        f"insert into {table.name} by name select * from {said} where {needed} "
        f"and {key} not in (select {key} from {table.name})"
    )
    if "closed_at" in shape:
        connection.execute(
            f"update {table.name} set state = said.state, "
            f"closed_at = said.closed_at, note = said.note from {said} "
            f"where {table.name}.{key} = said.{key} "
            f"and {table.name}.state = 'open' and said.state = 'closed'"
        )


def _settled(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines in such an order that the last of a key counts: its first closing."""
    latest_first = sorted(
        found, key=lambda row: str(row.get("closed_at")), reverse=True
    )
    return sorted(latest_first, key=lambda row: row.get("state") == spool.CLOSED)
