"""Run the checks: each is a query that returns the rows which break a rule."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from queries import sqlfile

CHECKS = Path(__file__).parent / "checks"
SEVERITIES = ("stop", "warn")
SAMPLE = 5


@dataclass(frozen=True)
class Check:
    """One rule: its name, what it says, how much it matters, and its table."""

    name: str
    title: str
    severity: str
    table: str
    sql: str


@dataclass(frozen=True)
class Finding:
    """What a check found; `sample` holds the first offending rows as JSON text."""

    check: Check
    offending: int
    checked: int
    sample: str | None

    @property
    def status(self) -> str:
        """Pass, or the check's severity."""
        return self.check.severity if self.offending else "pass"

    @property
    def share_good(self) -> float:
        """Share of the table's rows that keep the rule."""
        bad = min(self.offending, self.checked) / self.checked if self.checked else 0.0
        return 1.0 - bad


def read_all(folder: Path | None = None) -> list[Check]:
    """The checks, by name.

    Raises:
        SqlFileError: If a file lacks a header entry or has an unknown severity.
    """
    checks = []
    for path in sorted((folder or CHECKS).glob("*.sql")):
        file = sqlfile.read(path)
        header = file.header
        missing = {"title", "about", "owner", "severity", "table"} - set(header)
        if missing:
            raise sqlfile.SqlFileError(
                f"{path}: the header needs {', '.join(sorted(missing))}."
            )
        if header["severity"] not in SEVERITIES:
            raise sqlfile.SqlFileError(
                f"{path}: severity is {header['severity']!r}; it must be stop or warn."
            )
        checks.append(
            Check(
                path.stem,
                header["title"],
                header["severity"],
                header["table"],
                file.sql,
            )
        )
    return checks


def run(connection: duckdb.DuckDBPyConnection, check: Check) -> Finding:
    """Run one check on the generation in the making."""
    offending = connection.execute(f"select count(*) from ({check.sql})").fetchall()
    checked = connection.execute(f"select count(*) from {check.table}").fetchall()
    sample = None
    if offending[0][0]:
        sample = connection.execute(
            "select cast(to_json(list(broken)) as varchar) from "
            f"(select * from ({check.sql}) limit {SAMPLE}) as broken"
        ).fetchall()[0][0]
    return Finding(check, offending[0][0], checked[0][0], sample)
