"""XLSX, streamed: the first bytes leave at once, and memory stays small.

Libraries write a workbook cell by cell and send nothing before its end: 541,909 rows
took them 85 s of a web worker. Here whole columns of a batch become XML at once.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa

from portal.exports import xlsx_parts
from portal.exports.about import About
from portal.exports.csv_file import RowCountError
from portal.exports.guard import guard_batch
from portal.exports.xlsx_cells import rows_as_xml

ROWS_PER_SHEET = 1_048_575  # 2 ** 20 less the header
BATCH = 4096
WIDTH, ABOUT_WIDTHS = 16, (16, 96)
LEVEL = 1


class _Outbox:
    """Where the archive is written to, and taken from as it grows."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def take(self) -> bytes:
        """All bytes since the last time."""
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken


def stream(
    batches: Iterable[pa.RecordBatch],
    columns: Sequence[str],
    about: About,
    *,
    rows_per_sheet: int = ROWS_PER_SHEET,
) -> Iterator[bytes]:
    """Yield a workbook: a sheet 'About', then as many sheets of rows as it takes.

    Args:
        batches: The rows.
        columns: Their names, in order.
        about: What the file says of itself.
        rows_per_sheet: Rows after which another sheet begins; Excel's limit.

    Raises:
        RowCountError: If fewer or more rows came than `about` states; the download
            then breaks off.
    """
    count = max(1, -(-about.row_count // rows_per_sheet))
    titles = ["About", "Rows", *(f"Rows {n}" for n in range(2, count + 1))]
    outbox, waiting = _Outbox(), _Waiting(batches)
    with zipfile.ZipFile(
        outbox, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL
    ) as book:
        for name, text in xlsx_parts.parts(titles).items():
            book.writestr(name, text)
        book.writestr("xl/worksheets/sheet1.xml", _about_sheet(about, columns))
        for number in range(2, count + 2):
            name = f"xl/worksheets/sheet{number}.xml"
            with book.open(name, "w", force_zip64=True) as sheet:
                for text in _sheet(waiting, columns, rows_per_sheet):
                    sheet.write(text.encode())
                    yield outbox.take()
        if waiting.taken != about.row_count or waiting.more:
            raise RowCountError(
                f"{about.what}: {about.row_count} rows were announced, "
                f"{waiting.count_all()} came; download again."
            )
    yield outbox.take()


class _Waiting:
    """The batches, in pieces that fit: never more rows than are asked for."""

    def __init__(self, batches: Iterable[pa.RecordBatch]) -> None:
        self._batches = (batch for batch in batches if batch.num_rows)
        self._rest: pa.RecordBatch | None = None
        self.taken = 0

    @property
    def more(self) -> bool:
        """Whether rows are left."""
        if self._rest is None:
            self._rest = next(self._batches, None)
        return self._rest is not None

    def take(self, most: int) -> pa.RecordBatch | None:
        """The next rows, at most so many; None when there are none."""
        if not self.more or not most:
            return None
        assert self._rest is not None
        batch, rest = self._rest.slice(0, most), self._rest.slice(most)
        self._rest = rest if rest.num_rows else None
        self.taken += batch.num_rows
        return batch

    def count_all(self) -> int:
        """How many rows came in all, the rest of them read to the end."""
        while self.take(ROWS_PER_SHEET) is not None:
            pass
        return self.taken


def _sheet(
    waiting: _Waiting, columns: Sequence[str], rows_per_sheet: int
) -> Iterator[str]:
    bold = [True] * len(columns)
    yield xlsx_parts.sheet_start([WIDTH] * len(columns), frozen=True)
    yield xlsx_parts.text_row(1, columns, bold=bold)
    written = 0
    while batch := waiting.take(min(BATCH, rows_per_sheet - written)):
        yield rows_as_xml(guard_batch(batch), written + 2)
        written += batch.num_rows
    yield xlsx_parts.SHEET_END


def _about_sheet(about: About, columns: Sequence[str]) -> str:
    units = [(name, about.units.get(name, "")) for name in columns]
    lines = [*about.lines(), ("Columns", ""), *units]
    rows = [
        xlsx_parts.text_row(number, line, bold=(True, False))
        for number, line in enumerate(lines, 1)
    ]
    start = xlsx_parts.sheet_start(ABOUT_WIDTHS, frozen=False)
    return f"{start}{''.join(rows)}{xlsx_parts.SHEET_END}"
