"""The quality of each table, and of the warehouse, from what the checks found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from pipeline.check_runner import Finding
from pipeline.declared_checks import Declared, fresh_hours
from pipeline.quoting import name
from pipeline.refresh_settings import RefreshSettings

WEIGHTS = {"stop": 3, "warn": 1}
KINDS = {"fct": 3, "dim": 2}


@dataclass(frozen=True)
class Score:
    """The quality of one table in percent, and how much it weighs."""

    table: str
    score: float
    weight: int
    checks: int
    failing: int


def of_tables(findings: Iterable[Finding], rows: dict[str, int]) -> list[Score]:
    """The scores of the tables that have checks.

    Args:
        findings: Of all checks.
        rows: Table -> how many it has; an empty one weighs nothing.
    """
    by_table = defaultdict(list)
    for finding in findings:
        by_table[finding.check.table].append(finding)
    return [
        Score(
            table,
            round(100 * _mean(found), 4),
            KINDS.get(table.partition("_")[0], 1) if rows.get(table) else 0,
            len(found),
            sum(one.status != "pass" for one in found),
        )
        for table, found in sorted(by_table.items())
    ]


def _mean(findings: Sequence[Finding]) -> float:
    """Mean share of good rows; checks that stop a refresh weigh more."""
    weights = [WEIGHTS[one.check.severity] for one in findings]
    shares = [one.share_good for one in findings]
    good = sum(weight * share for weight, share in zip(weights, shares, strict=True))
    return good / sum(weights)


def overall(scores: Iterable[Score], kept: float = 1.0) -> float:
    """Percent of all: share of rows not put aside x weighted mean of the tables."""
    counted = [one for one in scores if one.weight]
    weight = sum(one.weight for one in counted)
    good = sum(one.weight * one.score for one in counted) / weight if weight else 100.0
    return round(kept * good, 4)


def describe(
    connection: duckdb.DuckDBPyConnection,
    tables: Iterable[Declared],
    findings: Iterable[Finding],
    settings: RefreshSettings,
) -> list[dict[str, Any]]:
    """The rows of ops_table, without the number of the refresh."""
    known = {one.name: one for one in tables}
    rows = {table: _count(connection, table) for table in known}
    return [
        {
            "table_name": one.table,
            "row_count": rows.get(one.table, 0),
            "score": one.score,
            "weight": one.weight,
            "checks": one.checks,
            "checks_failing": one.failing,
            **_span(connection, known[one.table]),
            "fresh_hours": fresh_hours(known[one.table], settings),
        }
        for one in of_tables(findings, rows)
        if one.table in known
    ]


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    found = connection.execute(f"select count(*) from {name(table)}").fetchall()
    return int(found[0][0])


def _span(connection: duckdb.DuckDBPyConnection, table: Declared) -> dict[str, Any]:
    if not table.day:
        return {"first_on": None, "last_on": None}
    day = name(table.day)
    found = connection.execute(
        f"select cast(min({day}) as varchar), cast(max({day}) as varchar) "
        f"from {name(table.name)}"
    ).fetchall()[0]
    return {"first_on": found[0], "last_on": found[1]}
