"""What the portal tells of itself, worked by hand."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest


def view(day, server_ms=10.0, **more):
    """A page that was shown on a day of January 2026."""
    return {"viewed_at": datetime(2026, 1, day, 12), "server_ms": server_ms, **more}


def numbered(views):
    return [{"view_id": f"w{n}", **one} for n, one in enumerate(views)]


def measured(warehouse, *metrics, first=1, last=31, **more):
    span = {"start": date(2026, 1, first), "end": date(2026, 1, last), **more}
    return warehouse.snapshot().measure(list(metrics), **span)


@pytest.fixture
def read_on_three_days(warehouse_of):
    """First read on Thursday the 8th, last refreshed on Saturday the 17th."""
    return warehouse_of(
        ops_page_view=numbered([view(8), view(8), view(10), view(14)]),
        ops_refresh=[{"started_at": datetime(2026, 1, 17, 8)}],
        fct_order_line=[{"ordered_at": datetime(2026, 1, 5)}],
    )


def test_adoption_is_days_with_a_reader_of_the_days_that_are_known(read_on_three_days):
    [row] = measured(
        read_on_three_days, "portal_days", "days_read", "portal_adoption", "page_views"
    ).to_dict("records")
    assert row == {
        "portal_days": 10,
        "days_read": 3,
        "portal_adoption": 30,
        "page_views": 4,
    }


def test_before_the_first_view_adoption_is_unknown_and_not_0(read_on_three_days):
    weeks = measured(read_on_three_days, "portal_adoption", last=18, grain="week")
    known = weeks.set_index("period")["portal_adoption"].astype(float)
    assert pd.isna(known[date(2025, 12, 29)])
    assert known[date(2026, 1, 5)] == 50  # Thursday and Saturday, of four days
    assert known[date(2026, 1, 12)] == pytest.approx(100 / 6)


def test_weekends_are_told_from_weekdays(read_on_three_days):
    rows = measured(read_on_three_days, "portal_adoption", by="weekend")
    assert rows.set_index("segment")["portal_adoption"].to_dict() == pytest.approx(
        {"weekday": 200 / 7, "weekend": 100 / 3}
    )


def test_days_of_the_portal_go_to_the_newest_refresh(read_on_three_days):
    days = read_on_three_days.snapshot().measurable()["portal"]
    assert (days.first_on, days.last_on) == (date(2026, 1, 8), date(2026, 1, 17))


def test_a_page_load_is_exact_to_the_millisecond(warehouse_of):
    times = [1.2, *[5.0] * 9, *[40.01] * 9, 900]
    views = [view(8, ms, page="/" if ms < 900 else "/rows") for ms in times]
    warehouse = warehouse_of(ops_page_view=numbered(views))
    names = ("page_load_p50", "page_load_p95")
    [row] = measured(warehouse, *names).to_dict("records")
    assert row == {"page_load_p50": 5, "page_load_p95": 41}
    pages = measured(warehouse, *names, by="page").set_index("segment")
    assert pages["page_load_p95"].to_dict() == {"/": 41, "/rows": 900}
