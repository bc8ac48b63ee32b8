"""Cells of a workbook as XML, a column at a time."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from portal.exports.xlsx_parts import MOMENT, letters

LONGEST = 32_767  # characters that a cell of Excel holds
CUT = " … (cut here: a cell holds no more; the CSV has it all)"
# What XML cannot hold is dropped by no one: it is shown as the sign for "unknown".
CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
LOOKS_ESCAPED = "_(x[0-9A-Fa-f]{4}_)"
DAY = 86_400_000_000
EPOCH_IN_DAYS = 25_569  # 1 January 1970, counted from 30 December 1899
EARLIEST = 61 * DAY - EPOCH_IN_DAYS * DAY  # 1 March 1900: before, Excel counts wrong


def rows_as_xml(batch: pa.RecordBatch, first: int) -> str:
    """The rows of a batch, the first of them with this number."""
    numbers = pa.array(range(first, first + batch.num_rows)).cast(pa.string())
    cells = [
        _cells(column, letters(at), numbers) for at, column in enumerate(batch.columns)
    ]
    starts = pc.binary_join_element_wise('<row r="', numbers, '">', "")
    rows = pc.binary_join_element_wise(starts, *cells, "</row>", "")
    return "".join(rows.to_pylist())


def _cells(column: pa.Array, letter: str, numbers: pa.Array) -> pa.Array:
    """The cells of a column; what is missing has none."""
    kind = column.type
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        column = _moments(column)
        kind = column.type
        style = f'" s="{MOMENT}"><v>'
    else:
        style = '"><v>'
    if pa.types.is_floating(kind):
        column = pc.if_else(pc.is_finite(column), column, None)
    start = pc.binary_join_element_wise(f'<c r="{letter}', numbers, "")
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        head, tail = '" t="inlineStr"><is><t xml:space="preserve">', "</t></is></c>"
        body = _text(column.cast(pa.string()))
    else:
        head, tail = style, "</v></c>"
        body = column.cast(pa.string())
    return pc.fill_null(pc.binary_join_element_wise(start, head, body, tail, ""), "")


def _moments(column: pa.Array) -> pa.Array:
    """Days since the end of 1899; as texts where a spreadsheet cannot count them."""
    exact = column.cast(pa.timestamp("us"))
    micros = exact.cast(pa.int64())
    first = pc.min(micros).as_py()
    if first is not None and first < EARLIEST:
        return column.cast(pa.string())
    days = pc.divide(micros.cast(pa.float64()), float(DAY))
    return pc.add(days, float(EPOCH_IN_DAYS))


def _text(column: pa.Array) -> pa.Array:
    """Texts as XML holds them."""
    if (pc.max(pc.utf8_length(column)).as_py() or 0) > LONGEST:
        short = pc.utf8_slice_codeunits(column, 0, LONGEST - len(CUT))
        cut = pc.binary_join_element_wise(short, CUT, "")
        too_long = pc.greater(pc.utf8_length(column), LONGEST)
        column = pc.if_else(too_long, cut, column)
    column = pc.replace_substring_regex(column, CONTROL, "\ufffd")
    column = pc.replace_substring_regex(column, LOOKS_ESCAPED, r"_x005F_\1")
    for plain, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        column = pc.replace_substring(column, plain, written)
    return column
