"""What an analyst does on /rows: scroll to the end, sort, take all of it away."""

import csv
import re
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

DAYS = "start=2026-09-01&end=2026-11-20"
AMOUNTS = """() => [...document.querySelectorAll('.ag-row')]
    .sort((one, other) => one.ariaRowIndex - other.ariaRowIndex)
    .map(row => row.querySelector('[col-id=amount] .ag-cell-value').innerText)"""
LAST = """() => Math.max(...[...document.querySelectorAll('.ag-row')]
    .filter(row => row.querySelector('.ag-cell-value:not(:empty)'))
    .map(row => +row.getAttribute('row-index')))"""
TO_THE_END = """() => {
    const body = document.querySelector('.ag-grid-viewport, .ag-body-viewport');
    body.scrollTop = body.scrollHeight;
}"""


@pytest.fixture
def page(portals, visit):
    return visit(portals("demo"), f"/rows?table=order_lines&{DAYS}")


def stated(page):
    """The number of rows that the page says there are."""
    return int(re.sub(r"\D", "", page.text("#rows-content h2")))


def taken(page, name, tmp_path):
    with page.tab.expect_download() as download:
        page.tab.get_by_role("link", name=name, exact=True).click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_can_be_scrolled_to(page):
    total = stated(page)
    assert total > 300
    page.until(f"() => {{ ({TO_THE_END})(); return ({LAST})() === {total - 1}; }}")
    assert page.seen() == []


def test_the_files_hold_every_row_that_the_page_states(page, tmp_path):
    total = stated(page)
    rows = table(taken(page, "CSV", tmp_path))
    assert len(rows) == total
    book = openpyxl.load_workbook(taken(page, "XLSX", tmp_path), read_only=True)
    sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    about = " ".join(str(cell) for row in sheets.pop("About") for cell in row)
    assert f"{total:,}" in about or str(total) in about
    assert "2026-09-01" in about
    [data] = sheets.values()
    keys = [row[data[0].index("order_line_id")] for row in data[1:]]
    assert keys == [row["order_line_id"] for row in rows]
    assert page.seen() == []


def test_sorting_orders_all_rows_and_the_file_with_them(page, tmp_path):
    page.tab.click(".ag-header-cell[col-id=amount] .ag-header-cell-label")
    with page.tab.expect_response(lambda answer: answer.request.method == "POST"):
        page.tab.click(".ag-header-cell[col-id=amount] .ag-header-cell-label")
    page.tab.wait_for_selector("#rows-downloads a[href*='sort=amount-desc']")
    page.settle()
    rows = table(taken(page, "CSV", tmp_path))
    amounts = [Decimal(row["amount"]) for row in rows]
    assert amounts == sorted(amounts, reverse=True)
    shown = [
        Decimal(re.sub(r"[^\d.-]", "", text)) for text in page.tab.evaluate(AMOUNTS)
    ]
    assert shown[:10] == [amount.quantize(Decimal("0.01")) for amount in amounts[:10]]
    assert page.seen() == []


def test_the_days_of_the_address_are_the_days_of_the_rows(page, tmp_path):
    days = {row["ordered_at"][:10] for row in table(taken(page, "CSV", tmp_path))}
    assert min(days) >= "2026-09-01"
    assert date.fromisoformat(max(days)) <= date(2026, 11, 20)
