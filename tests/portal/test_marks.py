"""A page says what to know of its data, and only of its data."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from portal import marks
from portal.company import Company
from portal.marks import Marks
from portal.page import Page
from tests.portal.pages.reading import words

AT = datetime(2026, 1, 31, 8)


def check(name: str, refresh: int = 1, **more):
    return {
        "refresh_id": refresh,
        "check_name": name,
        "title": "Products are known",
        "table_name": "fct_order_line",
        "status": "warn",
        "offending_rows": 3,
        **more,
    }


def restated(day: int, **more):
    return {
        "refresh_id": 1,
        "table_name": "fct_order_line",
        "day_on": date(2026, 1, day),
        **more,
    }


REFRESH = {"refresh_id": 1, "started_at": AT, "finished_at": AT}


@pytest.fixture
def get(portal_on):
    def asked(warehouse, path: str) -> str:
        return portal_on(warehouse).server.test_client().get(path).text

    return asked


def test_every_page_whose_table_warns_says_so_with_the_rule(warehouse_of, get):
    warehouse = warehouse_of(
        ops_refresh=[REFRESH],
        ops_check=[check("a"), check("b", table_name="fct_lead")],
        fct_order_line=[{}],
        fct_interaction=[{"action": "message", "peer_user_id": "u2"}],
    )
    shown = get(warehouse, "/commerce")
    assert "Data of this page: 1 check warns" in shown
    assert "Products are known: 3 rows break this" in shown
    assert "status-warning" in shown
    assert "Data of this page" not in get(warehouse, "/messenger")
    assert "2 checks warn" in get(warehouse, "/explore")
    assert "Data of this page" not in get(warehouse, "/catalogue")


def test_a_check_of_a_refused_generation_marks_nothing(warehouse_of, get):
    warehouse = warehouse_of(
        ops_refresh=[REFRESH, {**REFRESH, "refresh_id": 2, "status": "stopped"}],
        ops_check=[check("a", status="pass"), check("a", refresh=2, status="stop")],
        fct_order_line=[{}],
    )
    assert "Data of this page" not in get(warehouse, "/commerce")


def test_a_page_tells_which_days_were_restated_and_when(warehouse_of, get):
    warehouse = warehouse_of(
        ops_refresh=[REFRESH],
        ops_restated=[restated(5), restated(6)],
        fct_order_line=[{}],
    )
    shown = get(warehouse, "/commerce")
    assert "Data of this page: days were restated" in shown
    assert "2026-01-05, 2026-01-06, changed by the refresh of 2026-01-31 08:00" in shown


def test_after_a_week_a_restated_day_is_told_on_the_quality_page_only(warehouse_of):
    old = {**REFRESH, "finished_at": datetime(2026, 1, 20)}
    warehouse = warehouse_of(ops_refresh=[old], ops_restated=[restated(5)])
    assert marks.read(warehouse.snapshot()) == Marks()


def test_many_days_are_told_by_their_span():
    days = [date(2026, 1, day) for day in (9, 3, 4, 5)]
    assert marks.days_in_words(days) == "4 days from 2026-01-03 to 2026-01-09"


def test_the_board_reads_what_the_company_chose():
    board = Page("/", "Board", 0, "?", "a", queries=("board/health",))
    company = Company("A", north_star="revenue", cards=("messages", "no_such"))
    found = marks.tables_of(board, marks.chosen(company))
    assert {"fct_order_line", "agg_message_day", "fct_interaction"} <= found


def test_without_marks_nothing_is_drawn():
    assert marks.strip(Marks()) == []
    one = Marks(warned=(marks.Warned("fct_lead", "<b>", 1),))
    assert "1 row breaks this" in words(marks.strip(one))
