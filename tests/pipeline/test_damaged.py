"""Files that are cut off or damaged anywhere: what can be told apart is loaded."""

from __future__ import annotations

import random

import duckdb
import pytest

from tests.pipeline.test_corrupted import (
    GOOD,
    HEADER,
    array_with,
    as_csv,
    as_json,
    assert_adds_up,
)
from tests.pipeline.test_formats import EVENTS


@pytest.fixture
def feed(workshop):
    workshop.mapping("feed.sql", EVENTS)
    return workshop


def parquet_bytes(tmp_path) -> bytes:
    path = tmp_path / "good.parquet"
    duckdb.execute(
        "copy (select timestamp '2026-01-01' as at, 'u' || i as who, 1 as value, "
        f"'n' as note from range(5000) as r (i)) to '{path}' (format parquet)"
    )
    return path.read_bytes()


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.999])
def test_a_truncated_parquet_file_is_put_aside_whole(feed, tmp_path, kept):
    whole = parquet_bytes(tmp_path)
    feed.file("good.csv", HEADER + as_csv(1, 2, 3, 4, 5))
    feed.file("f.parquet", whole[: int(len(whole) * kept)])
    assert feed.refresh().status == "published"
    assert [(one[0], one[2]) for one in feed.problems()] == [("f.parquet", "file")]
    assert feed.counts() == (GOOD, GOOD, 0, 0)


def test_a_parquet_file_with_a_damaged_page_is_put_aside_with_its_rows(feed, tmp_path):
    whole = bytearray(parquet_bytes(tmp_path))
    whole[100 : len(whole) // 2] = bytes(len(whole) // 2 - 100)
    feed.file("good.csv", HEADER + as_csv(1, 2, 3, 4, 5))
    feed.file("f.parquet", bytes(whole))
    assert feed.refresh().status == "published"
    assert [(one[0], one[3]) for one in feed.problems()] == [("f.parquet", 5000)]
    assert feed.counts() == (GOOD + 5000, GOOD, 0, 5000)


def test_a_cut_off_array_keeps_its_whole_elements_and_says_so(feed):
    feed.file("f.json", array_with(as_json(9).strip())[:-20])
    assert feed.refresh().status == "published"
    assert feed.counts() == (GOOD + 1, GOOD, 0, 1)
    reasons = [one[4] for one in feed.problems()]
    assert any("the file is cut off" in one for one in reasons)
    assert any("The array has no end" in one for one in reasons)


MUTATED = {
    "f.csv": HEADER + as_csv(*range(1, 30)),
    "f.tsv": (HEADER + as_csv(*range(1, 30))).replace(b",", b"\t"),
    "f.ndjson": as_json(*range(1, 30)),
    "f.json": b"[" + as_json(*range(1, 30)).strip().replace(b"\n", b",\n") + b"]",
}


@pytest.mark.parametrize("file", MUTATED)
def test_whatever_bytes_change_all_rows_add_up_and_no_refresh_crashes(feed, file):
    chance = random.Random(file)
    signs = b'\x00\xff\xc3"\\,\n\r\t[]{}:;0a '
    for round_ in range(8):
        content = bytearray(MUTATED[file])
        for _ in range(chance.choice([1, 3, 20])):
            at = chance.randrange(len(content))
            kind = chance.randrange(3)
            content[at : at + (kind != 1) * chance.choice([1, 1, 40])] = (
                b"" if kind == 2 else bytes([chance.choice(signs)])
            )
        feed.file(file, bytes(content))
        feed.file("good.csv", HEADER + as_csv(50 + round_ % 9))
        outcome = feed.refresh(from_scratch=True)
        # A check may stop it, such as for a date that no business has.
        good = {"published", "stopped"}
        assert outcome.status in good, (bytes(content), outcome.message)
        rows_in, *parts = feed.counts()
        assert rows_in == sum(parts), bytes(content)
        if outcome.status == "published":
            assert_adds_up(feed)
