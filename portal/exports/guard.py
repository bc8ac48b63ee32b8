"""Keep text from data from acting as a formula in a spreadsheet."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

# What Excel, LibreOffice and Google Sheets take for the start of a formula or of a
# command, in ASCII and in the full-width forms that some of them fold into ASCII.
STARTS = "=+@|%\t\r\n-\uff1d\uff0b\uff20\uff0d\uff5c\uff05"
MARK = "'"
PATTERN = "^[=+@|%\\t\\r\\n\\-\uff1d\uff0b\uff20\uff0d\uff5c\uff05]"


def guard_text(text: str) -> str:
    """Return `text`, with an apostrophe before it where it could act as a formula."""
    return MARK + text if text.startswith(tuple(STARTS)) else text


def guard_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Guard every text of a batch; numbers, dates and empty cells stay as they are."""
    columns = [
        _guarded(_plain(column)) if _is_text(column.type) else _without_zeros(column)
        for column in batch.columns
    ]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _plain(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _guarded(column: pa.Array) -> pa.Array:
    risky = pc.match_substring_regex(column, PATTERN)
    if not pc.any(risky).as_py():
        return column
    marked = pc.binary_join_element_wise(pa.scalar(MARK, column.type), column, "")
    return pc.if_else(risky, marked, column)


def _without_zeros(column: pa.Array) -> pa.Array:
    """Write whole seconds as such: 12:26:00, not 12:26:00.000000."""
    if not pa.types.is_timestamp(column.type):
        return column
    try:
        return column.cast(pa.timestamp("s"))
    except pa.ArrowInvalid:
        return column
