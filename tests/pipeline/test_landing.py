"""What a database says lands once, whole, and in spite of everything."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from pipeline.databases import extraction
from pipeline.databases.address import SourceError
from tests.pipeline.sourcedb import SHAPE


def test_the_first_read_takes_every_row_and_the_second_only_what_is_new(orders):
    orders.insert(1)
    orders.insert(2, note="")
    orders.insert(3, note=None)
    assert orders.read().rows == 3
    assert orders.rows() == [("1", "mug"), ("2", ""), ("3", None)]
    assert orders.read().rows == 0
    orders.insert(4, at="2026-03-01 10:07:00")
    assert orders.read().rows == 1
    assert orders.rows()[3:] == [("4", "mug")]
    assert [path.name for path in orders.landing.files()] == [
        "000001.parquet",
        "000002.parquet",
    ]


def test_amounts_are_exact_and_times_are_utc(orders):
    orders.insert(1, paid="12345678901234.5600", at="2026-03-01 10:00:00.123456")
    orders.read(columns=("id", "paid", "updated_at"))
    [(paid, at)] = orders.rows("paid", "updated_at")
    assert Decimal(paid) == Decimal("12345678901234.56")
    assert at == "2026-03-01 10:00:00.123456"


def test_a_row_that_changes_lands_again_and_others_do_not(orders):
    orders.insert(1)
    orders.insert(2)
    orders.read()
    if orders.server.kind == "clickhousedb":
        orders.server.run(
            "alter table orders delete where id = 2 settings mutations_sync = 2"
        )
    else:
        orders.server.run("delete from orders where id = 2")
    orders.insert(2, note="cup", at="2026-03-01 11:00:00")
    assert orders.read().rows == 1
    assert orders.rows() == [("1", "mug"), ("2", "mug"), ("2", "cup")]


def test_equal_times_and_late_commits_within_the_overlap_are_not_lost(orders):
    orders.insert(1, at="2026-03-01 10:00:00")
    orders.read()
    orders.insert(2, at="2026-03-01 10:00:00")
    orders.insert(3, at="2026-03-01 09:50:00")
    assert orders.read().rows == 2
    orders.insert(4, at="2026-03-01 09:49:59")
    assert orders.read().rows == 0, "earlier than the overlap: told in the README"
    assert orders.read(overlap="1 hour").rows == 1


def test_a_time_far_ahead_does_not_hide_what_comes_after_it(orders):
    orders.insert(1, at="2099-01-01 00:00:00")
    orders.read()
    orders.insert(2, at="2026-11-22 11:55:00")
    assert orders.read().rows == 1
    assert orders.read().rows == 0


def test_rows_without_a_time_are_read_and_only_once(orders):
    orders.insert(1, at=None)
    orders.insert(2)
    assert orders.read().rows == 2
    assert orders.read().rows == 0
    orders.insert(3, at=None)
    assert orders.read().rows == 1
    assert sorted(orders.rows()) == [("1", "mug"), ("2", "mug"), ("3", "mug")]


def test_two_rows_that_say_the_same_are_two_rows(orders):
    orders.insert(1)
    orders.insert(1)
    assert orders.read().rows == 2
    orders.insert(1)
    assert orders.read().rows == 1


def test_a_whole_table_lands_only_if_it_differs(orders):
    orders.insert(1)
    orders.insert(2)
    assert orders.read(incremental=None).rows == 2
    assert orders.read(incremental=None).rows == 0
    orders.insert(3)
    assert orders.read(incremental=None).rows == 1
    assert orders.landing.edition() == 1
    orders.server.create("orders", **SHAPE)
    orders.insert(2)
    assert orders.read(incremental=None).rows == 1
    assert (orders.landing.edition(), orders.rows()) == (2, [("2", "mug")])
    assert orders.read(incremental=None).rows == 0


def test_an_empty_table_is_no_problem(orders):
    assert orders.read().rows == 0
    assert orders.rows() == []
    orders.insert(1)
    assert orders.read().rows == 1


def test_a_query_is_read_like_a_table(orders):
    orders.insert(1, note="10:30")
    orders.insert(2, note="5:06")
    asked = {
        "table": None,
        "query": "select id, note, updated_at from orders where note <> ':x %s';",
    }
    assert orders.read(columns=("id", "note"), **asked).rows == 2
    assert orders.read(columns=("id", "note"), **asked).rows == 0
    assert orders.rows() == [("1", "10:30"), ("2", "5:06")]


@pytest.mark.parametrize("deadly", ["landing", "landed", "edition"])
def test_a_read_cut_short_loses_and_repeats_nothing(orders, deadly, monkeypatch):
    monkeypatch.setattr(extraction, "MOST_ROWS", 3)
    for number in range(5):
        orders.insert(number, at=f"2026-03-01 10:0{number}:00")

    def fail(point):
        if point == deadly:
            raise KeyboardInterrupt

    for at_first in (True, False):
        if not at_first:
            for number in range(5, 10):
                orders.insert(number, at=f"2026-03-01 11:0{number}:00")
            if deadly == "edition":
                break
        orders.landing.reached = fail
        with pytest.raises(KeyboardInterrupt):
            orders.read()
        orders.landing.reached = lambda point: None
        orders.read()
        expected = 5 if at_first else 10
        assert sorted(orders.rows("id")) == [(str(one),) for one in range(expected)]


def test_many_small_reads_give_what_one_gives(orders, monkeypatch):
    monkeypatch.setattr(extraction, "MOST_ROWS", 4)
    start = datetime(2026, 3, 1, 10)
    for number in range(20):
        orders.insert(number, at=start + timedelta(minutes=7 * number))
        if number % 3 == 0:
            orders.read()
    orders.read()
    assert [int(one) for (one,) in orders.rows("id")] == list(range(20))


def test_a_landed_file_that_is_damaged_is_named(orders):
    orders.insert(1)
    orders.read()
    [path] = orders.landing.files()
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(SourceError, match=r"Delete the folder .*orders to read"):
        orders.read()
