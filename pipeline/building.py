"""Make a generation: load the files into facts and dimensions, and verify it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import duckdb

from pipeline import (
    batches,
    dimensions,
    finishing,
    lineage,
    loading,
    new_columns,
    registry,
    staging,
)
from pipeline.files import Sight, SourceFile
from pipeline.line_numbers import Batch
from pipeline.mappings import Mapping
from pipeline.planned import Plan, SourcePlan
from pipeline.quoting import name, text
from pipeline.registry import Registry
from pipeline.steps import Log, Step, Surroundings
from pipeline.tables import Table


def create(connection: duckdb.DuckDBPyConnection, tables: Iterable[Table]) -> None:
    """Create the empty tables of a first generation."""
    for table in tables:
        connection.execute(table.ddl)
        if table.is_dimension:
            connection.execute(dimensions.source_ddl(table))
    connection.execute(registry.TABLES)


def open_draft(
    draft: Path, work: Path, around: Surroundings
) -> duckdb.DuckDBPyConnection:
    """Open the generation in the making; what does not fit in memory goes to `work`.

    Args:
        draft: The generation's file.
        work: Where it may spill.
        around: Says how much memory it may take; never more than 80% of the machine's.
    """
    connection = duckdb.connect(draft)
    there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    connection.execute(f"set memory_limit = '{min(around.memory, there * 8 // 10)}MiB'")
    connection.execute(f"set temp_directory = {text(str(work / 'spill'))}")
    connection.execute("create temp table touched (table_name varchar, day date)")
    finishing.prepare(connection)
    return connection


def load(
    connection: duckdb.DuckDBPyConnection,
    plan: Plan,
    known: Registry,
    log: Log,
    work: Path,
) -> loading.Tally:
    """Load all files of the plan, batch by batch; return what became of their rows."""
    total = loading.Tally()
    log.around.report(f"  reading {_size(plan)}")
    for source in plan.sources:
        for files in batches.of(source.files):
            total.add(_load_batch(connection, source, files, known, log, work))
    mappings = [mapping for source in plan.sources for mapping in source.mappings]
    registry.remember_definitions(connection, mappings, [])
    lineage.remember(connection, mappings)
    for problem in (one for one in plan.problems if one.scope != "source"):
        # Once it can be used again, its rows of all files are needed.
        connection.execute(
            "update load_mapping set signature = '' "
            f"where mapping = {text(problem.mapping)}"
        )
    return total


def _size(plan: Plan) -> str:
    """How much there is to read, in words."""
    count = sum(len(source.files) for source in plan.sources)
    return f"{count:,} files, {plan.bytes / 1e6:,.1f} MB"


def _load_batch(
    connection: duckdb.DuckDBPyConnection,
    source: SourcePlan,
    files: list[tuple[SourceFile, Sight]],
    known: Registry,
    log: Log,
    work: Path,
) -> loading.Tally:
    """Read files together and put them through the mappings of their source."""
    batch = batches.gather(source.mappings, files)
    with log.step("read") as step:
        staging.stage(connection, batch, work)
        step.rows_out = sum(one.rows_in for one in batch.files)
        step.detail = f"{len(files)} files of {source.source[0]}"
    loading.prepare(connection)
    for mapping in source.mappings:
        with log.step(f"load:{mapping.name.removesuffix('.sql')}") as step:
            _load_mapping(connection, mapping, batch, step, log)
    with log.step("count") as step:
        tally = loading.tally(connection, batch)
        batch.problems += loading.row_problems(connection, batch)
        batch.problems += new_columns.notices(batch, _columns_before(source, known))
        log.add_problems(batch.problems)
        _remember(connection, batch, source)
        step.rows_in, step.rows_out = tally.rows_in, tally.loaded
        step.detail = f"{tally.filtered:,} filtered, {tally.quarantined:,} put aside"
    return tally


def _columns_before(source: SourcePlan, known: Registry) -> list[tuple[str, ...]]:
    """The columns of the files of a source that were loaded before."""
    of = registry.source_name(source.source)
    return [file.columns for key, file in known.files.items() if key[0] == of]


def _load_mapping(
    connection: duckdb.DuckDBPyConnection,
    mapping: Mapping,
    batch: Batch,
    step: Step,
    log: Log,
) -> None:
    """One mapping's step."""
    loaded = loading.load(connection, mapping, batch)
    log.add_changes(loaded.changed)
    step.rows_in, step.rows_out = loaded.rows_mapped, loaded.rows_written
    step.detail = f"into {mapping.table.name}"


def _remember(
    connection: duckdb.DuckDBPyConnection, batch: Batch, source: SourcePlan
) -> None:
    """Note the files of the batch, so that they are not read again."""
    registry.remember_files(
        connection,
        registry.source_name(source.source),
        [
            (one.file, one.sight, one.rows_in, 0 if one.flaw else one.rows)
            for one in batch.files
        ],
    )


def verify(draft: Path) -> int:
    """Read the whole file back, so that DuckDB checks every block's checksum."""
    rows = 0
    with duckdb.connect(draft, read_only=True) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() order by table_name"
        ).fetchall()
        for (table,) in tables:
            counted = connection.execute(
                f"select count(*), bit_xor(hash(scanned)) from {name(table)} as scanned"
            ).fetchall()
            rows += counted[0][0]
    return rows
