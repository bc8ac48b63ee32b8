"""A company whose rows lie in a database is refreshed like one whose rows are files."""

from __future__ import annotations

import shutil
from decimal import Decimal

import pytest

from tests.pipeline.conftest import HEADER, ORDERS, line
from tests.pipeline.sourcedb import SourceDatabase

MAPPING = """/*
into = "fct_order_line"
from = "{{shop}}"
table = "sales"
incremental = "updated_at"
key  = ["order_line_id"]
*/
select
    id as order_line_id,
    id as order_id,
    cast(updated_at as timestamp) as ordered_at,
    buyer as user_id,
    'mug' as product_id,
    'sale' as kind,
    1 as quantity,
    cast(paid as decimal(18, 4)) as unit_price,
    cast(paid as decimal(18, 4)) as amount
from source
"""
SHAPE = {
    "id": "text",
    "buyer": "text",
    "note": "text",
    "paid": "decimal",
    "updated_at": "timestamp",
}
TOTAL = "select count(*), sum(amount) from fct_order_line"


class Shop:
    """A company with one table in a database, and one folder of files."""

    def __init__(self, workshop, server: SourceDatabase):
        self.server = server
        self.workshop = workshop
        workshop.mapping("sales.sql", MAPPING.replace("{{shop}}", "{shop}"))
        server.create("sales", **SHAPE)
        self.settings = {"shop": server.url}

    def insert(self, number, paid="1.50", at="2026-03-01 10:00:00", buyer="'ann'"):
        self.server.run(
            f"insert into sales values ('D{number}', {buyer}, 'cup', '{paid}', '{at}')"
        )

    def refresh(self, **more):
        given = {"settings": self.settings, **more}
        return self.workshop.refresh(**given)

    def total(self):
        return self.workshop.ask(TOTAL)[0]


@pytest.fixture
def shop(workshop, source_server):
    return Shop(workshop, source_server)


def test_rows_come_in_once_and_a_changed_row_replaces_the_old_one(shop):
    shop.insert(1)
    shop.insert(2, paid="0.0001")
    assert shop.refresh().status == "published"
    assert shop.total() == (2, Decimal("1.5001"))
    assert shop.refresh().status == "nothing_new"
    shop.insert(2, paid="7", at="2026-03-01 12:00:00")
    shop.insert(3, at="2026-03-01 12:00:00")
    assert shop.refresh().status == "published"
    assert shop.total() == (3, Decimal("10"))
    assert shop.workshop.counts() == (2, 2, 0, 0)


def test_a_rebuild_does_not_need_the_database(shop):
    shop.insert(1)
    shop.refresh()
    shop.insert(2)
    shop.refresh()
    before = shop.workshop.contents()
    away = {"shop": "postgresql+psycopg://nobody:{env:PW}@127.0.0.1:9/away"}
    mapping = shop.workshop.folder / "sources" / "sales.sql"
    assert "{shop}" in mapping.read_text()
    outcome = shop.refresh(settings=away, from_scratch=True)
    assert outcome.status == "published"
    assert shop.workshop.contents() == before
    assert "environment variable PW, which is not set" in shop.workshop.problems()[0][4]


def test_a_database_that_is_down_stops_its_own_source_only(shop):
    shop.insert(1)
    shop.workshop.mapping("orders.sql", ORDERS)
    shop.workshop.file("a.csv", HEADER + line(1))
    assert shop.refresh().status == "published"
    shop.workshop.file("b.csv", HEADER + line(2))
    down = {"shop": "postgresql+psycopg://ann:s3cret@127.0.0.1:9/shop"}
    outcome = shop.refresh(settings=down)
    assert outcome.status == "published"
    assert shop.total()[0] == 3
    [(file, _, scope, _, reason)] = shop.workshop.problems()
    assert (file, scope) == ("table sales", "source")
    assert "postgresql://127.0.0.1:9/shop says: " in reason
    assert "What was read before stays." in reason
    outcome = shop.refresh(settings=down)
    assert outcome.status == "nothing_new"
    assert outcome.message.startswith("Nothing new, but 1 source could not be read: ")
    version = outcome.current.ops_version
    assert shop.refresh(settings=down).current.ops_version == version, "told once"
    shop.insert(3)
    assert shop.refresh().status == "published"
    assert shop.total()[0] == 4
    assert "s3cret" not in everything_told(shop.workshop)


def everything_told(workshop) -> str:
    tables = workshop.ask("select table_name from duckdb_tables()")
    rows = [str(workshop.ask(f"from {name}")) for (name,) in tables]
    files = [
        path.read_bytes().decode("latin-1")
        for path in workshop.warehouse.rglob("*")
        if path.is_file()
    ]
    return "\n".join([*rows, *files, *workshop.told])


def test_a_database_that_was_never_reached_is_told_and_comes_in_later(shop):
    shop.workshop.mapping("orders.sql", ORDERS)
    shop.workshop.file("a.csv", HEADER + line(1))
    shop.insert(1)
    shop.server.run("drop table sales")
    assert shop.refresh().status == "published"
    [(_, _, scope, _, reason)] = shop.workshop.problems()
    assert (scope, shop.total()[0]) == ("mapping", 1)
    assert "There is no table sales" in reason
    shop.server.create("sales", **SHAPE)
    shop.insert(1)
    assert shop.refresh().status == "published"
    assert shop.total()[0] == 2


def test_a_table_that_changed_its_shape_keeps_its_old_rows(shop):
    shop.insert(1)
    shop.refresh()
    shop.server.create("sales", **{**SHAPE, "paid": "integer"})
    shop.insert(2, paid="7")
    outcome = shop.refresh()
    assert outcome.status == "nothing_new"
    assert "Column paid was " in outcome.message
    assert shop.total() == (1, Decimal("1.5"))
    landing = shop.workshop.warehouse / "landing"
    assert f"delete the folder {landing}" in outcome.message
    shutil.rmtree(landing)
    assert shop.refresh().status == "published"
    assert shop.workshop.counts() == (1, 1, 0, 0)
    assert shop.total() == (1, Decimal(7))


def test_a_column_that_is_mapped_later_is_filled_for_old_rows_too(shop):
    shop.insert(1)
    shop.refresh()
    more = MAPPING.replace("{{shop}}", "{shop}").replace(
        "'mug' as product_id", "note as product_id"
    )
    shop.workshop.mapping("sales.sql", more)
    assert shop.refresh().status == "published"
    assert shop.workshop.ask("select order_id, product_id from fct_order_line") == [
        ("D1", "cup")
    ]


def test_a_whole_table_that_lost_a_row_loses_it_here_too(shop):
    whole = MAPPING.replace("{{shop}}", "{shop}").replace(
        'incremental = "updated_at"\n', ""
    )
    shop.workshop.mapping("sales.sql", whole)
    shop.insert(1)
    shop.insert(2)
    shop.refresh()
    shop.insert(3)
    assert shop.refresh().status == "published"
    assert shop.workshop.counts()[0] == 1, "only what is new is read again"
    shop.server.create("sales", **SHAPE)
    shop.insert(3)
    assert shop.refresh().status == "published"
    assert shop.workshop.ask("select order_line_id from fct_order_line") == [("D3",)]
    assert shop.refresh().status == "nothing_new"


def test_hostile_text_is_only_text(shop):
    hostile = "x'); drop table sales; -- :a {env:HOME} \n\t€ \""
    quoted = hostile.replace("'", "''")
    shop.insert(1, buyer=f"'{quoted}'")
    shop.insert(2, buyer="''", at="2026-03-01 10:00:01")
    shop.insert(3, buyer="null", at="2026-03-01 10:00:02")
    shop.refresh()
    rows = shop.workshop.ask("select user_id from fct_order_line order by order_id")
    assert rows == [(hostile,), ("",), (None,)]


def test_an_address_without_table_or_query_is_told_and_not_shown(shop):
    bare = MAPPING.replace("{{shop}}", "{shop}").replace('table = "sales"\n', "")
    shop.workshop.mapping("sales.sql", bare.replace('incremental = "updated_at"\n', ""))
    outcome = shop.refresh(settings={"shop": "postgresql://ann:s3cret@shop/db"})
    assert outcome.status == "failed"
    assert "add table = " in outcome.message
    assert "s3cret" not in everything_told(shop.workshop)
