"""Parquet files: every value as text, nothing lost on the way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipeline.files import Sight
from pipeline.line_numbers import Batch
from pipeline.quoting import name, texts
from pipeline.reading.csv_sight import RESERVED, wrong_names
from pipeline.reading.formats import Format

LONGEST_SAID = 200
# What DuckDB calls the place of a row, unless a column of the file is called so.
VIRTUAL = {"file_index", "file_row_number"}


def look(path: Path, format_: Format, digest: str) -> Sight:
    """Columns, their types and the number of rows, from the file's own catalogue."""
    # Heavy to import, and most refreshes have nothing new.
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    try:
        with parquet.ParquetFile(path) as file:
            schema, rows = file.schema_arrow, file.metadata.num_rows
    except (pa.ArrowException, OSError, ValueError) as error:
        said = str(error).splitlines()[0][:LONGEST_SAID].rstrip(". ")
        reason = f"The Parquet file is damaged or cut off: {said}. Copy it again whole."
        return Sight(format_, digest, flaw=reason)
    columns = tuple(schema.names)
    if flaw := wrong_names(columns, "The file", RESERVED | VIRTUAL):
        return Sight(format_, digest, lines=rows + 1, flaw=flaw)
    types = {one.name: str(one.type) for one in schema}
    return Sight(format_, digest, columns=columns, lines=rows + 1, kinds=types)


def read(connection: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Append the rows of all files to `staged_row`; where that fails, file by file."""
    for numbers in batch.groups():
        try:
            _read(connection, batch, numbers)
        except duckdb.Error:
            for number in numbers:
                _read_one(connection, batch, number)


def _read_one(connection: duckdb.DuckDBPyConnection, batch: Batch, number: int) -> None:
    """Append one file's rows, or say why they cannot be read."""
    try:
        _read(connection, batch, [number])
    except duckdb.Error as error:
        said = str(error).splitlines()[0][:LONGEST_SAID].rstrip(". ")
        batch.files[
            number
        ].flaw = f"The Parquet file cannot be read: {said}. Copy it again whole."


def _read(
    connection: duckdb.DuckDBPyConnection, batch: Batch, numbers: Sequence[int]
) -> None:
    """Append the rows of files that have one schema to `staged_row`."""
    paths = texts(str(batch.files[number].file.path) for number in numbers)
    source = f"read_parquet([{paths}], hive_partitioning = false)"
    described = connection.execute(f"describe select * from {source}").fetchall()
    spelled = {one[0].lower(): (one[0], one[1]) for one in described}
    values = "".join(
        f", {_as_text(*spelled[column])} as {name(given)}"
        for column, given in batch.columns.items()
        if column in spelled
    )
    connection.execute(
        f"insert into staged_row by name select file_index + {numbers[0]} as "
        f"northstar_file, file_row_number + 1 as northstar_line{values} from {source}"
    )


def _as_text(column: str, kind: str) -> str:
    """SQL of a value as text that gives back the same value when it is cast."""
    quoted = name(column)
    if kind == "TIMESTAMP WITH TIME ZONE":
        # Written in UTC, whatever the session's zone is.
        return f"cast(make_timestamp(epoch_us({quoted})) as varchar) || '+00'"
    if kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION")):
        return f"cast(to_json({quoted}) as varchar)"
    return f"cast({quoted} as varchar)"
