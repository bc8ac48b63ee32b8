"""A source whose files change their shape: new columns are told, lost ones stop it."""

from __future__ import annotations

import json

import pytest

from tests.pipeline.conftest import BUYERS, HEADER, ORDERS, line
from tests.pipeline.test_formats import EVENTS, write_parquet

USERS = BUYERS.replace("{data}/*.csv", "{data}/users/*.csv")


@pytest.fixture
def feed(workshop):
    workshop.mapping("feed.sql", EVENTS.replace("{data}/*", "{data}/feed/*"))
    workshop.mapping("buyers.sql", USERS)
    return workshop


def csv_rows(header: str = "at,who,value,note", **changes: str) -> str:
    plain = {"at": "2026-01-01", "who": "u", "value": "1", "note": "n", **changes}
    names = header.split(",")
    row = ",".join(plain.get(name, "x") for name in names) + "\n"
    return header + "\n" + row * 12


def json_rows(**changes: object) -> str:
    plain = {"at": "2026-01-01", "who": "u", "value": 1, "note": "n", **changes}
    kept = {key: value for key, value in plain.items() if value != "gone"}
    return (json.dumps(kept) + "\n") * 12


def parquet(feed, name: str, **changes: str) -> None:
    plain = {"at": "timestamp '2026-01-01'", "who": "'u'", "value": "1", "note": "'n'"}
    shown = ", ".join(
        f'{value} as "{key}"' for key, value in {**plain, **changes}.items() if value
    )
    write_parquet(feed.data / "feed" / name, f"select {shown} from range(12)")


def write(feed, kind: str, name: str, changes: dict) -> None:
    if kind == "parquet":
        parquet(feed, f"{name}.parquet", **changes)
    elif kind == "json":
        feed.file(f"feed/{name}.ndjson", json_rows(**changes))
    else:
        feed.file(f"feed/{name}.csv", csv_rows(**changes))


STOPPED = {
    "CSV column dropped": ("csv", {"header": "at,who,value"}, "no column note"),
    "CSV column renamed": ("csv", {"header": "at,user,value,note"}, "no column who"),
    "CSV number to text": ("csv", {"value": "one"}, "values of value is double"),
    "CSV date to text": ("csv", {"at": "new year"}, "values of at is timestamp"),
    "JSON key dropped": ("json", {"who": "gone"}, "has the key who"),
    "JSON value to object": ("json", {"who": {"id": 1}}, "who is object; before"),
    "JSON value to array": ("json", {"note": ["n"]}, "note is array; before"),
    "JSON number to text": ("json", {"value": "one"}, "values of value is double"),
    "parquet column dropped": ("parquet", {"note": ""}, "no column note"),
    "parquet number to text": ("parquet", {"value": "'1'"}, "value is string; before"),
    "parquet time to number": ("parquet", {"at": "20260101"}, "at is number; before"),
}
GOES_ON = {
    "CSV column added": ("csv", {"header": "at,who,value,note,email"}, True),
    "JSON key added": ("json", {"email": "a@b.c"}, True),
    "parquet column added": ("parquet", {"email": "'a@b.c'"}, True),
    "parquet number wider": ("parquet", {"value": "cast(1 as bigint)"}, False),
    "CSV columns in another order": ("csv", {"header": "note,at,value,who"}, False),
    "JSON key null": ("json", {"note": None}, False),
}


@pytest.mark.parametrize(("kind", "changes", "reason"), STOPPED.values(), ids=STOPPED)
def test_a_lost_or_retyped_column_stops_its_source_alone(feed, kind, changes, reason):
    write(feed, kind, "a", {})
    feed.file("users/a.csv", HEADER + line(1))
    assert feed.refresh().status == "published"
    before = feed.ask("select * from fct_interaction order by 1")

    write(feed, kind, "b", changes)
    write(feed, kind, "c", {})
    feed.file("users/b.csv", HEADER + line(2))
    assert feed.refresh().status == "published"
    [(file, _, scope, rows, said)] = feed.problems()
    assert (file.rpartition(".")[0], scope, rows) == ("b", "source", 0)
    assert reason in said
    assert feed.ask("select * from fct_interaction order by 1") == before
    assert feed.counts() == (1, 1, 0, 0)

    write(feed, kind, "b", {})
    assert feed.refresh().status == "published"
    assert feed.problems() == []
    assert feed.counts() == (24, 24, 0, 0)


@pytest.mark.parametrize(("kind", "changes", "told"), GOES_ON.values(), ids=GOES_ON)
def test_other_changes_go_on_and_new_columns_are_told(feed, kind, changes, told):
    write(feed, kind, "a", {})
    feed.file("users/a.csv", HEADER + line(1))
    feed.refresh()
    write(feed, kind, "b", changes)
    assert feed.refresh().status == "published"
    assert feed.counts() == (12, 12, 0, 0)
    assert ["new column email" in one[4] for one in feed.problems()] == [True] * told


def test_a_stopped_source_is_told_once_and_publishes_nothing(feed):
    write(feed, "csv", "a", {})
    feed.file("users/a.csv", HEADER + line(1))
    feed.refresh()
    write(feed, "csv", "b", {"header": "at,who,value"})
    outcome = feed.refresh()
    assert outcome.status == "nothing_new"
    assert "The source is stopped: it has no column note any more" in outcome.message
    assert outcome.current.generation == 1
    assert feed.refresh().current.ops_version == outcome.current.ops_version


def test_a_file_that_was_replaced_by_another_shape_keeps_its_old_rows(shop):
    shop.mapping("orders.sql", ORDERS)
    shop.file("a.csv", HEADER + line(1))
    shop.refresh()
    shop.file("a.csv", "id,order_no,at\nL1,O1,2026-01-01\n")
    assert shop.refresh().status == "nothing_new"
    assert shop.ask("select count(*) from fct_order_line") == [(1,)]
    shop.mapping("buyers.sql", BUYERS.replace("country", "upper(country) as country"))
    outcome = shop.refresh()
    assert outcome.status == "failed"
    assert "has another shape now, so that its rows would be lost" in outcome.message
