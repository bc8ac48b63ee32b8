"""What a snapshot answers: rows, pages, counts, downloads, proofs."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from queries import NoWarehouse, Warehouse

NAME = "growth/coverage"


def test_coverage_tells_the_days_of_each_subject(tiny):
    coverage = tiny.snapshot().coverage()
    assert set(coverage) == {
        *("activity", "commerce", "feed", "messenger", "shop", "app", "sessions"),
        *("deals", "members", "marketing", "touchpoints", "experiments", "leads"),
        "latency",
    }
    assert coverage["commerce"].first_on == date(2026, 1, 5)
    assert coverage["commerce"].last_on == date(2026, 1, 14)
    assert coverage["commerce"].rows == 9


def test_pages_of_rows_are_the_whole_in_order(tiny):
    snapshot = tiny.snapshot()
    whole = snapshot.fetch(NAME)
    order = [("fact_rows", "desc")]
    pages = [
        snapshot.rows(NAME, order_by=order, offset=offset, limit=2)
        for offset in range(0, snapshot.count(NAME), 2)
    ]
    expected = whole.sort_values(
        ["fact_rows", "subject"], ascending=[False, True], ignore_index=True
    )
    pd.testing.assert_frame_equal(pd.concat(pages, ignore_index=True), expected)


def test_a_download_streams_every_row(tiny):
    snapshot = tiny.snapshot()
    batches = list(snapshot.batches(NAME))
    assert sum(batch.num_rows for batch in batches) == snapshot.count(NAME)
    assert batches[0].schema.names == list(snapshot.fetch(NAME).columns)


def test_rows_cannot_be_ordered_by_a_stranger(tiny):
    with pytest.raises(ValueError, match=r"no column 'subjct'.*did you mean 'subject'"):
        tiny.snapshot().rows(NAME, order_by=[("subjct", "asc")], limit=1)
    with pytest.raises(ValueError, match=r"is 'down'; write asc or desc"):
        tiny.snapshot().rows(NAME, order_by=[("subject", "down")], limit=1)


def test_a_wrong_name_is_told_what_was_meant(tiny):
    with pytest.raises(ValueError, match="did you mean 'growth/coverage'"):
        tiny.snapshot().fetch("growth/covrage")
    with pytest.raises(ValueError, match="did you mean 'revenue'"):
        tiny.snapshot().measure(
            ["revenu"], start=date(2026, 1, 1), end=date(2026, 1, 2)
        )


def test_without_a_warehouse_the_message_says_what_to_do(tmp_path):
    with pytest.raises(NoWarehouse, match="run `python -m pipeline refresh`"):
        Warehouse(tmp_path).snapshot()
