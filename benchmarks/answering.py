"""Server time of each page, cache cold and warm, against the bare SQL of that page.

Runs in a process of its own: `python -m benchmarks.answering ROUNDS`, with COMPANY,
WAREHOUSE and CACHE in the environment, prints JSON.
"""

from __future__ import annotations

import json
import shutil
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

from config import settings
from portal.pages import all_pages
from queries.readers import SEARCH_PATH, Reader, read_pointer
from wsgi import server


@contextmanager
def recorded() -> Iterator[list[str]]:
    """Every statement that runs meanwhile, with its values written into it."""
    said: list[str] = []
    plain = Reader.table

    def table(self: Reader, sql: str, values: Mapping[str, Any]) -> Any:
        said.append(self.literal(sql, values))
        return plain(self, sql, values)

    Reader.table = table
    try:
        yield said
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


def asked_cold(path: str) -> tuple[list[str], float]:
    """The statements that a page runs when no answer is kept, and the time it took."""
    cache = settings().cache
    shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir(parents=True)
    with recorded() as statements:
        took = seconds(partial(get, path))
    return sorted(statements), took


def measured(path: str, rounds: int) -> dict[str, Any]:
    """One page: medians of its cold and warm answer and of its bare SQL."""
    statements, _ = asked_cold(path)
    cold = [asked_cold(path) for _ in range(rounds)]
    if any(again != statements for again, _ in cold):
        raise RuntimeError(f"{path} was not cold: some answers were kept elsewhere.")
    return {
        "path": path,
        "statements": len(statements),
        "bare": bare(settings().warehouse, statements, rounds),
        "cold": median(took for _, took in cold),
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
