"""Corrupted input of every kind: what is good is loaded, the rest named, none lost."""

from __future__ import annotations

import gzip
import json

import pytest

from tests.pipeline.test_formats import EVENTS

GOOD = 5


@pytest.fixture
def feed(workshop):
    workshop.mapping("feed.sql", EVENTS)
    return workshop


def event(number: int, **changes: object) -> dict[str, object]:
    at = f"2026-01-01 00:00:{number:02}"
    return {"at": at, "who": f"u{number}", "value": 1, "note": "n", **changes}


def as_json(*numbers: int) -> bytes:
    return b"".join(json.dumps(event(n)).encode() + b"\n" for n in numbers)


def as_csv(*numbers: int) -> bytes:
    return b"".join(
        ",".join(map(str, event(n).values())).encode() + b"\n" for n in numbers
    )


HEADER = b"at,who,value,note\n"


def json_with(line: bytes) -> bytes:
    return as_json(1, 2) + line + b"\n" + as_json(3, 4, 5)


def csv_with(line: bytes) -> bytes:
    return HEADER + as_csv(1, 2) + line + b"\n" + as_csv(3, 4, 5)


def array_with(element: bytes) -> bytes:
    lines = json_with(element).strip().split(b"\n")
    return b"[" + b",\n".join(lines) + b"]"


DEEP = b'{"at": "2026-01-01", "who": "u", "note": ' + b"[" * 70 + b"]" * 70 + b"}"
LONG = json.dumps(event(9, note="x" * (1 << 20))).encode()
BAD_JSON = {
    "broken": (b'{"at": "2026-01-01", "who": ', "it is not JSON: expecting value"),
    "two on a line": (as_json(8).strip() * 2, "it is not JSON: extra data"),
    "two with a comma": (as_json(8).strip() + b"," + as_json(9).strip(), "extra data"),
    "no JSON": (b"2026-01-01,u,1,n", "it is not JSON"),
    "array": (b"[1, 2]", "it is an array, not an object"),
    "number": (b"12", "it is a number, not an object"),
    "text": (b'"text"', "it is a text, not an object"),
    "null": (b"null", "it is null, not an object"),
    "key twice": (
        b'{"at": "2026-01-01", "who": "a", "who": "b"}',
        "'who' stands twice",
    ),
    "nested key twice": (
        b'{"at": "2026-01-01", "who": "a", "x": [{"y": {"b": 1, "b": 2}}]}',
        "'b' stands twice",
    ),
    "key in two cases": (
        b'{"at": "2026-01-01", "who": "a", "WHO": "b"}',
        "both say who",
    ),
    "too deep": (DEEP, "nested more than 64 deep"),
    "too long": (LONG, "longer than 1 MiB"),
    "not UTF-8": (b'{"at": "2026-01-01", "who": "m\xfcller"}', "it is not UTF-8"),
    "NUL": (b'{"at": "2026-01-01", "who": "a\0b"}', "it has a NUL byte"),
    "control": (b'{"at": "2026-01-01", "who": "a\x07b"}', "invalid control character"),
    "half a character": (
        rb'{"at": "2026-01-01", "who": "\ud800"}',
        "half of an escaped",
    ),
}
BAD_CSV = {
    "ragged short": (b"2026-01-01,u", "too few columns"),
    "ragged long": (b"2026-01-01,u,1,n,more", "too many columns"),
    "quote within": (b'2026-01-01,u,1,"n"x"', "a quote within a value"),
    "not UTF-8": (b"2026-01-01,m\xfcller,1,n", "it is not UTF-8"),
    "too long": (b"2026-01-01,u,1," + b"x" * (1 << 20), "longer than 1 MiB"),
    "NUL": (b"2026-01-01,a\0b,1,n", "it has a NUL byte"),
}
LINES = [
    *(
        (f"f.{kind}", json_with(bad), why)
        for bad, why in BAD_JSON.values()
        for kind in ("ndjson",)
    ),
    *(
        ("f.ndjson.gz", gzip.compress(json_with(bad)), why)
        for bad, why in BAD_JSON.values()
    ),
    *(("f.csv", csv_with(bad), why) for bad, why in BAD_CSV.values()),
    *(("f.csv.gz", gzip.compress(csv_with(bad)), why) for bad, why in BAD_CSV.values()),
    *(
        ("f.tsv", csv_with(bad).replace(b",", b"\t"), why)
        for bad, why in BAD_CSV.values()
    ),
]
NAMES = [
    *(f"json-{name}" for name in BAD_JSON),
    *(f"json-gz-{name}" for name in BAD_JSON),
    *(f"csv-{name}" for name in BAD_CSV),
    *(f"csv-gz-{name}" for name in BAD_CSV),
    *(f"tsv-{name}" for name in BAD_CSV),
]


def assert_adds_up(feed) -> None:
    rows_in, *parts = feed.counts()
    assert rows_in == sum(parts)
    rows = feed.ask(
        "select count(*), count(user_id), count(occurred_at) from fct_interaction"
    )
    assert len(set(rows[0])) == 1, "a value went missing in silence"


@pytest.mark.parametrize(("file", "content", "why"), LINES, ids=NAMES)
def test_a_bad_line_is_named_and_all_others_are_loaded(feed, file, content, why):
    feed.file(file, content)
    assert feed.refresh().status == "published"
    assert feed.counts() == (GOOD + 1, GOOD, 0, 1)
    line = 3 + (not file.startswith("f.ndjson"))
    named = [one for one in feed.problems() if one[2] != "notice"]
    assert [one[:4] for one in named] == [(file, line, "row", 1)]
    assert why in named[0][4]
    assert_adds_up(feed)
    users = feed.ask("select user_id from fct_interaction order by 1")
    assert users == [(f"u{n}",) for n in range(1, GOOD + 1)]


EVEN = {
    name: one
    for name, one in BAD_JSON.items()
    if name not in {"broken", "two on a line", "two with a comma", "no JSON"}
}


@pytest.mark.parametrize(("bad", "why"), EVEN.values(), ids=EVEN)
def test_a_bad_element_is_named_by_its_number(feed, bad, why):
    feed.file("f.json", array_with(bad))
    assert feed.refresh().status == "published"
    named = [one for one in feed.problems() if one[2] != "notice"]
    assert [one[:4] for one in named] == [("f.json", 3, "row", 1)]
    assert "The record cannot be read" in named[0][4]
    assert why in named[0][4]
    assert feed.counts() == (GOOD + 1, GOOD, 0, 1)


BOMB = gzip.compress(HEADER + b"0" * (100 << 20))
WHOLE = {
    "truncated gz": (
        "f.ndjson.gz",
        gzip.compress(as_json(*range(50)))[:-20],
        "cut off",
    ),
    "damaged gz": ("f.csv.gz", b"\x1f\x8b" + b"no gzip" * 9, "damaged or cut off"),
    "no gz": ("f.ndjson.gz", as_json(1, 2), "damaged or cut off"),
    "bomb of CSV": ("f.csv.gz", BOMB, "grows to more than 100 times"),
    "bomb of JSON": (
        "f.json.gz",
        gzip.compress(b"[" + b" " * (100 << 20)),
        "100 times",
    ),
    "bomb of lines": ("f.ndjson.gz", gzip.compress(b"\n" * (100 << 20)), "100 times"),
    "gz without its name": ("f.csv", gzip.compress(HEADER), "name it .gz"),
    "parquet named CSV": ("f.csv", b"PAR1" + b"x" * 50, "name it .parquet"),
    "parquet named JSON": ("f.json", b"PAR1" + b"x" * 50, "name it .parquet"),
    "workbook named CSV": ("f.csv", b"PK\x03\x04" + b"x" * 50, "a workbook"),
    "UTF-16": ("f.csv", "at,who\n".encode("utf-16"), "UTF-16"),
    "UTF-16 JSON": ("f.ndjson", '{"a": 1}'.encode("utf-16"), "UTF-16"),
    "CSV named parquet": ("f.parquet", HEADER, "damaged or cut off"),
    "empty CSV": ("f.csv", b"", "is empty"),
    "empty JSON": ("f.json", b"", "is empty"),
    "blank lines": ("f.ndjson", b"\n \n", "is empty"),
    "latin-1 header": ("f.csv", "at,who,größe\n".encode("latin-1"), "not UTF-8"),
    "column twice": ("f.csv", b"at,who,At,note\n1,2,3,4\n", "'at' more than once"),
    "reserved column": ("f.csv", b"at,who,source_line\n1,2,3\n", "is reserved"),
    "NUL header": ("f.csv", b"at,w\0ho,value,note\n1,2,3,4\n", "NUL"),
}


@pytest.mark.parametrize(("file", "content", "why"), WHOLE.values(), ids=WHOLE)
def test_a_file_that_cannot_be_read_is_put_aside_whole(feed, file, content, why):
    feed.file("good.csv", HEADER + as_csv(1, 2, 3, 4, 5))
    feed.file(file, content)
    assert feed.refresh().status == "published"
    named = [one for one in feed.problems() if one[2] == "file"]
    assert [one[0] for one in named] == [file]
    assert why in named[0][4]
    assert_adds_up(feed)
    assert feed.counts()[1:] == (GOOD, 0, named[0][3])
