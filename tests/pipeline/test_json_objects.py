"""Objects are looked at where some stood before, and none is overlooked by that."""

from __future__ import annotations

import json
import random

import pytest

from pipeline.reading import json_check, json_objects
from pipeline.reading.json_lines import cut
from tests.pipeline.test_formats import EVENTS

PLAIN = (
    '{"at": "2026-01-01", "who": "u", "value": 1, '
    '"note": {"plan": "pro", "tags": ["a", "b"]}}'
)


@pytest.fixture
def feed(workshop, monkeypatch):
    monkeypatch.setattr("pipeline.reading.json_files.PIECE", 4096)
    workshop.mapping("feed.sql", EVENTS)
    return workshop


@pytest.mark.parametrize(
    "hidden",
    [
        '{"at": "2026-01-01", "who": "u", "note": {"plan": 1, "plan": 2}}',
        '{"at": "2026-01-01", "who": "u", "other": {"plan": 1, "plan": 2}}',
        '{"at": "2026-01-01", "who": "u", "note": {"tags": [{"x": 1, "x": 2}]}}',
        '{"at": "2026-01-01", "who": "u", "note": {"deep": {"x": 1, "x": 2}}}',
        '{"at": "2026-01-01", "who": "{{", "note": {"deep": {"x": 1, "x": 2}}}',
        '{"at": "2026-01-01", "who": "u", "a\\"b": {"x": 1, "x": 2}}',
        '{"at": "2026-01-01", "who": "u", "who": {"note": {}}}',
    ],
)
def test_a_key_that_stands_twice_is_found_wherever_it_stands(feed, hidden):
    lines = [PLAIN] * 400
    lines[350] = hidden
    feed.file("f.ndjson", "\n".join(lines))
    assert feed.refresh().status == "published"
    assert feed.counts() == (400, 399, 0, 1)
    [(_, line, _, _, reason)] = feed.problems()
    assert line == 351
    assert "twice" in reason


def test_deep_arrays_are_found_after_plain_records(feed):
    deep = PLAIN.replace('["a", "b"]', "[" * 70 + "]" * 70)
    spread = PLAIN.replace('["a", "b"]', "[1, " * 70 + "2" + "]" * 70)
    feed.file("f.ndjson", "\n".join([PLAIN] * 300 + [deep, spread] + [PLAIN] * 300))
    assert feed.refresh().status == "published"
    assert feed.counts() == (602, 600, 0, 2)
    assert {row[1] for row in feed.problems()} == {301, 302}
    assert all("nested more than 64 deep" in row[4] for row in feed.problems())


def test_looking_at_places_finds_the_same_as_looking_everywhere(feed, monkeypatch):
    rng = random.Random(7)

    def value(depth: int) -> str:
        kind = rng.randrange(8 if depth else 3)
        if kind < 3:
            return rng.choice(["1", "null", '"x{[:y"', '"\\u007b"', "[]", "{}"])
        if kind < 5:
            inside = ", ".join(value(depth - 1) for _ in range(rng.randrange(3)))
            return f"[{inside}]"
        keys = [rng.choice("abcd") for _ in range(rng.randrange(4))]
        inside = ", ".join(f'"{key}": {value(depth - 1)}' for key in keys)
        return f"{{{inside}}}"

    first = '{"at": "2026-01-01", "who": "u", "value": 1'
    lines = [f'{first}, "note": {value(3)}}}' for _ in range(1500)]
    feed.file("f.ndjson", "\n".join(lines))
    feed.refresh()
    here = feed.counts(), feed.problems()
    assert here[0][3] > 100
    monkeypatch.setattr(json_objects, "at_most", lambda pieces: None)
    feed.refresh(from_scratch=True)
    assert (feed.counts(), feed.problems()) == here


def test_records_of_one_form_are_not_looked_at_everywhere(feed, monkeypatch):
    everywhere = []
    more = json_objects.more_paths
    monkeypatch.setattr(
        json_check.json_objects,
        "more_paths",
        lambda known, pieces: everywhere.append(1) or more(known, pieces),
    )
    feed.file("f.ndjson", "\n".join([PLAIN] * 2000))
    feed.refresh()
    assert len(everywhere) == 1


def test_places_are_those_of_objects_outside_arrays():
    record = {"a": {"b": {}, "c": [{"d": {}}]}, "e f": {}, 'g"h': {"i": {}}, "j": 1}
    [piece] = cut([json.dumps(record).encode()])
    assert json_objects.more_paths(("$",), [piece]) == (
        "$",
        '$."a"',
        '$."a"."b"',
        '$."e f"',
    )
