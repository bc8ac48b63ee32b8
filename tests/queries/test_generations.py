"""Readers never see two generations at once, however often a new one comes."""

from __future__ import annotations

import gc
import threading
import weakref
from datetime import UTC, date, datetime

import duckdb
import pytest

from queries import NoWarehouse, StaleGeneration, Warehouse
from queries.readers import Reader
from tests.warehouses import point, publish

DAYS = {"start": date(2026, 1, 5), "end": date(2026, 1, 5)}


def lines(count):
    """`count` orders; every sum of this generation must follow from its number."""
    return [{"amount": count, "unit_price": count} for _ in range(count)]


def answers(snapshot):
    """Three statements, one after the other."""
    sales = snapshot.measure(["sales"], **DAYS)["sales"][0]
    orders = snapshot.measure(["orders"], **DAYS)["orders"][0]
    return orders, sales, snapshot.coverage()["commerce"].rows


def forget(folder, generation):
    (folder / f"g-{generation:06d}.duckdb").unlink()
    (folder / f"ops-{generation:06d}.duckdb").unlink()


def test_threads_read_whole_generations_while_new_ones_come(tmp_path):
    publish(tmp_path, {"fct_order_line": lines(1)}, generation=1)
    warehouse = Warehouse(tmp_path)
    done = threading.Event()
    problems, seen = [], set()

    def read():
        while not done.is_set():
            try:
                snapshot = warehouse.snapshot()
                number = snapshot.generation
                found = answers(snapshot)
                seen.add(number)
                if found != (number, number * number, number):
                    problems.append((number, found))
            except Exception as error:  # the test counts every kind
                problems.append(error)

    readers = [threading.Thread(target=read) for _ in range(6)]
    for thread in readers:
        thread.start()
    for number in range(2, 14):
        publish(tmp_path, {"fct_order_line": lines(number)}, generation=number)
        if number > 2:
            forget(tmp_path, number - 2)
    done.set()
    for thread in readers:
        thread.join()
    assert problems == []
    assert len(seen) > 5


def test_a_snapshot_keeps_its_generation_after_its_files_are_gone(tmp_path):
    publish(tmp_path, {"fct_order_line": lines(1)}, generation=1)
    warehouse = Warehouse(tmp_path)
    old = warehouse.snapshot()
    for number in (2, 3, 4):
        publish(tmp_path, {"fct_order_line": lines(number)}, generation=number)
    forget(tmp_path, 1)
    assert answers(old) == (1, 1, 1)
    assert answers(warehouse.snapshot()) == (4, 16, 4)
    assert answers(warehouse.snapshot(1)) == (1, 1, 1)


def test_a_generation_that_is_kept_can_be_asked_for_by_number(tmp_path):
    for number in (1, 2):
        publish(tmp_path, {"fct_order_line": lines(number)}, generation=number)
    snapshot = Warehouse(tmp_path).snapshot(1)
    assert snapshot.generation == 1
    assert snapshot.published_at.tzinfo is UTC
    assert answers(snapshot) == (1, 1, 1)


@pytest.mark.parametrize("number", [1, 9])
def test_a_generation_that_is_gone_or_to_come_is_named(tmp_path, number):
    for generation in (1, 2, 3):
        publish(tmp_path, {}, generation=generation)
    forget(tmp_path, 1)
    with pytest.raises(
        StaleGeneration, match=f"Generation {number} is not kept; the newest is 3"
    ):
        Warehouse(tmp_path).snapshot(number)


def test_a_warehouse_built_anew_under_the_same_number_is_read_anew(tmp_path):
    publish(tmp_path, {"fct_order_line": lines(1)}, generation=1)
    warehouse = Warehouse(tmp_path)
    before = warehouse.snapshot()
    forget(tmp_path, 1)
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    publish(tmp_path, {"fct_order_line": lines(3)}, published_at=moment)
    assert answers(warehouse.snapshot()) == (3, 9, 3)
    assert answers(before) == (1, 1, 1)


def test_files_are_let_go_when_no_one_reads_them(tmp_path):
    publish(tmp_path, {"fct_order_line": lines(1)}, generation=1)
    warehouse = Warehouse(tmp_path)
    held = warehouse.snapshot()
    reader = weakref.ref(held._reader)
    publish(tmp_path, {"fct_order_line": lines(2)}, generation=2)
    warehouse.snapshot()
    gc.collect()
    assert reader() is not None
    del held
    gc.collect()
    assert reader() is None


def test_a_failed_refresh_shows_beside_the_old_data(tmp_path):
    publish(tmp_path, {"fct_order_line": lines(1)}, generation=1)
    warehouse = Warehouse(tmp_path)
    before = warehouse.snapshot()
    publish(tmp_path, {"ops_refresh": [{}, {}]}, generation=1, ops_version=2)
    after = warehouse.snapshot()
    assert after.generation == before.generation
    assert after.version != before.version
    assert answers(after) == (1, 1, 1)
    count = "select count(*) as n from ops_refresh"
    assert after._reader.table(count, {}).to_pylist() == [{"n": 2}]
    assert before._reader.table(count, {}).to_pylist() == [{"n": 0}]


def test_the_time_of_publication_is_told(tmp_path):
    moment = datetime(2026, 3, 1, 7, 30, tzinfo=UTC)
    publish(tmp_path, {}, published_at=moment)
    assert Warehouse(tmp_path).snapshot().published_at == moment


def test_without_a_published_generation_the_message_says_what_to_do(tmp_path):
    with pytest.raises(NoWarehouse, match="run `python -m pipeline refresh`"):
        Warehouse(tmp_path / "nowhere").snapshot()
    publish(tmp_path, {})
    point(
        tmp_path,
        {
            "generation": 0,
            "data": None,
            "ops": "ops-000001.duckdb",
            "ops_version": 1,
            "published_at": None,
        },
    )
    with pytest.raises(NoWarehouse, match="`python -m pipeline status` says why"):
        Warehouse(tmp_path).snapshot()
    (tmp_path / "CURRENT").write_text("half a poin")
    with pytest.raises(NoWarehouse, match=r"CURRENT cannot be read.*publish again"):
        Warehouse(tmp_path).snapshot()


def test_files_that_cannot_be_opened_are_named(tmp_path):
    publish(tmp_path, {})
    (tmp_path / "g-000001.duckdb").write_bytes(b"not a database" * 1000)
    with pytest.raises(NoWarehouse, match=r"generation 1 .* cannot be opened"):
        Warehouse(tmp_path).snapshot()


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "copy (select 1 as one) to '/tmp/northstar-leak.csv'",
        "attach '/tmp/northstar-other.duckdb' as other",
        "install httpfs",
        "set enable_external_access = true",
        "set memory_limit = '1TB'",
        "insert into fct_order_line select * from fct_order_line",
        "drop table dim_user",
        "create table data.main.mine (a integer)",
        "delete from ops_refresh",
    ],
)
def test_the_door_is_shut_to_all_but_reading(tmp_path, statement):
    publish(tmp_path, {})
    connection = Reader(
        tmp_path / "g-000001.duckdb", tmp_path / "ops-000001.duckdb"
    )._connect()
    with pytest.raises(duckdb.Error):
        connection.execute(statement).fetchall()
