"""Answers are computed once, kept as plain bytes, and never outlive their data."""

from __future__ import annotations

import pickle
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pyarrow as pa
import pytest

from queries import Warehouse
from queries.cache import Cache
from queries.readers import Reader
from tests.warehouses import publish

ANSWER = pa.table({"a": [1, 2]})
DAYS = {"start": date(2026, 1, 5), "end": date(2026, 1, 5)}


class Shelf(dict):
    """A store in memory."""

    def set(self, key, value):
        self[key] = value


class Broken:
    """A store whose disk is gone."""

    def get(self, key):
        raise OSError("disk on fire")

    def set(self, key, value):
        raise OSError("disk on fire")


def asked(monkeypatch):
    """Count the statements that reach the warehouse."""
    statements = []
    table = Reader.table

    def counting(self, sql, values):
        statements.append(sql)
        time.sleep(0.05)
        return table(self, sql, values)

    monkeypatch.setattr(Reader, "table", counting)
    return statements


def test_fifty_threads_with_one_question_ask_the_warehouse_once(tiny, monkeypatch):
    statements = asked(monkeypatch)
    warehouse = Warehouse(tiny.folder, Shelf())
    together = threading.Barrier(50)

    def ask(_):
        together.wait()
        return warehouse.snapshot().fetch("growth/coverage")

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(ask, range(50)))
    assert len(statements) == 1
    assert all(answer.equals(answers[0]) for answer in answers)
    answers[0]["fact_rows"] = 0
    assert (answers[1]["fact_rows"] > 0).all()


def test_an_answer_is_kept_between_processes_as_arrow_bytes(tiny, monkeypatch):
    statements = asked(monkeypatch)
    shelf = Shelf()
    first = Warehouse(tiny.folder, shelf).snapshot().fetch("growth/coverage")
    second = Warehouse(tiny.folder, shelf).snapshot().fetch("growth/coverage")
    assert len(statements) == 1
    assert second.equals(first)
    [kept] = shelf.values()
    assert isinstance(kept, bytes)


def test_measures_are_kept_too(tiny, monkeypatch):
    statements = asked(monkeypatch)
    snapshot = Warehouse(tiny.folder, Shelf()).snapshot()
    first = snapshot.measure(["sales", "messages"], **DAYS, grain="day")
    count = len(statements)
    second = snapshot.measure(["sales", "messages"], **DAYS, grain="day")
    assert len(statements) == count
    assert second.equals(first)
    assert (second.dtypes == first.dtypes).all()
    other = snapshot.measure(["sales", "messages"], **DAYS, where={"country": ["FR"]})
    assert other["sales"][0] == 0


def test_a_new_generation_gives_a_new_answer(tmp_path):
    shelf = Shelf()
    publish(tmp_path, {"fct_order_line": [{}]}, generation=1)
    warehouse = Warehouse(tmp_path, shelf)
    old = warehouse.snapshot()
    assert old.measure(["orders"], **DAYS)["orders"][0] == 1
    publish(tmp_path, {"fct_order_line": [{}, {}]}, generation=2)
    assert warehouse.snapshot().measure(["orders"], **DAYS)["orders"][0] == 2
    assert old.measure(["orders"], **DAYS)["orders"][0] == 1


def test_a_rebuilt_warehouse_of_the_same_number_gives_a_new_answer(tmp_path):
    shelf = Shelf()
    for lines in ([{}], [{}, {}, {}]):
        for path in tmp_path.glob("*"):
            path.unlink()
        publish(tmp_path, {"fct_order_line": lines}, generation=1)
        answer = Warehouse(tmp_path, shelf).snapshot().measure(["orders"], **DAYS)
        assert answer["orders"][0] == len(lines)


def foreign_pickle():
    class Exploit:
        def __reduce__(self):
            return (pytest.fail, ("bytes from the cache were unpickled",))

    return pickle.dumps(Exploit())


@pytest.mark.parametrize(
    "damage", ["empty", "cut", "flipped", "pickle", "text", "none"]
)
def test_broken_bytes_count_as_a_miss(tiny, damage):
    shelf = Shelf()
    warehouse = Warehouse(tiny.folder, shelf)
    right = warehouse.snapshot().fetch("growth/coverage")
    [(key, kept)] = shelf.items()
    shelf[key] = {
        "empty": b"",
        "cut": kept[:-20],
        "flipped": kept[:60] + bytes([kept[60] ^ 1]) + kept[61:],
        "pickle": foreign_pickle(),
        "text": "an answer of another program",
        "none": None,
    }[damage]
    assert warehouse.snapshot().fetch("growth/coverage").equals(right)
    assert shelf[key] == kept


def test_an_answer_under_the_key_of_another_question_counts_as_a_miss():
    shelf = Shelf()
    cache = Cache(shelf)
    cache.answer("one", lambda: ANSWER)
    shelf["two"] = shelf["one"]
    assert cache.answer("two", lambda: pa.table({"b": [3]})).column_names == ["b"]


def test_a_broken_store_never_breaks_an_answer():
    assert Cache(Broken()).answer("key", lambda: ANSWER).equals(ANSWER)


def test_an_error_reaches_all_who_wait_and_is_not_kept():
    cache = Cache(Shelf())
    entered, leave = threading.Event(), threading.Event()

    def fail():
        entered.set()
        leave.wait()
        raise ValueError("no such column")

    with ThreadPoolExecutor(2) as pool:
        leader = pool.submit(cache.answer, "key", fail)
        entered.wait()
        follower = pool.submit(cache.answer, "key", fail)
        time.sleep(0.05)
        leave.set()
        for one in (leader, follower):
            with pytest.raises(ValueError, match="no such column"):
                one.result()
    assert cache.answer("key", lambda: ANSWER).equals(ANSWER)
