"""Every mart has equal rows when PostgreSQL or ClickHouse computes it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb
import pytest

from queries import catalog
from tests.warehouses import marts_in_order

MARTS = [mart.name for mart in marts_in_order()]


def plain(value: Any) -> Any:
    return round(float(value), 9) if isinstance(value, int | float | Decimal) else value


def rows_of(found: list[dict[str, Any]]) -> list[str]:
    return sorted(
        repr({name: plain(value) for name, value in row.items()}) for row in found
    )


@pytest.mark.parametrize("name", MARTS)
def test_a_mart_has_equal_rows(tiny, engine, name):
    with duckdb.connect(tiny.folder / "g-000001.duckdb", read_only=True) as connection:
        stored = connection.execute(f"select * from {name}").to_arrow_table()
    found = engine.table(catalog.tables()[name].sql, {})
    from queries import frames

    assert rows_of(found.to_pylist()) == rows_of(frames.plain(stored).to_pylist())
    assert stored.num_rows
