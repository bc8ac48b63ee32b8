"""JSON: arrays, lines and streams of objects end in rows like those of a table."""

from __future__ import annotations

import gzip
import json

import pytest

from tests.pipeline.test_formats import EVENTS, EXPECTED, ROWS, loaded


@pytest.fixture
def feed(workshop):
    workshop.mapping("feed.sql", EVENTS)
    return workshop


def as_records() -> list[dict[str, object]]:
    return [
        {"at": at, "who": who, "value": float(value) if value else None, "note": note}
        for at, who, value, note in ROWS
    ]


LINES = "".join(json.dumps(one) + "\n" for one in as_records()).encode()
ARRAY = json.dumps(as_records()).encode()
PRETTY = json.dumps(as_records(), indent=2, ensure_ascii=False).encode()
STREAM = "\n".join(json.dumps(one, indent=2) for one in as_records()).encode()


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("f.ndjson", LINES),
        ("f.jsonl", LINES),
        ("f.json", LINES),
        ("f.ndjson", LINES.replace(b"\n", b"\r\n")),
        ("f.ndjson", LINES.replace(b"\n", b"\r")),
        ("f.ndjson", b"\xef\xbb\xbf" + LINES),
        ("f.ndjson", LINES.rstrip()),
        ("f.json", ARRAY),
        ("f.json", b"\xef\xbb\xbf \n" + PRETTY),
        ("f.json", STREAM),
        ("f.ndjson.gz", gzip.compress(LINES)),
        ("f.json.gz", gzip.compress(PRETTY)),
    ],
)
def test_each_kind_of_json_gives_the_same_rows(feed, file, content):
    feed.file(file, content)
    assert feed.refresh().status == "published"
    assert loaded(feed) == [(at, who, value, note) for at, who, value, note in EXPECTED]
    assert feed.counts() == (3, 3, 0, 0)
    assert feed.problems() == []
    assert feed.ask("select max(interaction_id) from fct_interaction") == [
        (f"{file}:3",)
    ]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("1", "1"),
        ("1.10", "1.10"),
        ("-0.5", "-0.5"),
        ("1E5", "1E5"),
        ("12345678901234567890123", "12345678901234567890123"),
        (
            "0.1000000000000000055511151231257827",
            "0.1000000000000000055511151231257827",
        ),
        ("true", "true"),
        ("null", None),
        ('""', ""),
        ('"null"', "null"),
        ('"1.10"', "1.10"),
        (r'"say \"hi\" \u00e9\n"', 'say "hi" é\n'),
        ('{"plan": "pro", "n": [1, 2]}', '{"plan":"pro","n":[1,2]}'),
        ("[]", "[]"),
    ],
)
def test_a_json_value_is_the_text_that_stands_there(feed, written, text):
    feed.file("f.ndjson", f'{{"at": "2026-01-01", "who": "u", "note": {written}}}\n')
    assert feed.refresh().status == "published"
    assert feed.ask("select properties from fct_interaction") == [(text,)]


def test_a_mapping_reads_within_nested_values(feed):
    feed.mapping(
        "feed.sql",
        EVENTS.replace(
            "note as properties", "json_extract_string(props, '$.plan') as properties"
        ).replace("cast(value as double)", "cast(props ->> '$.seats' as double)"),
    )
    feed.file(
        "f.ndjson",
        '{"at": "2026-01-01", "who": "u1", "props": {"plan": "pro", "seats": 3}}\n'
        '{"at": "2026-01-01", "who": "u2", "props": {}}\n'
        '{"at": "2026-01-01", "who": "u3"}\n',
    )
    assert feed.refresh().status == "published"
    assert [row[2:] for row in loaded(feed)] == [
        (3.0, "pro"),
        (None, None),
        (None, None),
    ]


def test_keys_are_found_whatever_their_case_and_only_some_lines_may_have_them(feed):
    feed.file(
        "f.ndjson",
        '{"AT": "2026-01-01", "who": "u1"}\n{"at": "2026-01-02", "Who": "u2", "note": '
        '"n"}\n{"at": "2026-01-03", "who": "u3", "NOTE": "m", "other~/key": 1}\n',
    )
    assert feed.refresh().status == "published"
    assert [(row[1], row[3]) for row in loaded(feed)] == [
        ("u1", None),
        ("u2", "n"),
        ("u3", "m"),
    ]


def test_hostile_keys_and_values_stay_text(feed):
    evil = "'); drop table fct_interaction; --"
    record = {"at": "2026-01-01", "who": evil, "note": evil, evil: {evil: [evil]}}
    feed.file("it's.ndjson", json.dumps(record) + "\n")
    assert feed.refresh().status == "published"
    assert [row[1::2] for row in loaded(feed)] == [(evil, evil)]


@pytest.mark.parametrize("size", [64, 1000, 1 << 20])
def test_pieces_of_any_size_end_in_the_same_rows(feed, monkeypatch, size):
    monkeypatch.setattr("pipeline.reading.json_files.PIECE", size)
    records = [
        {"at": "2026-01-01", "who": f"u{n}", "value": n, "note": "x" * (n % 90)}
        for n in range(200)
    ]
    lines = [json.dumps(one) for one in records]
    lines[50:50] = ["", "{broken", ""]
    feed.file("a.ndjson", "\n".join(lines) + "\n")
    feed.file("b.json", json.dumps(records, indent=1))
    assert feed.refresh().status == "published"
    assert feed.counts() == (401, 400, 0, 1)
    rows = feed.ask(
        "select split_part(interaction_id, ':', 1), "
        "cast(split_part(interaction_id, ':', 2) as integer), user_id "
        "from fct_interaction order by 1, 2"
    )
    numbers = [*range(1, 51), *range(54, 204)]
    assert rows[:200] == [("a.ndjson", line, f"u{n}") for n, line in enumerate(numbers)]
    assert rows[200:] == [("b.json", n + 1, f"u{n}") for n in range(200)]


def test_a_key_that_no_record_has_is_told_and_taken_as_empty(feed):
    feed.file("f.ndjson", '{"at": "2026-01-01", "who": "u", "value": 1, "nöte": 2}\n')
    assert feed.refresh().status == "published"
    assert feed.counts() == (1, 1, 0, 0)
    [(file, _, scope, rows, reason)] = feed.problems()
    assert (file, scope, rows) == ("f.ndjson", "notice", 0)
    assert "No record of the file has the key note, which a mapping reads" in reason


def test_a_new_key_of_a_late_line_is_reported_and_not_copied(feed):
    line = '{"at": "2026-01-01", "who": "u", "value": 1, "note": "n"}\n'
    feed.file("a.ndjson", line * 2)
    feed.refresh()
    late = line.replace("}", ', "email": "a@b.c"}')
    feed.file("b.ndjson", line * 3000 + late)
    assert feed.refresh().status == "published"
    assert feed.counts() == (3001, 3001, 0, 0)
    [(file, _, scope, _, reason)] = feed.problems()
    assert (file, scope) == ("b.ndjson", "notice")
    assert "new column email, which no mapping reads" in reason
    feed.file("c.ndjson", late)
    feed.refresh()
    assert feed.problems() == []
