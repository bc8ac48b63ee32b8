"""Every value of PostgreSQL arrives as the text that says exactly the same."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from pipeline.databases import address, extraction
from pipeline.databases.address import SourceError
from pipeline.databases.landing import Landing
from pipeline.databases.source import read
from pipeline.databases.values import as_json, as_text
from tests import engines
from tests.pipeline import sourcedb

VALUES = {
    "numeric(38, 10)": ("1234567890123456789012345678.0123456789",) * 2,
    "numeric": ("1e-7", "0.0000001"),
    "numeric(10, 2)": ("NaN", "NaN"),
    "bigint": ("-9223372036854775808",) * 2,
    "double precision": ("0.1", "0.1"),
    "real": ("'Infinity'", "inf"),
    "boolean": ("true", "true"),
    "timestamp": ("2026-03-29 02:30:00.000001",) * 2,
    "timestamptz": ("2026-03-29 02:30:00+03:30", "2026-03-28 23:00:00"),
    "date": ("0001-01-01", "0001-01-01"),
    "time": ("23:59:59.999999", "23:59:59.999999"),
    "interval": ("1 day 2 hours", "1 days 7200 seconds 0 microseconds"),
    "uuid": ("0e37df36-f698-11e6-8dd4-cb9ced3df976",) * 2,
    "json": ('{"b": 1.10, "a": [1, null]}',) * 2,
    "jsonb": ('{"n": 12345678901234567890.123}',) * 2,
    "text[]": ('{a,NULL,"b,c","",€}', '["a",null,"b,c","","€"]'),
    "numeric[]": ("{1.10,2}", "[1.10,2]"),
    "int[][]": ("{{1,2},{3,4}}", "[[1,2],[3,4]]"),
    "bytea": ("\\x00ff", "00ff"),
    "inet": ("10.0.0.1", "10.0.0.1"),
    "char(3)": ("ab ", "ab "),
    "text": ("", ""),
    "varchar(9)": (None, None),
}


@pytest.fixture(scope="module")
def postgres():
    binaries = engines.postgres_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed.")
    with sourcedb.postgres(binaries) as server:
        yield server


def land(server, folder, columns, **header):
    database = read({"from": server.url, "table": "kinds", **header})
    landing = Landing(folder / "kinds", lambda point: None)
    place = address.resolve(database.address, {}, {}, folder)
    now = sourcedb.NOON
    extraction.land(
        landing, place, extraction.Wanted(database, frozenset(columns), now)
    )
    return [
        row
        for path in landing.files()
        for row in landing.rows_of(path, sorted(columns))
    ]


def test_every_type_arrives_exactly(postgres, tmp_path):
    names = [f"c{number:02}" for number in range(len(VALUES))]
    shape = ", ".join(f"{n} {kind}" for n, kind in zip(names, VALUES, strict=True))
    postgres.run("drop table if exists kinds", f"create table kinds ({shape})")
    marks = ", ".join(
        f"cast(:{n} as {kind})" for n, kind in zip(names, VALUES, strict=True)
    )
    given = [None if one is None else one.strip("'") for one, _ in VALUES.values()]
    with postgres.engine.begin() as connection:
        connection.execute(
            sa.text(f"insert into kinds values ({marks})"),
            dict(zip(names, given, strict=True)),
        )
    [row] = land(postgres, tmp_path, names)
    for kind, found in zip(VALUES, row, strict=True):
        expected = VALUES[kind][1]
        if kind.startswith("json"):
            assert json.loads(found, parse_float=Decimal) == json.loads(
                expected, parse_float=Decimal
            ), kind
        else:
            assert found == expected, kind


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("timestamptz", ["2026-03-01 00:00:00+13", "2026-03-01 00:00:00.5-11"]),
        ("timestamp", ["2026-02-28 11:00:00", "2026-03-01 11:00:00.000001"]),
        ("date", ["2026-02-28", "2026-03-01"]),
        ("bigint", ["7", "5000000000"]),
        ("numeric(20, 3)", ["7.5", "5000.125"]),
        ("text", ["2026-02-28T11:00:00Z", "2026-03-01T11:00:00Z"]),
    ],
)
def test_any_column_that_grows_may_be_the_incremental_one(
    postgres, tmp_path, kind, values
):
    postgres.run(
        "drop table if exists kinds", f"create table kinds (id int, at {kind})"
    )
    for number, value in enumerate(values):
        postgres.run(f"insert into kinds values ({number}, '{value}')")
        for _ in range(2):
            found = land(postgres, tmp_path, ["id"], incremental="at")
            assert found == [(str(one),) for one in range(number + 1)]


def test_a_time_beyond_all_calendars_is_told(postgres, tmp_path):
    postgres.run(
        "drop table if exists kinds",
        "create table kinds (id int, at timestamptz)",
        "insert into kinds values (1, 'infinity')",
    )
    with pytest.raises(SourceError, match="timestamp too large"):
        land(postgres, tmp_path, ["id", "at"])
    postgres.run("drop table kinds", "create table kinds (id int, at boolean)")
    postgres.run("insert into kinds values (1, true)")
    with pytest.raises(SourceError, match="incremental column holds bool values"):
        land(postgres, tmp_path / "other", ["id"], incremental="at")


def test_a_big_table_is_read_in_pieces(postgres, tmp_path, monkeypatch):
    monkeypatch.setattr(extraction, "MOST_ROWS", 30_000)
    postgres.run(
        "drop table if exists kinds",
        "create table kinds as select n as id, timestamp '2026-01-01' "
        "+ n * interval '1 second' as at from generate_series(1, 100000) as n",
    )
    found = land(postgres, tmp_path, ["id"], incremental="at")
    assert found == [(str(one),) for one in range(1, 100_001)]
    assert len(list((tmp_path / "kinds" / "1").iterdir())) == 4


def test_nested_values_of_any_database_are_json():
    value = {
        "a": [Decimal("1.10"), None, True, {2, 1}],
        5: timedelta(days=1),
        "n": 1e400,
    }
    assert as_text(value) == (
        '{"a":[1.10,null,true,[1,2]],"5":"1 days 0 seconds 0 microseconds","n":"inf"}'
    )
    assert as_json('"') == '"\\""'
    assert as_text(memoryview(b"\x01")) == "01"
    assert as_text(False) == "false"
