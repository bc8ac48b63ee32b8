"""Every kind of file ends in the same rows, whatever its name and its types."""

from __future__ import annotations

import gzip
from pathlib import Path

import duckdb
import pytest

EVENTS = """/*
into = "fct_interaction"
from = "{data}/*"
key  = ["interaction_id"]
*/
select
    source_file || ':' || source_line as interaction_id,
    cast(at as timestamp) as occurred_at,
    who as user_id,
    'feed' as surface,
    'view' as action,
    cast(value as double) as value,
    note as properties
from source
"""
ROWS = [
    ("2026-01-01 10:00:00", "u1", "1.5", "plain"),
    ("2026-01-02 11:00:00", "u2", "", 'with "quotes", and a comma'),
    ("2026-01-03 12:00:00.000001", "u3", "-3", "Grüße\t☃"),
]


@pytest.fixture
def feed(workshop):
    workshop.mapping("feed.sql", EVENTS)
    return workshop


def delimited(delimiter: str) -> bytes:
    def field(text: str) -> str:
        doubled = text.replace('"', '""')
        return f'"{doubled}"' if {'"', delimiter} & set(text) else text

    rows = [("at", "who", "value", "note"), *ROWS]
    return "".join(
        delimiter.join(field(one) for one in row) + "\n" for row in rows
    ).encode()


def write_parquet(path: Path, select: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    duckdb.execute(f"copy ({select}) to '{path}' (format parquet)")


def loaded(feed) -> list[tuple]:
    return feed.ask(
        "select cast(occurred_at as varchar), user_id, value, properties "
        "from fct_interaction order by interaction_id"
    )


EXPECTED = [
    (at, who, float(value) if value else None, note) for at, who, value, note in ROWS
]


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("f.csv", delimited(",")),
        ("f.CSV", delimited(",")),
        ("f.txt", delimited(",")),
        ("f.tsv", delimited("\t")),
        ("f", delimited(",")),
        ("f.csv.gz", gzip.compress(delimited(","))),
        ("f.tsv.gz", gzip.compress(delimited("\t"))),
    ],
)
def test_each_kind_of_text_gives_the_same_rows(feed, file, content):
    feed.file(file, content)
    assert feed.refresh().status == "published"
    assert loaded(feed) == EXPECTED
    assert feed.counts() == (3, 3, 0, 0)
    assert feed.ask("select min(interaction_id) from fct_interaction")[0][0].startswith(
        f"{file}:"
    )


def test_parquet_gives_the_same_rows_by_name(feed):
    values = ", ".join(
        f"('{note}', '{who}', {value or 'null'}, timestamp '{at}')"
        for at, who, value, note in ROWS
    )
    write_parquet(
        feed.data / "f.parquet",
        f'select * from (values {values}) as v (Note, who, value, "AT")',
    )
    assert feed.refresh().status == "published"
    assert loaded(feed) == EXPECTED
    assert feed.counts() == (3, 3, 0, 0)
    assert feed.ask("select interaction_id from fct_interaction order by 1")[1] == (
        "f.parquet:2",
    )


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("cast(1.10 as decimal(10, 2))", "1.10"),
        ("cast(12345678901234567.25 as decimal(20, 2))", "12345678901234567.25"),
        ("cast(0.1 as float)", "0.1"),
        ("cast(0.30000000000000004 as double)", "0.30000000000000004"),
        ("cast(9007199254740993 as bigint)", "9007199254740993"),
        ("cast(18446744073709551615 as ubigint)", "18446744073709551615"),
        ("true", "true"),
        ("date '2026-02-28'", "2026-02-28"),
        ("timestamp '2026-01-01 01:02:03.000001'", "2026-01-01 01:02:03.000001"),
        (
            "timestamp_ns '2026-01-01 01:02:03.000000001'",
            "2026-01-01 01:02:03.000000001",
        ),
        ("timestamptz '2026-01-01 01:02:03+02'", "2025-12-31 23:02:03+00"),
        ("time '10:00:01'", "10:00:01"),
        ("[1, 2]", "[1,2]"),
        (
            "{'plan': 'pro', 'on': date '2026-01-01'}",
            '{"plan":"pro","on":"2026-01-01"}',
        ),
        ("map {'a': 1}", '{"a":1}'),
        ("cast(null as integer)", None),
        ("''", ""),
        ("'it''s'", "it's"),
    ],
)
def test_a_typed_value_becomes_text_without_loss(feed, typed, text):
    write_parquet(
        feed.data / "f.parquet",
        f"select timestamp '2026-01-01' as at, 'u' as who, 1 as value, {typed} as note",
    )
    assert feed.refresh().status == "published"
    assert feed.ask("select properties from fct_interaction") == [(text,)]


def test_a_mixed_folder_is_read_as_one_source(feed):
    feed.file("a.csv", delimited(","))
    feed.file("b.tsv", delimited("\t"))
    feed.file("deep.csv.gz", gzip.compress(delimited(",")))
    write_parquet(
        feed.data / "c.parquet",
        "select timestamp '2026-01-01' as at, 'u' as who, 1 as value, '' as note",
    )
    assert feed.refresh().status == "published"
    assert feed.counts() == (10, 10, 0, 0)


def test_parquet_files_with_other_types_are_never_read_as_the_first_one(feed):
    for file, value in (("a", "1"), ("b", "cast(1.75 as double)"), ("c", "'2.25'")):
        write_parquet(
            feed.data / f"{file}.parquet",
            f"select timestamp '2026-01-01' as at, 'u' as who, {value} as value, "
            "null as note",
        )
    assert feed.refresh().status == "published"
    assert [row[2] for row in loaded(feed)] == [1.0, 1.75, 2.25]


def test_a_header_says_the_format_where_the_name_does_not(feed):
    feed.mapping("feed.sql", EVENTS.replace("key ", 'format = "tsv"\nkey ', 1))
    feed.file("f.log", delimited("\t"))
    assert feed.refresh().status == "published"
    assert loaded(feed) == EXPECTED


def test_an_unknown_format_is_refused_with_those_that_are_known(feed):
    feed.mapping("feed.sql", EVENTS.replace("key ", 'format = "xlsx"\nkey ', 1))
    feed.file("f.csv", delimited(","))
    outcome = feed.refresh()
    assert outcome.status == "failed"
    assert "format is 'xlsx'; it may be csv, tsv, json" in outcome.message


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("a.xlsx", ".xlsx cannot be read; save it as CSV"),
        ("a.zip", ".zip cannot be read"),
        ("a.parquet.gz", "unpack the .gz and name it .parquet"),
    ],
)
def test_a_kind_that_cannot_be_read_is_named(feed, file, reason):
    feed.file(file, b"whatever it is")
    feed.file("good.csv", delimited(","))
    assert feed.refresh().status == "published"
    [(name, _, scope, _, said)] = feed.problems()
    assert (name, scope) == (file, "file")
    assert reason in said
    assert feed.counts() == (3, 3, 0, 0)
