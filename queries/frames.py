"""Arrow tables from the warehouse -> DataFrames for pages, and bytes for the cache.

Decimals become float64: sums were exact in SQL, and a page only shows them. Whole
numbers are int64, or float64 where some are missing. Dates are `datetime.date`,
times are datetime64 in UTC without a zone.
"""

from __future__ import annotations

import pandas as pd
import pyarrow as pa


def plain(table: pa.Table) -> pa.Table:
    """The table with decimals as numbers that pandas and Plotly know."""
    for index, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type):
            table = table.set_column(index, field.name, _number(table.column(index)))
    return table


def _number(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if column.type.scale == 0:
        return column.cast(pa.int64(), safe=False)
    # By way of text, because Arrow's own cast makes 363.53 a 363.53000000000003.
    return column.cast(pa.string()).cast(pa.float64())


def to_frame(table: pa.Table) -> pd.DataFrame:
    """A DataFrame of its own: the caller may change it."""
    frame: pd.DataFrame = table.to_pandas()
    return frame


def to_bytes(table: pa.Table) -> bytes:
    """The table as an Arrow IPC stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def from_bytes(data: bytes) -> pa.Table:
    """The table of an Arrow IPC stream.

    Raises:
        pyarrow.ArrowInvalid: If the bytes are none.
    """
    with pa.ipc.open_stream(data) as reader:
        return reader.read_all()
