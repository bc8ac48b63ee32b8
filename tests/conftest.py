"""What every test may ask for: the tiny warehouse, or one of its own rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from queries import Warehouse
from tests.engines import (
    ClickHouse,
    Postgres,
    postgres_binaries,
    running_postgres,
    tables_of,
)
from tests.tiny import TINY
from tests.warehouses import publish

# A busy machine is slow, and no less right.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture
def warehouse_of(tmp_path: Path) -> Callable[..., Warehouse]:
    """A function: rows by table -> a warehouse with them and their marts.

    What a row leaves out is filled with plain values: a sale of 10.00 of product p1
    to Germany, a view in the feed by u1, at noon of Monday 5 January 2026.
    """
    made = 0

    def build(**tables: list[dict[str, object]]) -> Warehouse:
        nonlocal made
        made += 1
        folder = tmp_path / f"warehouse-{made}"
        publish(folder, tables)
        return Warehouse(folder)

    return build


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The tiny warehouse of tests/tiny.py. Read only: many tests share it."""
    folder = tmp_path_factory.mktemp("tiny")
    publish(folder, TINY)
    return Warehouse(folder)


@pytest.fixture(scope="session")
def postgres(tiny: Warehouse) -> Iterator[Postgres]:
    """The tiny warehouse on a PostgreSQL of our own."""
    binaries = postgres_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed; on Debian: apt install postgresql-15")
    with running_postgres(binaries) as server:
        server.load(*tables_of(tiny.folder))
        yield server


@pytest.fixture(scope="session")
def clickhouse(tiny: Warehouse) -> Iterator[ClickHouse]:
    """The tiny warehouse on ClickHouse in this process."""
    engine = ClickHouse()
    engine.load(*tables_of(tiny.folder))
    yield engine
    engine.close()


@pytest.fixture(params=["postgres", "clickhouse"])
def engine(request: pytest.FixtureRequest) -> Postgres | ClickHouse:
    """The tiny warehouse on each other engine in turn."""
    chosen: Postgres | ClickHouse = request.getfixturevalue(request.param)
    return chosen
