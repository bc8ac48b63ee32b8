"""Rows: any of them, in any order, by the address."""

import pytest

from portal.company import Company
from portal.page import Context
from portal.pages.tier2 import rows
from tests.portal.pages.reading import component, links, words
from tests.tiny import HOSTILE

ORDERS = ("order_lines", "2026-01-05", "2026-01-14")


@pytest.fixture
def context(tiny):
    return Context(tiny, Company("Tiny"))


def ask(context, picks=(), first=0, last=100, sort=(), controls=ORDERS, generation=1):
    request = {"startRow": first, "endRow": last, "sortModel": list(sort)}
    return rows.answer_rows(context, request, generation, *controls, list(picks))


def test_the_number_of_rows_is_exact_and_said(context):
    assert "Order lines: 9 rows" in words(rows.layout(context))
    answer, _, _ = ask(context)
    assert answer["rowCount"] == len(answer["rowData"]) == 9


def test_scrolling_and_sorting_gives_each_row_once(context):
    sort = [{"colId": "kind", "sort": "desc"}]
    parts = [
        ask(context, first=at, last=at + 2, sort=sort)[0] for at in range(0, 10, 2)
    ]
    found = [row for part in parts for row in part["rowData"]]
    kinds = [row["kind"] for row in found]
    assert kinds == sorted(kinds, reverse=True)
    assert len({row["order_line_id"] for row in found}) == 9


def test_files_have_the_order_of_the_grid_and_the_same_generation(context):
    _, downloads, _ = ask(context, sort=[{"colId": "amount", "sort": "asc"}])
    assert links(downloads)["XLSX"] == (
        "/download/rows.xlsx?table=order_lines&start=2026-01-05&end=2026-01-14"
        "&sort=amount-asc&generation=1"
    )


def test_filters_of_one_kind_are_or_and_of_two_kinds_and(context):
    picks = ["country=FR", f"country={HOSTILE}"]
    assert ask(context, picks)[0]["rowCount"] == 3
    assert ask(context, [*picks, "kind=refund"])[0]["rowCount"] == 0
    assert ask(context, [*picks, "planet=mars"])[0]["rowCount"] == 3


def test_the_address_of_a_filter_draws_the_same_rows(context):
    content, said, _, _, _ = rows.update_content(context, *ORDERS, ["country=FR"])
    assert said == "?country=FR"
    page = rows.layout(context, country="FR")
    assert words(component(page, rows.CONTENT).children) == words(content)
    assert component(page, rows.FILTERS).value == ["country=FR"]


def test_a_value_is_found_by_any_part_of_it_or_offered_as_a_key(context):
    offered = rows.search_values(context, "mug", *ORDERS, ["kind=sale"])
    values = [one["value"] for one in offered]
    assert values[:2] == ["kind=sale", "product=Mug"]
    assert "order_id=mug" in values


def test_a_generation_that_is_gone_asks_to_reload(context):
    answer, _, told = ask(context, generation=99)
    assert answer == {"rowData": [], "rowCount": 0}
    assert "Reload the page" in words(told)


def test_no_rows_say_why(context):
    seen = words(rows.layout(context, country="Atlantis"))
    assert "No order lines between 5–14 Jan 2026 for these filters." in seen


def test_an_order_that_cannot_be_is_named(context):
    seen = words(rows.layout(context, sort="raw-asc", table="secrets"))
    assert 'The address says table "secrets"; use one of order_lines' in seen
    assert 'The address says sort "raw-asc"' in seen
