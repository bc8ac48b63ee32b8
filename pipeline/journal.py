"""What the warehouse knows of its refreshes: the ops_ tables, a file of their own.

While a refresh runs, each step is noted in a plain file at once, so that the next
refresh can tell of one that was killed.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipeline import portal_notes
from pipeline.generations import RUNNING, Current, ops_name, put_in_place
from pipeline.quoting import text
from pipeline.tables import Table

KEPT_REFRESHES = 400
KEPT_DETAILS = 50
WAITING = "refresh.waiting"
MOST_WAITING = 50


@dataclass
class Record:
    """One refresh as it will stand in the journal, and its rows of the other tables."""

    refresh: dict[str, Any]
    steps: list[dict[str, Any]] = field(default_factory=list)
    checks: list[dict[str, Any]] = field(default_factory=list)
    quarantine: list[dict[str, Any]] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)
    restated: list[dict[str, Any]] = field(default_factory=list)


def stamp(moment: datetime) -> str:
    """A moment as the journal writes it: UTC, without a zone."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


class Notes:
    """The plain file of a running refresh."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / RUNNING

    def start(self, record: Record) -> None:
        """Note that a refresh has started."""
        self._write("w", record.refresh)

    def step(self, step: dict[str, Any]) -> None:
        """Note a step that is done."""
        self._write("a", step)

    def _write(self, mode: str, row: dict[str, Any]) -> None:
        """Write a line; on a full disk the refresh has other troubles than this one."""
        with (
            contextlib.suppress(OSError),
            self.path.open(mode, encoding="utf-8") as stream,
        ):
            stream.write(json.dumps(row) + "\n")

    def end(self) -> None:
        """The refresh has come to its end, and the journal has it."""
        self.path.unlink(missing_ok=True)

    def of_killed(self) -> Record | None:
        """The refresh that was killed before it could end, if any."""
        try:
            written = self.path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return None
        rows = []
        for line in written:
            try:
                rows.append(json.loads(line))
            except ValueError:
                break
        if not rows:
            return None
        last = rows[-1]["step"] if len(rows) > 1 else "the start"
        died = {"status": "died", "message": f"The refresh was killed after {last}."}
        return Record({**rows[0], **died}, steps=rows[1:])


class Journal:
    """The ops_ tables of a warehouse folder; each change is a new version."""

    def __init__(self, folder: Path, tables: dict[str, Table]) -> None:
        self.folder = folder
        self.tables = tables
        self.waiting = folder / WAITING
        self._taken = portal_notes.Taken()

    def read_refreshes(self, current: Current) -> list[dict[str, Any]]:
        """All refreshes, oldest first, those that found nothing new included."""
        rows = self._stored(current, "select * from ops_refresh order by refresh_id")
        return rows + [one.refresh for one in self.told_later()]

    def read_checks(self, current: Current, refresh_id: int) -> list[dict[str, Any]]:
        """The check results of one refresh."""
        return self._stored(
            current,
            f"select * from ops_check where refresh_id = {refresh_id} "
            "order by check_name",
        )

    def read_quarantine(
        self, current: Current, refresh_id: int
    ) -> list[dict[str, Any]]:
        """What one refresh put aside."""
        return self._stored(
            current,
            f"select * from ops_quarantine where refresh_id = {refresh_id} "
            "order by problem_number",
        )

    def next_id(self, current: Current) -> int:
        """The number of the next refresh."""
        found = self._stored(current, "select max(refresh_id) as last from ops_refresh")
        stored = [int(row["last"] or 0) for row in found]
        waiting = [int(one.refresh["refresh_id"]) for one in self.told_later()]
        return max([0, *stored, *waiting]) + 1

    def wait(self, record: Record) -> None:
        """Keep a refresh until the next version of the journal is written.

        A refresh that changes nothing must not make readers ask everything again; of
        these, only the latest is kept, under one number. One that failed on a full
        disk waits for room.
        """
        rows = [one.refresh for one in self.told_later()]
        if rows and rows[-1]["status"] == record.refresh["status"] == "nothing_new":
            before = rows.pop()
            record.refresh["refresh_id"] = before["refresh_id"]
            record.refresh["attempts"] = before.get("attempts", 1) + 1
        draft = self.waiting.with_suffix(".tmp")
        kept = [*rows, record.refresh][-MOST_WAITING:]
        draft.write_text(json.dumps(kept), encoding="utf-8")
        draft.rename(self.waiting)

    def told_later(self) -> list[Record]:
        """The refreshes that wait to be written, oldest first."""
        try:
            rows = json.loads(self.waiting.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return []
        return [Record(row) for row in (rows if isinstance(rows, list) else [rows])]

    def write(self, current: Current, records: Sequence[Record]) -> tuple[str, int]:
        """Write a new version with these refreshes added; return its name and number.

        The pointer is the caller's to move.
        """
        version = current.ops_version + 1
        final = self.folder / ops_name(version)
        draft = final.with_suffix(".duckdb.tmp")
        for leftover in (draft, Path(f"{draft}.wal")):
            leftover.unlink(missing_ok=True)
        with duckdb.connect(draft) as connection:
            connection.execute("begin")
            for table in self.tables.values():
                connection.execute(table.ddl)
            if current.ops:
                self._carry_over(connection, self.folder / current.ops)
            self._taken = portal_notes.take(connection, self.folder, self.tables)
            for record in records:
                self._add(connection, "ops_refresh", [record.refresh])
                self._add(connection, "ops_step", record.steps)
                self._add(connection, "ops_check", record.checks)
                self._add(connection, "ops_quarantine", record.quarantine)
                self._add(connection, "ops_change", record.changes)
                self._add(connection, "ops_table", record.tables)
                self._add(connection, "ops_restated", record.restated)
            connection.execute("commit")
            # Without room for it, closing would leave all of it in a .wal file and
            # say nothing.
            connection.execute("checkpoint")
        put_in_place(draft, final)
        return final.name, version

    def forget_waiting(self, now: datetime) -> None:
        """The journal now tells of all refreshes, and holds the portal's notes."""
        self.waiting.unlink(missing_ok=True)
        self._taken.forget(now)

    def was_told(self, current: Current, message: str) -> bool:
        """Whether the refresh before this one ended with the same words."""
        before = self.read_refreshes(current)
        return bool(before) and before[-1]["message"] == message

    def _carry_over(self, connection: duckdb.DuckDBPyConnection, old: Path) -> None:
        """Copy what is kept of the version before."""
        connection.execute("commit")
        connection.execute(f"attach {text(str(old))} as before (read_only)")
        there = connection.execute(
            "select table_name from duckdb_tables() where database_name = 'before'"
        ).fetchall()
        connection.execute("begin")
        for table in self.tables.keys() & {one for (one,) in there}:
            most = KEPT_REFRESHES if table == "ops_refresh" else KEPT_DETAILS
            recent = (
                "refresh_id > (select max(refresh_id) from before.ops_refresh) "
                f"- {most}"
            )
            connection.execute(
                f"insert into {table} by name select * from before.{table} "
                f"where {portal_notes.KEPT.get(table, recent)}"
            )

    def _add(
        self,
        connection: duckdb.DuckDBPyConnection,
        table: str,
        rows: Sequence[dict[str, Any]],
    ) -> None:
        """Insert rows; a column that a row lacks stays empty."""
        if not rows:
            return
        columns = self.tables[table].columns
        shape = json.dumps([{column.name: column.type for column in columns}])
        written = json.dumps(rows, default=str, ensure_ascii=False)
        connection.execute(
            f"insert into {table} by name select unnest(from_json("
            f"{text(written)}, {text(shape)}), recursive := true)"
        )

    def _stored(self, current: Current, sql: str) -> list[dict[str, Any]]:
        """Rows of the current version."""
        if not current.ops:
            return []
        path = self.folder / current.ops
        with duckdb.connect(path, read_only=True) as connection:
            cursor = connection.execute(sql)
            names = [one[0] for one in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
