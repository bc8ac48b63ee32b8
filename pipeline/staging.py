"""Read files as they are: every column as text, every row with its file and line.

A batch of files of one source and kind becomes the temporary tables `staged_row` (as
read), `staged_file` and, for CSV files that are not one good line a record,
`staged_line`; the view `staged` puts them together. What cannot be read becomes
problems.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline.line_numbers import Batch, find_shifts
from pipeline.problems import Problem
from pipeline.quoting import name, text
from pipeline.reading import csv_files, json_files, parquet_files

LINE = "northstar_line"


def stage(connection: duckdb.DuckDBPyConnection, batch: Batch, work: Path) -> None:
    """Read the files of a batch into `staged`."""
    batch.files.sort(key=lambda one: (*one.shape, one.file.name))
    _name_columns(batch)
    spelled = "".join(f", {name(each)} varchar" for each in batch.columns.values())
    line = "" if batch.kind == "csv" else f", {LINE} bigint"
    connection.execute(
        "create or replace temp table staged_row "
        f"(northstar_file bigint{line}{spelled})"
    )
    if batch.kind == "csv":
        csv_files.read(connection, batch, work)
    elif batch.kind == "parquet":
        parquet_files.read(connection, batch)
    else:
        json_files.read(connection, batch)
    _count(connection, batch)
    if batch.kind == "csv":
        _offer_shifted(connection, batch)
    else:
        _offer(connection, batch, f"staged_row.{LINE}", "")
    _note_flaws(batch)


def _name_columns(batch: Batch) -> None:
    """All columns of CSV files, which are split anyway; of others those in use."""
    if batch.kind != "csv":
        batch.columns = {column: column for column in sorted(batch.wanted)}
        return
    for one in batch.files:
        for column in one.sight.columns:
            batch.columns.setdefault(column.lower(), column)


def _count(connection: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Note how many rows each file gave, and where they start."""
    counted = connection.execute(
        "select northstar_file, min(rowid), count(*), max(rowid) - min(rowid) + 1 "
        "from staged_row group by northstar_file"
    ).fetchall()
    for number, first, rows, span in counted:
        one = batch.files[number]
        one.first_row, one.rows = first, rows
        if rows != span:
            one.flaw = "The reader mixed its rows with those of other files."


def _offer_shifted(connection: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Create `staged` over CSV files: a row's line is its number plus a shift."""
    shifts = [
        (number, *shift)
        for number, one in enumerate(batch.files)
        for shift in find_shifts(one, batch)
    ]
    _list(
        connection,
        "staged_shift (northstar_file, first_row, shift)",
        [str(shift) for shift in shifts],
        "(-1, 0, 0)",
    )
    line = "staged_row.rowid + staged_shift.shift"
    of_file = "staged_row.northstar_file = staged_shift.northstar_file"
    join = f"inner join staged_shift on {of_file}"
    if len(shifts) > len({shift[0] for shift in shifts}):
        connection.execute(
            "create or replace temp table staged_line as select "
            f"staged_row.rowid as northstar_row, {line} as source_line "
            f"from staged_row asof {join} and staged_row.rowid >= "
            "staged_shift.first_row"
        )
        line, join = "staged_line.source_line", "inner join staged_line on "
        join += "staged_row.rowid = staged_line.northstar_row"
    _offer(connection, batch, line, join)


def _offer(
    connection: duckdb.DuckDBPyConnection, batch: Batch, line: str, join: str
) -> None:
    """Create the view `staged` over the files without a flaw."""
    sane = [
        f"({number}, {text(one.file.name)})"
        for number, one in enumerate(batch.files)
        if not one.flaw
    ]
    _list(connection, "staged_file (northstar_file, source_file)", sane, "(-1, '')")
    shown = "*" if batch.kind == "csv" else f"* exclude ({LINE})"
    connection.execute(
        f"create or replace temp view staged as select staged_row.{shown}, "
        f"staged_row.rowid as northstar_row, staged_file.source_file, {line} as "
        "source_line from staged_row inner join staged_file "
        f"on staged_row.northstar_file = staged_file.northstar_file {join}"
    )


def _note_flaws(batch: Batch) -> None:
    """Files that cannot be read become problems."""
    batch.problems += [
        Problem("file", batch.mappings, one.flaw, file=one.file.name, rows=one.rows_in)
        for one in batch.files
        if one.flaw
    ]


def _list(
    connection: duckdb.DuckDBPyConnection, shape: str, rows: list[str], otherwise: str
) -> None:
    """A small table of the rows; `otherwise` gives it its types when there are none."""
    table = shape.split(maxsplit=1)[0]
    connection.execute(
        f"create or replace temp table {table} as select * from "
        f"(values {', '.join(rows) or otherwise}) as {shape}"
    )
