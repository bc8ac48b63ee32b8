"""Staging a file of JSON events, against DuckDB's bare read_json of the same file."""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb

from benchmarks import events
from benchmarks.measuring import Run, middle, run, table, title
from pipeline import batches, building, staging
from pipeline.files import SourceFile
from pipeline.reading.looking import look
from pipeline.steps import MEMORY, Surroundings
from tests.browser.serving import environment

EVENTS = 1_000_000
READ = [
    *("amplitude_id", "city", "client_event_time", "country", "device_family"),
    *("event_properties", "event_type", "insert_id", "server_received_time"),
    *("session_id", "user_id", "user_properties"),
]


def compare(company: Path, folder: Path, rounds: int, count: int = EVENTS) -> None:
    """Print the comparison."""
    path = folder / "events.ndjson"
    events.write(path, count)
    env = environment(company, folder / "warehouse")
    words = ["-m", "benchmarks.reading", str(path), str(folder / "reading")]
    runs: dict[str, list[Run]] = {"bare read_json": [], "staged": []}
    for _ in range(rounds):
        runs["bare read_json"].append(run([*words, "--bare"], env))
        runs["staged"].append(run(words, env))
    path.unlink()
    _report(count, {name: middle(each) for name, each in runs.items()})


def _report(count: int, runs: dict[str, Run]) -> None:
    title(f"Reading {count:,} JSON events, 24 keys each")
    bare = runs["bare read_json"].seconds
    table(
        ["process", "seconds", "rows/s", "vs bare", "peak MiB"],
        [
            [
                name,
                f"{one.seconds:.2f}",
                f"{count / one.seconds:,.0f}",
                f"{bare / one.seconds:.2f} x",
                f"{one.peak_mib:,.0f}",
            ]
            for name, one in runs.items()
        ],
    )


def _read_bare(path: Path) -> int:
    """Every key into a column of DuckDB's own choice."""
    with duckdb.connect() as connection:
        connection.execute(f"create table bare as select * from read_json('{path}')")
        return int(connection.execute("select count(*) from bare").fetchall()[0][0])


def _stage(path: Path, work: Path, memory: int) -> int:
    """Look at the file and stage the columns in use, as a refresh does."""
    status = path.stat()
    file = SourceFile(path, path.name, status.st_size, status.st_mtime_ns)
    sight = look(file, (path.name, ","))
    around = Surroundings(lambda: events.FIRST, print, memory=memory)
    with building.open_draft(Path(":memory:"), work, around) as connection:
        batch = batches.gather([], [(file, sight)])
        batch.wanted = frozenset(READ)
        staging.stage(connection, batch, work)
        return int(connection.execute("select count(*) from staged").fetchall()[0][0])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--bare", action="store_true", help="DuckDB's own reader")
    parser.add_argument("--memory", type=int, default=MEMORY)
    asked = parser.parse_args()
    if asked.bare:
        print(_read_bare(asked.path))
    else:
        print(_stage(asked.path, asked.work, asked.memory))
