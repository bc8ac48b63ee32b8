"""Read files as they are: every column as text, every row with its file and line.

A batch of files of one source becomes the temporary tables `staged_row` (as read),
`staged_file` and, for files that are not one good line a record, `staged_line`; the
view `staged` puts them together. Lines that are not CSV become problems.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import duckdb

from pipeline import records
from pipeline.line_numbers import Batch, Reject, find_shifts
from pipeline.problems import LONGEST_RAW, Problem
from pipeline.quoting import name, text, texts

ERRORS = {
    "MISSING COLUMNS": "it has too few columns",
    "TOO MANY COLUMNS": "it has too many columns",
    "INVALID ENCODING": "it is not UTF-8",
    "UNQUOTED VALUE": "a quote within a value is not doubled or not closed",
    "LINE SIZE OVER MAXIMUM": "it is longer than 2 MB",
}


def stage(connection: duckdb.DuckDBPyConnection, batch: Batch, work: Path) -> None:
    """Read the files of a batch into `staged`."""
    batch.files.sort(key=lambda one: (one.sight.columns, one.file.name))
    groups = defaultdict(list)
    for number, one in enumerate(batch.files):
        if not one.flaw:
            groups[one.sight.columns].append(number)
        for column in one.sight.columns:
            batch.columns.setdefault(column.lower(), column)
    spelled = "".join(f", {name(each)} varchar" for each in batch.columns.values())
    connection.execute(
        f"create or replace temp table staged_row (northstar_file bigint{spelled})"
    )
    for numbers in groups.values():
        _read_group(connection, batch, numbers, work)
    _count(connection, batch)
    shifts = [
        (number, *shift)
        for number, one in enumerate(batch.files)
        for shift in find_shifts(one, batch)
    ]
    _offer(connection, batch, shifts)
    _note_flaws(batch)


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
    if not one.sight.uneven and one.cut_from is None:
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
        "escape = '\"', strict_mode = true, store_rejects = true, rejects_limit = 0)"
    )
    refused = connection.execute(
        "select file_id, line, min(error_type), "
        f"left(ltrim(any_value(csv_line), chr(10)), {LONGEST_RAW}) "
        "from reject_errors group by file_id, line order by file_id, line"
    ).fetchall()
    for position, line, kind, raw in refused:
        why = ERRORS.get(kind, kind.lower())
        batch.files[first + position].rejects.append(Reject(line, why, raw or ""))


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


def _offer(
    connection: duckdb.DuckDBPyConnection,
    batch: Batch,
    shifts: list[tuple[int, int, int]],
) -> None:
    """Create the view `staged` over the files without a flaw."""
    sane = [
        f"({number}, {text(one.file.name)})"
        for number, one in enumerate(batch.files)
        if not one.flaw
    ]
    _list(connection, "staged_file (northstar_file, source_file)", sane, "(-1, '')")
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
    connection.execute(
        "create or replace temp view staged as select staged_row.*, "
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
