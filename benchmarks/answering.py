"""Server time of each page, cache cold and warm, against the bare SQL of that page.

Runs in a process of its own: `python -m benchmarks.answering ROUNDS`, with COMPANY,
WAREHOUSE and CACHE in the environment, prints JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path
from statistics import median
from typing import Any

import duckdb

from benchmarks.forgetting import forget
from config import settings
from portal.pages import all_pages
from queries.readers import SEARCH_PATH, Reader, read_pointer
from wsgi import server


@contextmanager
def watched(seen: Callable[[Reader, str, Mapping[str, Any]], None]) -> Iterator[None]:
    """Meanwhile, `seen` is told of every statement that runs."""
    plain = Reader.table

    def table(self: Reader, sql: str, values: Mapping[str, Any]) -> Any:
        seen(self, sql, values)
        return plain(self, sql, values)

    Reader.table = table
    try:
        yield
    finally:
        Reader.table = plain


def seconds(what: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    what()
    return time.perf_counter() - started


def bare(warehouse: Path, statements: list[str], rounds: int) -> float:
    """The page's statements one after another on a plain connection, as Arrow."""
    pointer = read_pointer(warehouse)
    connection = duckdb.connect(":memory:")
    connection.execute(f"attach '{warehouse / str(pointer.data)}' as data (read_only)")
    connection.execute(f"attach '{warehouse / pointer.ops}' as ops (read_only)")
    connection.execute(SEARCH_PATH)

    def run() -> None:
        for statement in statements:
            connection.execute(statement).to_arrow_table()

    run()
    return median(seconds(run) for _ in range(rounds))


def get(path: str) -> None:
    """Ask the portal for a page."""
    answer = server.test_client().get(path)
    if answer.status_code != HTTPStatus.OK:
        raise RuntimeError(f"{path} answered {answer.status}; see its log.")


def statements_of(path: str) -> list[str]:
    """What a page runs when nothing is kept, with the values written into it."""
    said: list[str] = []
    forget(settings().warehouse)
    get("/healthz")
    with watched(lambda reader, sql, values: said.append(reader.literal(sql, values))):
        get(path)
    return said


def cold(path: str, expected: int) -> float:
    """How long a page takes when nothing is kept but the open files.

    Raises:
        RuntimeError: If it runs another number of statements than it should.
    """
    ran: list[str] = []
    forget(settings().warehouse)
    get("/healthz")
    with watched(lambda _reader, sql, _values: ran.append(sql)):
        took = seconds(partial(get, path))
    if len(ran) != expected:
        raise RuntimeError(f"{path} ran {len(ran)} of {expected} statements: not cold.")
    return took


def measured(path: str, rounds: int) -> dict[str, Any]:
    """One page: medians of its cold and warm answer and of its bare SQL."""
    statements = statements_of(path)
    return {
        "path": path,
        "statements": len(statements),
        "bare": bare(settings().warehouse, statements, rounds),
        "cold": median(cold(path, len(statements)) for _ in range(rounds)),
        "warm": median(seconds(partial(get, path)) for _ in range(rounds * 2)),
    }


def main() -> None:
    """Measure every page and print the figures as JSON."""
    rounds = int(sys.argv[1])
    paths = [module.PAGE.path for module in all_pages()]
    measured(paths[-1], 1)
    print(json.dumps([measured(path, rounds) for path in paths]))


if __name__ == "__main__":
    main()
