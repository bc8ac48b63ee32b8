"""Put one batch of staged rows through its mappings, into facts and dimensions.

Rows that a mapping cannot take are gathered in the temporary table `aside`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from pipeline import changed, dimensions, facts
from pipeline.casts import FILE, REASON, ROW, rewrite
from pipeline.changed import Noted
from pipeline.line_numbers import Batch
from pipeline.mappings import Mapping
from pipeline.preparation_sql import Change
from pipeline.problems import LONGEST_RAW, Problem
from pipeline.quoting import name, names, text

MOST_PER_FILE = 1000


@dataclass
class Tally:
    """Rows of a refresh, each file row counted once."""

    rows_in: int = 0
    loaded: int = 0
    filtered: int = 0
    quarantined: int = 0

    def add(self, other: Tally) -> None:
        """Count the rows of another batch as well."""
        self.rows_in += other.rows_in
        self.loaded += other.loaded
        self.filtered += other.filtered
        self.quarantined += other.quarantined


@dataclass
class Loaded:
    """What one mapping did with one batch: rows mapped, written, and changed."""

    rows_mapped: int
    rows_written: int
    skipped_files: list[int] = field(default_factory=list)
    changed: list[Noted] = field(default_factory=list)


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Empty the tables in which a batch's rows are counted."""
    connection.execute(
        "create or replace temp table aside (northstar_row bigint, mapping varchar, "
        "table_name varchar, northstar_reason varchar)"
    )
    connection.execute("create or replace temp table taken (northstar_row bigint)")


def load(
    connection: duckdb.DuckDBPyConnection, mapping: Mapping, batch: Batch
) -> Loaded:
    """Put the staged rows through one mapping."""
    skipped = _files_without_columns(mapping, batch)
    relation = "staged"
    if skipped:
        listed = ", ".join(map(str, skipped))
        relation = f"(select * from staged where {FILE} not in ({listed}))"
    if len(skipped) == sum(not one.flaw for one in batch.files):
        return Loaded(0, 0, skipped)
    changes = _map(connection, mapping, relation)
    rows = _count(connection, "mapped")
    if _has_asides(connection, mapping):
        connection.execute(
            f"delete from mapped where {ROW} in (select {ROW} from aside "
            f"where aside.mapping = {text(mapping.name)})"
        )
    connection.execute(f"insert into taken select {ROW} from mapped")
    noted = changed.note(connection, mapping, changes)
    given = [projection.alias_or_name for projection in mapping.select.selects]
    merge = dimensions.merge if mapping.table.is_dimension else facts.merge
    written = merge(connection, mapping.table, given, mapping.name)
    return Loaded(rows, written, skipped, noted)


def _map(
    connection: duckdb.DuckDBPyConnection, mapping: Mapping, relation: str
) -> Sequence[Change]:
    """Create `mapped`, and put aside the rows that the mapping cannot take."""
    rewritten = rewrite(
        mapping, relation, changed.spellings(connection, mapping, relation)
    )
    # A window leaves the rows in its own order; in the order of the files, days lie
    # together on the disk and are found without reading the rest.
    order = f" order by {ROW}" if rewritten.is_shuffled else ""
    connection.execute(
        f"create or replace temp table mapped as {rewritten.rows}{order}"
    )
    if rewritten.refused:
        _put_aside(connection, mapping, rewritten.refused)
    _put_aside(
        connection,
        mapping,
        f"select {ROW}, {FILE}, {REASON} from mapped where {REASON} is not null",
    )
    if not mapping.may_repeat:
        _put_aside(connection, mapping, _repeats(mapping))
    return rewritten.changes


def _files_without_columns(mapping: Mapping, batch: Batch) -> list[int]:
    """Files that lack a column that the mapping reads; each becomes a problem."""
    found = []
    for number, one in enumerate(batch.files):
        lacking = one.lacks(mapping.columns)
        if not lacking or one.flaw:
            continue
        found.append(number)
        reason = (
            f"The file has no column {', '.join(lacking)}, which "
            f"{mapping.name} needs; it has {', '.join(one.sight.columns)}."
        )
        batch.problems.append(
            Problem(
                "file",
                mapping.name,
                reason,
                mapping.table.name,
                one.file.name,
                line=1,
                rows=one.rows,
            )
        )
    return found


def _put_aside(
    connection: duckdb.DuckDBPyConnection, mapping: Mapping, rows: str
) -> None:
    """Add rows with their reasons to `aside`."""
    connection.execute(
        f"insert into aside select {ROW}, {text(mapping.name)}, "
        f"{text(mapping.table.name)}, {REASON} from ({rows}) as refused"
    )


def _has_asides(connection: duckdb.DuckDBPyConnection, mapping: Mapping) -> bool:
    """Whether this mapping put anything aside."""
    found = connection.execute(
        f"select 1 from aside where mapping = {text(mapping.name)} limit 1"
    ).fetchall()
    return bool(found)


def _repeats(mapping: Mapping) -> str:
    """SQL for later rows of a file that have the key of an earlier one."""
    key = names(mapping.table.key)
    shown = " || ', ' || ".join(
        f"cast({name(one)} as varchar)" for one in mapping.table.key
    )
    return (
        f"with repeated as (select {key} from mapped where {REASON} is null "
        f"group by {key} having count(*) > 1), ranked as ("
        "select mapped.*, row_number() "
        f"over (partition by {names(mapping.table.key, 'mapped')}, mapped.{FILE} "
        f"order by mapped.{ROW}) as place from mapped semi join repeated "
        f"using ({key}) where mapped.{REASON} is null) "
        f"select {ROW}, {FILE}, {text(', '.join(mapping.table.key) + ' ')} || '''' || "
        f"{shown} || ''' stands on an earlier line of this file; each line needs "
        f"its own.' as {REASON} from ranked where place > 1"
    )


def tally(connection: duckdb.DuckDBPyConnection, batch: Batch) -> Tally:
    """Count what became of the rows of a batch, each once.

    A row is put aside if any mapping put it aside, loaded if one took it, and filtered
    if every mapping leaves it out on purpose.
    """
    flawed = sum(one.rows_in for one in batch.files if one.flaw)
    unread = sum(one.rows_in - one.rows for one in batch.files if not one.flaw)
    lacking = {one.file for one in batch.problems if one.scope == "file" and one.table}
    whole = [n for n, one in enumerate(batch.files) if one.file.name in lacking]
    listed = ", ".join(map(str, whole)) or "-1"
    connection.execute(
        "create or replace temp table put_aside as "
        "select northstar_row from aside union "
        f"select northstar_row from staged where {FILE} in ({listed})"
    )
    out = _count(connection, "put_aside")
    everything = _count(connection, "staged")
    connection.execute(
        "create or replace temp table taken_once as select distinct northstar_row "
        "from taken anti join put_aside using (northstar_row)"
    )
    loaded = _count(connection, "taken_once")
    left_out = connection.execute(
        "select count(*) from staged anti join put_aside using (northstar_row) "
        "anti join taken_once using (northstar_row)"
    ).fetchall()[0][0]
    rows_in = sum(one.rows_in for one in batch.files)
    result = Tally(rows_in, loaded, left_out, out + flawed + unread)
    if loaded + left_out + out != everything or rows_in != everything + flawed + unread:
        raise AssertionError(f"Rows do not add up: {result}, {everything} staged.")
    return result


def row_problems(connection: duckdb.DuckDBPyConnection, batch: Batch) -> list[Problem]:
    """The rows put aside, with file, line and reason.

    Of each mapping and file the first are told one by one, the rest in one sum.
    """
    raw = f" || {text(batch.delimiter)} || ".join(
        f"coalesce(staged.{name(column)}, '')" for column in batch.columns.values()
    )
    told = connection.execute(
        "with told as (select aside.*, row_number() over (partition by aside.mapping, "
        "staged.northstar_file order by aside.northstar_row) as place, "
        "staged.source_file, staged.source_line, "
        f"left({raw or text('')}, {LONGEST_RAW}) as raw_text "
        "from aside inner join staged on aside.northstar_row = staged.northstar_row) "
        "select mapping, table_name, source_file, min(source_line), count(*), "
        "min(northstar_reason), min(raw_text), max(place) from told "
        f"group by mapping, table_name, source_file, least(place, {MOST_PER_FILE + 1}) "
        "order by source_file, min(source_line), mapping"
    ).fetchall()
    return [
        Problem(
            "row",
            mapping,
            reason
            if place <= MOST_PER_FILE
            else f"{rows} more lines from here on were put aside, such as: {reason}",
            table,
            file,
            line,
            rows,
            raw,
        )
        for mapping, table, file, line, rows, reason, raw, place in told
    ]


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """Rows of a table."""
    found = connection.execute(f"select count(*) from {table}").fetchall()
    return int(found[0][0])
