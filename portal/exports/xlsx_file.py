"""XLSX, written row by row into a file on disk so that memory stays small."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import BinaryIO

import pyarrow as pa
import xlsxwriter
from xlsxwriter.workbook import Workbook

from portal.exports.about import About
from portal.exports.csv_file import RowCountError
from portal.exports.guard import guard_batch

ROWS_PER_SHEET = 1_048_575  # 2 ** 20 less the header
WIDTH = 16
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
    "default_date_format": "yyyy-mm-dd hh:mm:ss",
}


def write(
    target: BinaryIO,
    batches: Iterable[pa.RecordBatch],
    columns: Sequence[str],
    about: About,
    *,
    rows_per_sheet: int = ROWS_PER_SHEET,
) -> None:
    """Write a workbook: a sheet 'About', then as many sheets of rows as it takes.

    Args:
        target: An open binary file.
        batches: The rows.
        columns: Their names, in order.
        about: What the file says of itself.
        rows_per_sheet: Rows after which another sheet begins; Excel's limit.

    Raises:
        RowCountError: If fewer or more rows came than `about` states.
    """
    book = xlsxwriter.Workbook(target, OPTIONS)
    _about_sheet(book, about, columns)
    sheets = _Sheets(book, columns, rows_per_sheet)
    for batch in batches:
        simple = _simple(guard_batch(batch))
        kinds = [_method(kind) for kind in simple.schema.types]
        cells = [column.to_pylist() for column in simple.columns]
        for row in zip(*cells, strict=True):
            sheets.add(row, kinds)
    if sheets.written != about.row_count:
        book.close()
        raise RowCountError(
            f"{about.what}: {about.row_count} rows were announced, {sheets.written} "
            "came; download again."
        )
    book.close()


class _Sheets:
    """Rows in sheets of limited length, each with the header on top."""

    def __init__(self, book: Workbook, columns: Sequence[str], longest: int) -> None:
        self.book, self.columns, self.longest = book, columns, longest
        self.written = 0
        self._begin()

    def add(self, row: Sequence[object], methods: Sequence[str]) -> None:
        """Write one row after the last; empty cells stay empty."""
        at = self.written % self.longest
        if at == 0 and self.written:
            self._begin()
        sheet = self.sheet
        for column, value in enumerate(row):
            if value is not None:
                getattr(sheet, methods[column])(at + 1, column, value)
        self.written += 1

    def _begin(self) -> None:
        number = self.written // self.longest + 1
        self.sheet = self.book.add_worksheet(
            "Rows" if number == 1 else f"Rows {number}"
        )
        self.sheet.set_column(0, len(self.columns) - 1, WIDTH)
        self.sheet.freeze_panes(1, 0)
        bold = self.book.add_format({"bold": True})
        for column, name in enumerate(self.columns):
            self.sheet.write_string(0, column, name, bold)


def _about_sheet(book: Workbook, about: About, columns: Sequence[str]) -> None:
    sheet = book.add_worksheet("About")
    sheet.set_column(0, 0, WIDTH)
    sheet.set_column(1, 1, 6 * WIDTH)
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True})
    units = [(name, about.units.get(name, "")) for name in columns]
    for at, (label, text) in enumerate([*about.lines(), ("Columns", ""), *units]):
        sheet.write_string(at, 0, label, bold)
        sheet.write_string(at, 1, text, wrap)


def _simple(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Decimals as floats: a spreadsheet has no other numbers."""
    columns = [
        column.cast(pa.float64()) if pa.types.is_decimal(column.type) else column
        for column in batch.columns
    ]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _method(kind: pa.DataType) -> str:
    """Which way to write a column: told once, not guessed for every cell."""
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return "write_number"
    if pa.types.is_temporal(kind):
        return "write_datetime"
    return "write_boolean" if pa.types.is_boolean(kind) else "write_string"
