"""Files are whole, say what they are, and hold no formula from data."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree

import pyarrow as pa
import pytest

from portal.exports import csv_file, xlsx_file, xlsx_parts
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
        list(xlsx_file.stream([rows], ["a"], about(announced)))


def sheets(rows: pa.RecordBatch, **more) -> dict[str, str]:
    parts = xlsx_file.stream([rows], rows.schema.names, about(rows.num_rows), **more)
    with zipfile.ZipFile(io.BytesIO(b"".join(parts))) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def cells(sheet: str) -> list[tuple[str, str | None, str]]:
    """Place, type and content of every cell, as a spreadsheet reads them."""
    tree = ElementTree.fromstring(sheet)
    return [
        (cell.get("r"), cell.get("t"), "".join(cell.itertext()))
        for cell in tree.iter(f"{{{xlsx_parts.MAIN}}}c")
    ]


def test_a_workbook_says_what_it_is_and_holds_no_formula():
    files = sheets(batch(text=DANGEROUS, number=[1.5] * len(DANGEROUS)))
    assert "generation 7" in files["xl/worksheets/sheet1.xml"]
    body = files["xl/worksheets/sheet2.xml"]
    assert "<f>" not in body
    assert body.count("<v>1.5</v>") == len(DANGEROUS)
    assert ("A2", "inlineStr", "'=1+1") in cells(body)


def test_cells_are_typed_exact_and_empty_where_nothing_is():
    rows = batch(
        amount=pa.array([Decimal("1.9500"), None]),
        at=[datetime(2026, 1, 5, 18), datetime(1999, 12, 31)],
        text=["<b>&_x0041_\x01", None],
        ratio=[0.5, float("nan")],
    )
    assert cells(sheets(rows)["xl/worksheets/sheet2.xml"])[4:] == [
        ("A2", None, "1.9500"),
        ("B2", None, "46027.75"),
        ("C2", "inlineStr", "<b>&_x005F_x0041_\ufffd"),
        ("D2", None, "0.5"),
        ("B3", None, "36525"),
    ]


def test_a_time_that_a_spreadsheet_cannot_count_is_text():
    rows = batch(at=[datetime(1899, 1, 1)])
    [_, cell] = cells(sheets(rows)["xl/worksheets/sheet2.xml"])
    assert cell[1:] == ("inlineStr", "1899-01-01 00:00:00")


def test_a_text_longer_than_a_cell_says_that_it_is_cut():
    [_, cell] = cells(sheets(batch(a=["x" * 40_000]))["xl/worksheets/sheet2.xml"])
    assert len(cell[2]) == 32_767
    assert cell[2].endswith("the CSV has it all)")


def test_more_rows_than_a_sheet_holds_go_on_another_sheet():
    files = sheets(batch(a=list(range(5))), rows_per_sheet=2)
    assert 'name="Rows 3"' in files["xl/workbook.xml"]
    numbers = [
        [cell[2] for cell in cells(files[f"xl/worksheets/sheet{n}.xml"])]
        for n in (2, 3, 4)
    ]
    assert numbers == [["a", "0", "1"], ["a", "2", "3"], ["a", "4"]]


def test_no_rows_make_a_workbook_with_a_head():
    files = sheets(batch(a=pa.array([], pa.int64())))
    assert cells(files["xl/worksheets/sheet2.xml"]) == [("A1", "inlineStr", "a")]


@pytest.mark.parametrize(("at", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_columns_have_the_letters_of_a_spreadsheet(at, name):
    assert xlsx_parts.letters(at) == name
