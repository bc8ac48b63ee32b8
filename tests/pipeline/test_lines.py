"""Line numbers are exact, and no row is lost, in files that are not one row a line."""

from __future__ import annotations

import gzip
import random

import pytest

from pipeline import records

MAPPING = """/*
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
    note as properties
from source
"""
GOOD = "2026-01-01,u{0},n{0}"


@pytest.fixture
def feed(workshop):
    workshop.mapping("feed.sql", MAPPING)
    return workshop


def loaded(feed) -> list[tuple[str, str]]:
    return feed.ask(
        "select interaction_id, user_id from fct_interaction "
        "order by cast(split_part(interaction_id, ':', 2) as integer), interaction_id"
    )


def put_aside(feed) -> list[tuple[int, int]]:
    return [(one[1], one[3]) for one in feed.problems()]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_values_over_several_lines_and_broken_lines_keep_the_numbers_right(feed, end):
    rows = [
        "at,who,note",
        GOOD.format(2),
        f'2026-01-01,u3,"one{end}two ""quoted""{end}{end}three"',
        GOOD.format(7),
        "2026-01-01,u8",
        "2026-01-01,u9,n,too many",
        "someday,u10,n",
        f'2026-01-01,u11,"a{end}b",too many',
        GOOD.format(13),
        'x,u14,"quoted, with a delimiter"',
        GOOD.format(15),
    ]
    feed.file("f.csv", end.join(rows))
    assert feed.refresh().status == "published"
    assert loaded(feed) == [(f"f.csv:{n}", f"u{n}") for n in (2, 3, 7, 13, 15)]
    assert sorted(put_aside(feed)) == [(8, 1), (9, 1), (10, 1), (11, 1), (14, 1)]
    assert feed.counts() == (10, 5, 0, 5)


def test_empty_lines_are_no_rows_and_shift_no_number(feed):
    feed.file(
        "f.csv", f"at,who,note\n\n{GOOD.format(3)}\n\n\nx,y\n{GOOD.format(7)}\n\n"
    )
    feed.refresh()
    assert loaded(feed) == [("f.csv:3", "u3"), ("f.csv:7", "u7")]
    assert put_aside(feed) == [(6, 1)]
    assert feed.counts() == (3, 2, 0, 1)


def test_mixed_line_ends_are_read(feed):
    feed.file("f.csv", f"at,who,note\r\n{GOOD.format(2)}\n{GOOD.format(3)}\r\n")
    feed.refresh()
    assert loaded(feed) == [("f.csv:2", "u2"), ("f.csv:3", "u3")]
    assert feed.counts() == (2, 2, 0, 0)


def test_a_byte_order_mark_and_compression_change_nothing(feed):
    text = f"\ufeffat,who,note\n{GOOD.format(2)}\nx,y\n{GOOD.format(4)}\n"
    feed.file("a.csv", text)
    feed.file("b.csv.gz", gzip.compress(text.encode()))
    feed.refresh()
    assert {one for one, _ in loaded(feed)} == {
        "a.csv:2",
        "a.csv:4",
        "b.csv.gz:2",
        "b.csv.gz:4",
    }
    assert feed.counts() == (6, 4, 0, 2)


def test_an_unclosed_quote_puts_aside_what_follows_and_says_so(feed):
    after = "".join(GOOD.format(n) + "\n" for n in range(4, 400_000))
    feed.file("f.csv", f'at,who,note\n{GOOD.format(2)}\n2026-01-01,u3,"open\n{after}')
    feed.file("g.csv", f"at,who,note\n{GOOD.format(2)}\n")
    assert feed.refresh().status == "published"
    assert loaded(feed) == [("f.csv:2", "u2"), ("g.csv:2", "u2")]
    [(file, number, _, rows, reason)] = feed.problems()
    assert (file, number, rows) == ("f.csv", 3, 399_997)
    assert "opened and never closed" in reason
    assert feed.counts() == (399_999, 2, 0, 399_997)


def test_columns_are_matched_by_name_not_by_place(feed):
    feed.file("a.csv", f"at,who,note\n{GOOD.format(2)}\n")
    feed.file("b.csv", "note,AT,Who,more\nn,2026-01-02,u9,?\nm,bad,u8,?\n")
    feed.refresh()
    assert feed.ask("select user_id, properties from fct_interaction order by 1") == [
        ("u2", "n2"),
        ("u9", "n"),
    ]
    assert (3, 1) in put_aside(feed)


def test_a_thousand_bad_lines_are_told_one_by_one_and_the_rest_in_one_sum(feed):
    bad = "".join(f"never,u{n},n\n" for n in range(1500))
    feed.file("f.csv", f"at,who,note\n{bad}{GOOD.format(1)}\n")
    feed.refresh()
    told = put_aside(feed)
    assert len(told) == 1001
    assert told[-1] == (1002, 500)
    assert feed.counts() == (1501, 1, 0, 1500)


def test_more_files_than_one_batch_end_the_same(feed, monkeypatch):
    for number in range(6):
        feed.file(f"{number}.csv", f"at,who,note\n{GOOD.format(number)}\n")
    feed.refresh()
    at_once = feed.contents()
    monkeypatch.setattr("pipeline.batches.BATCH_BYTES", 40)
    assert feed.refresh(from_scratch=True).status == "published"
    assert feed.counts() == (6, 6, 0, 0)
    assert feed.contents() == at_once


def test_records_start_where_a_reader_of_quotes_sees_them(tmp_path):
    chance = random.Random(3)
    starts, lines, at = [1], ["a,b"], 2
    for _ in range(500):
        starts.append(at)
        value = chance.choice(
            ["x", '"y"', '"p\nq"', '"a ""b""\n\n,c"', 'say "hi"', '""', '"1"z']
        )
        lines.append(f"{value},{chance.choice(['1', chr(34) + chr(10) + chr(34)])}")
        at += 1 + lines[-1].count("\n")
    path = tmp_path / "f.csv"
    path.write_text("\n".join(lines) + "\n")
    found = records.layout(path, ",")
    assert found.starts == starts
    assert (found.open_from, found.last) == (None, at - 1)
