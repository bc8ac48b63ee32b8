"""After the facts are loaded: the calendar, the marts, and the checks of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

import duckdb

from pipeline import (
    calendar_days,
    check_runner,
    declared_checks,
    mart_builder,
    refresh_settings,
    registry,
    restating,
    scores,
    table_days,
)
from pipeline import tables as table_files
from pipeline.check_runner import Check, Finding
from pipeline.checking import Checker
from pipeline.declared_checks import Declared
from pipeline.mart_builder import Mart
from pipeline.quoting import name, text
from pipeline.rebuilding import BEFORE, Builder, Known
from pipeline.registry import Registry
from pipeline.steps import Log
from pipeline.tables import Table


@dataclass(frozen=True)
class Base:
    """What the facts were loaded from, and what they are compared with.

    Attributes:
        folder: The company's.
        tables: The tables that mappings fill, by name.
        known: The definitions that the generation follows so far; none of a new one.
        stored: The generation that readers have now.
    """

    folder: Path
    tables: Mapping[str, Table]
    known: Registry
    stored: Path | None


@dataclass(frozen=True)
class Derived:
    """What is known of a generation once its facts are loaded.

    Attributes:
        findings: Of all checks.
        tables: Rows of ops_table, and `restated` of ops_restated, without the number
            of the refresh.
        late_hours: For how long days stay open.
    """

    findings: list[Finding]
    tables: list[dict[str, Any]]
    restated: list[dict[str, Any]]
    late_hours: int


def derive(
    connection: duckdb.DuckDBPyConnection, base: Base, marts: list[Mart], log: Log
) -> Derived:
    """Do all that follows from the facts, and tell what was found on the way."""
    settings = refresh_settings.read(base.folder)
    now = log.around.clock().astimezone(UTC)
    attach_before(connection, base.stored)
    make_calendar(connection, base.tables, settings.country, log)
    built = build_marts(connection, marts, base.known, base.tables, log)
    tables = declared_checks.declared(base.tables.values())
    with log.step("compare") as step:
        late = settings.late_hours
        restated = restating.find(connection, built, tables, now, late)
        step.rows_out = len(restated)
        step.detail = f"days restated that ended more than {late} hours ago"
    checks = [
        *check_runner.read_all(),
        *declared_checks.checks(tables, settings, now),
    ]
    findings = run_checks(connection, built, tables, checks, log)
    told = scores.describe(connection, tables, findings, settings)
    return Derived(findings, told, restated, settings.late_hours)


def attach_before(connection: duckdb.DuckDBPyConnection, stored: Path | None) -> bool:
    """Open the generation that readers have now beside the one in the making."""
    if stored is None or not stored.exists():
        return False
    connection.execute(f"attach {text(str(stored))} as {BEFORE} (read_only)")
    return True


def make_calendar(
    connection: duckdb.DuckDBPyConnection,
    tables: Mapping[str, Table],
    country: str,
    log: Log,
) -> None:
    """Bring dim_date up to the years that have data."""
    with log.step("calendar") as step:
        calendar = table_files.read(table_files.SCHEMA / f"{calendar_days.TABLE}.sql")
        changed = calendar_days.fill(connection, calendar, tables.values(), country)
        step.status = "done" if changed else "skipped"
        if changed:
            connection.execute(
                f"insert into touched values ('{calendar_days.TABLE}', null)"
            )


def build_marts(
    connection: duckdb.DuckDBPyConnection,
    marts: list[Mart],
    known: Registry,
    tables: Mapping[str, Table],
    log: Log,
) -> Builder:
    """Bring the marts up to date, and drop those that are no longer declared."""
    builder = Builder(connection, _known(connection, known, tables))
    for mart in mart_builder.in_order(marts):
        with log.step(f"mart:{mart.name}") as step:
            built = builder.build(mart)
            step.rows_out, step.detail = built.rows, built.detail
            step.status = "skipped" if built.skipped else "done"
    for gone in sorted(set(known.marts) - {mart.name for mart in marts}):
        connection.execute(f"drop table if exists {name(gone)}")
    registry.remember_definitions(connection, [], marts)
    return builder


def _known(
    connection: duckdb.DuckDBPyConnection,
    known: Registry,
    tables: Mapping[str, Table],
) -> Known:
    """What the builder is told of tables and of the generation before."""
    attached = connection.execute(
        f"select 1 from duckdb_databases() where database_name = {text(BEFORE)}"
    ).fetchall()
    days = {one.name: table_days.day_column(one) for one in tables.values()}
    return Known(
        marts=known.marts,
        days_of={table: day for table, day in days.items() if day},
        keys_of={one.name: one.key[0] for one in tables.values() if one.is_dimension},
        before=bool(attached),
    )


def run_checks(
    connection: duckdb.DuckDBPyConnection,
    built: Builder,
    tables: list[Declared],
    checks: list[Check],
    log: Log,
) -> list[Finding]:
    """Run every check, by name."""
    checker = Checker(connection, built, {one.name: one.key for one in tables})
    findings = []
    for check in sorted(checks, key=lambda one: one.name):
        with log.step(f"check:{check.name}") as step:
            finding = checker.check(check)
            step.rows_in, step.rows_out = finding.checked, finding.offending
            step.detail = f"{finding.status}: {check.title}"
        findings.append(finding)
    checker.remember(findings)
    return findings
