"""CSV, streamed batch by batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from portal.exports.about import About
from portal.exports.guard import guard_batch

BYTE_ORDER_MARK = "\ufeff".encode()


class RowCountError(RuntimeError):
    """A stream that did not hold the rows that it announced."""


def stream(
    batches: Iterable[pa.RecordBatch],
    columns: Iterable[str],
    about: About,
    *,
    notes: bool = False,
) -> Iterator[bytes]:
    """Yield a CSV file: header, rows; before them, if asked, '#' lines about it.

    Every text is in quotes, so that a semicolon or a line break within it never
    starts a cell; numbers are not. A plain file holds nothing but the table, for
    programs, and its name says what it is. With `notes` it is for people: it says of
    itself what it is, and begins with the mark by which spreadsheets know UTF-8.

    Raises:
        RowCountError: If fewer or more rows came than `about` states; the download
            then breaks off, so that nobody takes a part for the whole.
    """
    if notes:
        yield BYTE_ORDER_MARK
        for label, text in about.lines():
            yield f"# {label}: {' '.join(text.split())}\n".encode()
    yield (",".join(f'"{name}"' for name in columns) + "\n").encode()
    written = 0
    for batch in batches:
        if batch.num_rows:
            written += batch.num_rows
            yield _lines(guard_batch(batch))
    if written != about.row_count:
        raise RowCountError(
            f"{about.what}: {about.row_count} rows were announced, {written} came; "
            "download again."
        )


def _lines(batch: pa.RecordBatch) -> bytes:
    """The rows of a batch as lines; all at once, for a million rows take a while."""
    cells = [_cells(column) for column in batch.columns]
    lines = pc.binary_join_element_wise(*cells, ",")
    return ("\n".join(lines.to_pylist()) + "\n").encode()


def _cells(column: pa.Array) -> pa.Array:
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return pc.fill_null(column.cast(pa.string()), "")
    doubled = pc.replace_substring(column.cast(pa.string()), '"', '""')
    return pc.fill_null(pc.binary_join_element_wise('"', doubled, '"', ""), "")
