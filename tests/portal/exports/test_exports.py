"""Files are whole, say what they are, and hold no formula from data."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest

from portal.exports import csv_file, xlsx_file
from portal.exports.about import About
from portal.exports.csv_file import RowCountError
from portal.exports.guard import guard_batch, guard_text

DANGEROUS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "|calc", "%x",
    "\uff1d1", "\uff0b1", "\uff0d1", "\uff201",
]  # fmt: skip
HARMLESS = ["1+1", "a=b", " =1", "", "Ünï“x”", 'say "hi"; =1', "two\nlines"]


def about(count: int, **more) -> About:
    return About(
        what="Order lines",
        company="Tiny",
        start=date(2026, 1, 1),
        end=date(2026, 1, 31),
        row_count=count,
        generation=7,
        published_at=datetime(2026, 2, 1, 8, 15, tzinfo=UTC),
        **{"filters": {"country": ["DE"]}, **more},
    )


def batch(**columns) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(columns)


def written(rows: pa.RecordBatch, **more) -> str:
    parts = csv_file.stream([rows], rows.schema.names, about(rows.num_rows), **more)
    return b"".join(parts).decode()


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_could_be_a_formula_is_marked(text):
    assert guard_text(text) == f"'{text}"
    assert guard_batch(batch(a=[text])).column(0)[0].as_py() == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_comes_back_as_it_was(text):
    assert guard_text(text) == text
    [row] = list(csv.DictReader(io.StringIO(written(batch(a=[text])), newline="")))
    assert row["a"] == text


def test_numbers_stay_numbers_and_nothing_stays_empty():
    rows = batch(
        amount=pa.array([Decimal("-2.5000"), None]),
        units=[-3, None],
        at=[datetime(2026, 1, 5, 12), None],
        name=pa.array([None, "x"], pa.string()),
    )
    assert written(rows).splitlines() == [
        '"amount","units","at","name"',
        "-2.5000,-3,2026-01-05 12:00:00,",
        ',,,"x"',
    ]


def test_notes_stand_above_the_table_and_hold_no_line_of_their_own():
    said = about(1, filters={"country": ["D\nE"]})
    parts = csv_file.stream([batch(a=[1])], ["a"], said, notes=True)
    lines = b"".join(parts).decode("utf-8-sig").splitlines()
    table = [line for line in lines if not line.startswith("# ")]
    assert table == ['"a"', "1"]
    assert "# Filters: country = D E" in lines
    assert "# Data as of: 2026-02-01 08:15 UTC, generation 7" in lines
    assert any(line.startswith("# Rows: 1 ") for line in lines)


def test_a_file_name_states_days_filters_rows_and_age_and_is_safe():
    said = about(1345, filters={"country": ["../../A\r\nB"]}).file_name("csv")
    assert said == (
        "Order lines, 2026-01-01 to 2026-01-31, country=.._.._A_B, 1345 rows, "
        "data of 2026-02-01 0815Z.csv"
    )


@pytest.mark.parametrize("announced", [1, 3])
def test_a_stream_of_other_rows_than_announced_breaks_off(announced):
    rows = batch(a=[1, 2])
    with pytest.raises(RowCountError, match=f"{announced} rows were announced, 2 came"):
        list(csv_file.stream([rows], ["a"], about(announced)))
    with pytest.raises(RowCountError, match="2 came; download again"):
        xlsx_file.write(io.BytesIO(), [rows], ["a"], about(announced))


def sheets(rows: pa.RecordBatch, **more) -> dict[str, str]:
    target = io.BytesIO()
    xlsx_file.write(target, [rows], rows.schema.names, about(rows.num_rows), **more)
    with zipfile.ZipFile(target) as book:
        return {
            name: book.read(name).decode()
            for name in book.namelist()
            if name.startswith("xl/")
        }


def test_a_workbook_says_what_it_is_and_holds_no_formula():
    rows = batch(text=DANGEROUS, number=[1.5] * len(DANGEROUS))
    files = sheets(rows)
    assert "Order lines" in files["xl/worksheets/sheet1.xml"]
    assert "generation 7" in files["xl/worksheets/sheet1.xml"]
    body = files["xl/worksheets/sheet2.xml"]
    assert "<f>" not in body
    assert body.count("<v>1.5</v>") == len(DANGEROUS)
    assert "&apos;=1+1" in body or "'=1+1" in body


def test_more_rows_than_a_sheet_holds_go_on_another_sheet():
    files = sheets(batch(a=list(range(5))), rows_per_sheet=2)
    assert 'name="Rows 3"' in files["xl/workbook.xml"]
    last = files["xl/worksheets/sheet4.xml"]
    assert "<v>4</v>" in last
    assert "<v>3</v>" not in last
