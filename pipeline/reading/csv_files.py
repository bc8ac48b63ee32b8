"""CSV files: read by DuckDB with every column as text; what it refuses is named."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline import records
from pipeline.line_numbers import Batch, Reject
from pipeline.problems import LONGEST_RAW
from pipeline.quoting import name, text, texts

LONGEST = 1 << 20
HAS_NUL = "it has a NUL byte, or is not UTF-8"
ERRORS = {
    "MISSING COLUMNS": "it has too few columns",
    "TOO MANY COLUMNS": "it has too many columns",
    "INVALID ENCODING": "it is not UTF-8",
    "UNQUOTED VALUE": "a quote within a value is not doubled or not closed",
    "LINE SIZE OVER MAXIMUM": f"it is longer than {LONGEST >> 20} MiB",
}


def read(connection: duckdb.DuckDBPyConnection, batch: Batch, work: Path) -> None:
    """Append the rows of all files to `staged_row`."""
    for numbers in batch.groups():
        _read_group(connection, batch, numbers, work)


def _read_group(
    connection: duckdb.DuckDBPyConnection, batch: Batch, numbers: list[int], work: Path
) -> None:
    """Read files with one header; where that fails, one by one to find the culprit."""
    paths = [_readable(batch, number, work) for number in numbers]
    try:
        _read(connection, batch, numbers[0], paths)
    except duckdb.Error:
        for number, path in zip(numbers, paths, strict=True):
            try:
                _read(connection, batch, number, [path])
            except duckdb.Error as error:
                said = str(error).splitlines()[0]
                batch.files[number].flaw = f"The file cannot be read: {said}"


def _readable(batch: Batch, number: int, work: Path) -> Path:
    """The file itself, or a mended copy where the reader would stumble over it."""
    one = batch.files[number]
    if one.sight.unpaired:
        one.cut_from = records.layout(one.file.path, batch.delimiter).open_from
    if not one.sight.uneven and not one.sight.has_nul and one.cut_from is None:
        return one.file.path
    work.mkdir(parents=True, exist_ok=True)
    mended = work / f"{number}.csv"
    records.mend(one.file.path, mended, one.cut_from)
    return mended


def _read(
    connection: duckdb.DuckDBPyConnection, batch: Batch, first: int, paths: list[Path]
) -> None:
    """Append the rows of files from number `first` on, and note what was refused."""
    columns = [
        batch.columns[column.lower()] for column in batch.files[first].sight.columns
    ]
    types = ", ".join(f"{name(column)}: 'varchar'" for column in columns)
    listed = texts(str(path) for path in paths)
    connection.execute("drop table if exists reject_errors")
    connection.execute("drop table if exists reject_scans")
    connection.execute(
        f"insert into staged_row by name select file_index + {first} as northstar_file,"
        f" * from read_csv([{listed}], header = true, auto_detect = false, "
        f"columns = {{{types}}}, delim = {text(batch.delimiter)}, quote = '\"', "
        "escape = '\"', strict_mode = true, store_rejects = true, rejects_limit = 0, "
        f"max_line_size = {LONGEST})"
    )
    refused = connection.execute(
        "select file_id, line, min(error_type), "
        f"left(ltrim(any_value(csv_line), chr(10)), {LONGEST_RAW}) "
        "from reject_errors group by file_id, line order by file_id, line"
    ).fetchall()
    for position, line, kind, raw in refused:
        why = ERRORS.get(kind, kind.lower())
        if kind == "INVALID ENCODING" and batch.files[first + position].sight.has_nul:
            why = HAS_NUL
        batch.files[first + position].rejects.append(Reject(line, why, raw or ""))
