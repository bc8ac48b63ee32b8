"""A table that changes its shape stops its own source, and says so."""

from __future__ import annotations

import pytest

from pipeline.databases.address import SourceError
from tests.pipeline.sourcedb import SHAPE


def test_only_columns_that_are_mapped_are_copied_and_new_ones_are_told(orders):
    orders.insert(1)
    assert orders.read(columns=("id",)).added == []
    kind = "Nullable(String)" if orders.server.kind == "clickhousedb" else "text"
    orders.server.run(f"alter table orders add column e_mail {kind}")
    orders.server.run(
        "insert into orders (id, updated_at, e_mail) "
        "values (2, '2026-03-01 10:00:00', 'ann@example.org')"
    )
    landed = orders.read(columns=("id",))
    assert (landed.rows, landed.added) == (1, ["e_mail"])
    assert orders.read(columns=("id",)).added == []
    raw = b"".join(path.read_bytes() for path in orders.landing.files())
    assert b"ann@" not in raw
    assert b"mug" not in raw


def test_a_column_that_is_mapped_later_is_read_for_all_rows(orders):
    orders.insert(1)
    orders.read(columns=("id",))
    assert orders.read(columns=("id", "note")).rows == 1
    assert (orders.landing.edition(), orders.rows()) == (2, [("1", "mug")])


def test_a_lost_column_or_table_is_named(orders):
    orders.insert(1)
    orders.read()
    with pytest.raises(SourceError, match="has no column gone; it has id, note, paid"):
        orders.read(columns=("id", "gone"))
    orders.server.run("drop table orders")
    with pytest.raises(SourceError, match="There is no table orders"):
        orders.read()
    assert orders.rows() == [("1", "mug")]


def test_a_column_of_another_type_stops_and_a_wider_one_does_not(orders):
    orders.insert(1)
    orders.read()
    orders.server.create("orders", **{**SHAPE, "id": "text"})
    orders.insert("'1'")
    with pytest.raises(SourceError, match="Column id was whole number and is now text"):
        orders.read()
    wide = "Int32" if orders.server.kind == "clickhousedb" else "bigint"
    orders.server.create("orders", **{**SHAPE, "id": wide})
    orders.insert(1)
    orders.insert(5)
    assert orders.read().rows == 1
