"""The same tables on PostgreSQL and on ClickHouse, to ask them the same questions."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import clickhouse_connect
import duckdb
import psycopg
import pyarrow as pa
from sqlalchemy import create_engine

from queries import catalog, dialects, frames
from queries.readers import lists_in, statement

ORDINARY_USERS = ("postgres", "nobody")
POSTGRES_TYPES = {"VARCHAR": "text", "DOUBLE": "double precision", "HUGEINT": "numeric"}
CLICKHOUSE_TYPES = {
    "VARCHAR": "String",
    "DOUBLE": "Float64",
    "INTEGER": "Int32",
    "BIGINT": "Int64",
    "HUGEINT": "Int128",
    "BOOLEAN": "Bool",
    "DATE": "Date32",
    "TIMESTAMP": "DateTime64(6, 'UTC')",
}


class Postgres:
    """A PostgreSQL with the tables of a warehouse."""

    name = "postgres"

    def __init__(self, port: int) -> None:
        self._place = f"127.0.0.1:{port}/postgres"
        self.url = f"postgresql+psycopg://tester@{self._place}"
        self._engine = create_engine(self.url, isolation_level="AUTOCOMMIT")

    def load(self, tables: Mapping[str, pa.Table], kinds: Mapping[str, Any]) -> None:
        """Create each table with its rows."""
        with psycopg.connect(f"postgresql://tester@{self._place}") as connection:
            for name, table in tables.items():
                columns = ", ".join(
                    f"{column} {POSTGRES_TYPES.get(kind, kind)}"
                    for column, kind in kinds[name].items()
                )
                connection.execute(f"create table {name} ({columns})")
                with connection.cursor().copy(f"copy {name} from stdin") as copy:
                    for row in table.to_pylist():
                        copy.write_row(tuple(row.values()))

    def table(self, sql: str, values: Mapping[str, Any]) -> pa.Table:
        """The rows of a portable statement."""
        own = dialects.translate(sql, self.name, values)
        with self._engine.connect() as connection:
            result = connection.execute(statement(own, lists_in(values)), values)
            rows = [tuple(row) for row in result]
            return _table(list(result.keys()), rows)

    def close(self) -> None:
        """Let the server go."""
        self._engine.dispose()


class ClickHouse:
    """ClickHouse in this process; there may be one only."""

    name = "clickhouse"

    def __init__(self) -> None:
        self._client = clickhouse_connect.get_client(interface="chdb")

    def load(self, tables: Mapping[str, pa.Table], kinds: Mapping[str, Any]) -> None:
        """Create each table with its rows, every column nullable."""
        for name, table in tables.items():
            columns = ", ".join(
                f"{column} Nullable({CLICKHOUSE_TYPES.get(kind, kind)})"
                for column, kind in kinds[name].items()
            )
            self._client.command(
                f"create table {name} ({columns}) engine = MergeTree order by tuple()"
            )
            if table.num_rows:
                self._client.insert_arrow(name, table)

    def table(self, sql: str, values: Mapping[str, Any]) -> pa.Table:
        """The rows of a portable statement."""
        own = dialects.translate(sql, self.name, values)
        found = self._client.query_arrow(
            own, parameters=dict(values), settings=dialects.CLICKHOUSE_SETTINGS
        )
        rows = [tuple(row.values()) for row in found.to_pylist()]
        return _table(found.column_names, rows)

    def close(self) -> None:
        """Let ClickHouse go."""
        self._client.close()


def _table(names: list[str], rows: list[tuple[Any, ...]]) -> pa.Table:
    """Rows as the portal's own reader gives them."""
    columns = {
        name: pa.array([_plain(row[index]) for row in rows])
        for index, name in enumerate(names)
    }
    return frames.plain(pa.table(columns))


def _plain(value: Any) -> Any:
    zoned = getattr(value, "tzinfo", None) is not None
    return value.replace(tzinfo=None) if zoned else value


def tables_of(folder: Path) -> tuple[dict[str, pa.Table], dict[str, dict[str, str]]]:
    """Every table of a warehouse's newest generation, and the types of its columns."""
    found: dict[str, pa.Table] = {}
    kinds: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("*-000001.duckdb")):
        with tempfile.TemporaryDirectory() as place:
            copy = shutil.copy(path, place)
            with duckdb.connect(copy, read_only=True) as connection:
                for name in catalog.tables():
                    try:
                        described = connection.execute(f"describe {name}").fetchall()
                    except duckdb.CatalogException:
                        continue
                    kinds[name] = {row[0]: row[1] for row in described}
                    found[name] = connection.execute(
                        f"select * from {name}"
                    ).to_arrow_table()
    return found, kinds


def postgres_binaries() -> Path | None:
    """Where Debian keeps PostgreSQL's programs, the newest version; or None."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = str(places[-1]) if places else shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def running_postgres(binaries: Path) -> Iterator[Postgres]:
    """A PostgreSQL of our own on a free port of the loopback, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="northstar-pg-") as place:
        user = _ordinary_user()
        if user:
            shutil.chown(place, user)
        data, port = Path(place) / "data", _free_port()
        initdb = [binaries / "initdb", "-D", data, "-U", "tester", "--auth=trust"]
        _run([*initdb, "--locale=C", "--encoding=UTF8", "--no-sync"], place, user)
        settings = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -k {place}"
        pg_ctl = [binaries / "pg_ctl", "-D", data, "-w"]
        log = Path(place) / "log"
        _run([*pg_ctl, "-l", log, "-o", settings, "start"], place, user)
        server = Postgres(port)
        try:
            yield server
        finally:
            server.close()
            _run([*pg_ctl, "-m", "immediate", "stop"], place, user)


def _run(command: list[Any], place: str, user: str | None) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=place,
        user=user,
        extra_groups=[] if user else None,
        env={"PATH": os.defpath, "LC_ALL": "C"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stdout}")


def _ordinary_user() -> str | None:
    """Whom to be instead of root, as whom PostgreSQL refuses to run."""
    if os.getuid() != 0:
        return None
    known = Path("/etc/passwd").read_text(encoding="utf-8")
    names = {line.partition(":")[0] for line in known.splitlines()}
    return next(user for user in ORDINARY_USERS if user in names)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
