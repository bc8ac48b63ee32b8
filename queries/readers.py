"""One generation of the warehouse, opened for reading and nothing else."""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from duckdb_sqlalchemy import ConnectionWrapper
from sqlalchemy import Engine, TextClause, bindparam, create_engine, text
from sqlalchemy.engine import Connection
from sqlalchemy.pool import QueuePool

POINTER = "CURRENT"
BATCH_ROWS = 50_000
POOL_SIZE = 8
SEARCH_PATH = "set search_path = 'data.main,ops.main'"
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_persistent_secrets": False,
    "python_enable_replacements": False,
}


class NoWarehouse(RuntimeError):  # noqa: N818 - it says what is the case
    """There is nothing to read yet; the message says what to do."""


class StaleGeneration(RuntimeError):  # noqa: N818 - likewise
    """The generation asked for is gone, or not there yet."""


@dataclass(frozen=True)
class Pointer:
    """What CURRENT says: which files belong together."""

    generation: int
    data: str | None
    ops: str
    ops_version: int
    published_at: datetime | None


def read_pointer(folder: Path) -> Pointer:
    """What the warehouse's pointer says at this moment.

    Raises:
        NoWarehouse: If there is no pointer, or it cannot be read.
    """
    path = folder / POINTER
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        moment = said.get("published_at")
        return Pointer(
            generation=int(said["generation"]),
            data=said["data"],
            ops=said["ops"],
            ops_version=int(said["ops_version"]),
            published_at=_utc(moment) if moment else None,
        )
    except FileNotFoundError:
        raise NoWarehouse(
            f"There is no warehouse in {folder}; "
            "run `python -m pipeline refresh` to build it."
        ) from None
    except (ValueError, KeyError, TypeError) as error:
        raise NoWarehouse(
            f"{path} cannot be read ({error!r}); "
            "run `python -m pipeline refresh` to publish again."
        ) from error


def _utc(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(UTC)


class Reader:
    """Runs statements on the two files of one generation, from many threads at once.

    The files are attached to a database in memory, then the door is shut: no other
    file, no network, no setting can be reached, and the attached files are read
    only. Every statement has a connection of its own from the pool.
    """

    def __init__(self, data: Path, ops: Path) -> None:
        self.data = data
        self.ops = ops
        found = data.stat()
        self.written_at = datetime.fromtimestamp(found.st_mtime, UTC)
        self.identity = f"{data}:{found.st_mtime_ns}:{found.st_size}:{ops.name}"
        self._root = _hardened(data, ops)
        self._lock = threading.Lock()
        self._engine: Engine = create_engine(
            "duckdb:///:memory:",
            creator=self._connect,
            poolclass=QueuePool,
            pool_size=POOL_SIZE,
            max_overflow=POOL_SIZE * 4,
            pool_reset_on_return=None,
            isolation_level="AUTOCOMMIT",
        )

    def _connect(self) -> ConnectionWrapper:
        with self._lock:
            connection = self._root.cursor()
        connection.execute(SEARCH_PATH)
        return ConnectionWrapper(connection)

    def table(self, sql: str, values: Mapping[str, Any]) -> pa.Table:
        """All rows of a statement."""
        with self._engine.connect() as connection:
            cursor = self._execute(connection, sql, values)
            table: pa.Table = cursor.to_arrow_table()
            return table

    def batches(self, sql: str, values: Mapping[str, Any]) -> Iterator[pa.RecordBatch]:
        """The rows of a statement as they come, never all in memory."""
        with self._engine.connect() as connection:
            cursor = self._execute(connection, sql, values)
            yield from cursor.to_arrow_reader(BATCH_ROWS)

    def _execute(
        self, connection: Connection, sql: str, values: Mapping[str, Any]
    ) -> Any:
        return connection.execute(statement(sql, lists_in(values)), values).cursor

    def literal(self, sql: str, values: Mapping[str, Any]) -> str:
        """The statement with its values written into it, for a reader to run."""
        lists = lists_in(values)
        bound = text(sql).bindparams(
            *(bindparam(k, v, expanding=k in lists) for k, v in values.items())
        )
        compiled = bound.compile(self._engine, compile_kwargs={"literal_binds": True})
        return str(compiled)

    def __del__(self) -> None:
        """Close the files once no one holds the reader any more."""
        if hasattr(self, "_engine"):
            self._engine.dispose()
            self._root.close()


@lru_cache(maxsize=1024)
def statement(sql: str, lists: frozenset[str]) -> TextClause:
    """The statement with the names of those values that are lists."""
    return text(sql).bindparams(*(bindparam(name, expanding=True) for name in lists))


def lists_in(values: Mapping[str, Any]) -> frozenset[str]:
    """The names of the values that are lists."""
    return frozenset(name for name, value in values.items() if isinstance(value, list))


def _hardened(data: Path, ops: Path) -> duckdb.DuckDBPyConnection:
    spill = str(Path(tempfile.gettempdir()) / "northstar-spill")
    root = duckdb.connect(":memory:", config={**CONFIG, "temp_directory": spill})
    try:
        for name, path in (("data", data), ("ops", ops)):
            root.execute(f"attach {_quoted(path)} as {name} (read_only)")
        root.execute("set enable_external_access = false")
        root.execute("set lock_configuration = true")
    except duckdb.Error:
        root.close()
        raise
    return root


def _quoted(path: Path) -> str:
    escaped = str(path).replace("'", "''")
    return f"'{escaped}'"
