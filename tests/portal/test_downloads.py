"""Files by address: whole, of one generation, or refused in words."""

import csv
import io
import zipfile

import pytest

from tests.tiny import HOSTILE, MARKUP


def table(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))


def test_a_file_holds_all_rows_in_the_order_asked_for(client):
    answer = client.get("/download/rows.csv?sort=amount-asc&generation=1")
    found = table(answer)
    amounts = [float(row["amount"]) for row in found]
    assert len(found) == 9
    assert amounts == sorted(amounts)
    name = answer.headers["Content-Disposition"]
    assert "Order lines, 2026-01-05 to 2026-01-14, 9 rows, data of" in name


def test_filters_hold_and_hostile_values_come_back_as_text(client):
    answer = client.get("/download/rows.csv", query_string={"country": HOSTILE})
    [row] = table(answer)
    assert row["order_country"] == HOSTILE
    products = {row["product_name"] for row in table(client.get("/download/rows.csv"))}
    assert MARKUP in products


def test_notes_say_filters_age_and_rows(client):
    answer = client.get("/download/rows.csv?country=FR&notes=1")
    text = answer.get_data(as_text=True)
    assert "# Filters: country = FR" in text
    assert "# Rows: 2 (all of them; nothing was cut)" in text
    assert "# Data as of: " in text


def test_a_workbook_of_the_rows_has_a_sheet_about_them(client):
    answer = client.get("/download/rows.xlsx?table=interactions&action=message")
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as book:
        about = book.read("xl/worksheets/sheet1.xml").decode()
        body = book.read("xl/worksheets/sheet2.xml").decode()
    assert "action = message" in about
    assert body.count("<row ") == 1 + 5


def test_an_explored_metric_comes_with_every_segment(client):
    found = table(client.get("/download/explore.csv?metric=revenue&by=country&top=3"))
    assert {row["segment"] for row in found} == {"DE", "FR", HOSTILE, "unknown"}


@pytest.mark.parametrize(
    ("address", "status", "reason"),
    [
        ("rows.csv?start=yesterday", 400, 'The address says start "yesterday"'),
        ("rows.csv?sort=raw-asc", 400, 'The address says sort "raw-asc"'),
        ("rows.csv?table=dim_user", 400, 'The address says table "dim_user"'),
        ("explore.csv?metric=x", 400, 'The address says metric "x"'),
        ("rows.xlsx?generation=99", 410, "Generation 99 is not kept"),
        ("rows.csv?generation=one", 400, "generation is 'one'; it must be a whole"),
        ("rows.csv?contry=FR", 400, 'The address says "contry", which is not known'),
        ("explore.csv?metric=messages&product=Mug", 400, '"product", which is not'),
    ],
)
def test_what_cannot_be_answered_exactly_is_refused(client, address, status, reason):
    answer = client.get(f"/download/{address}")
    assert answer.status_code == status
    assert reason in answer.get_data(as_text=True)
