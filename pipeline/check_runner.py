"""Run the checks: each is a query that returns the rows which break a rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import duckdb

from pipeline.quoting import name
from pipeline.restricting import restricted, tables_of
from queries import sqlfile

CHECKS = Path(__file__).parent / "checks"
SEVERITIES = ("stop", "warn")
SAMPLE = 5


@dataclass(frozen=True)
class Check:
    """One rule.

    Attributes:
        name: Of its file, or made of the table and column that it is about.
        title: What it says.
        severity: stop or warn.
        table: What it is about.
        sql: Returns the rows that break it.
        day: The column of these rows that names the day to which each belongs, if the
            rule holds or not for each day by itself.
        of_days: The tables whose days these are; all that have days, if none is named.
        checked: SQL for how many rows, or cases, are looked at; the table's rows.
        secret: Columns that no sample may show.
        rule: What the rule was declared as, where its SQL differs from run to run.
        known_reads: The tables that it reads, where they are known without parsing.
    """

    name: str
    title: str
    severity: str
    table: str
    sql: str
    day: str | None = None
    of_days: tuple[str, ...] = ()
    checked: str = ""
    secret: tuple[str, ...] = ()
    rule: str = ""
    known_reads: frozenset[str] = frozenset()

    @property
    def reads(self) -> frozenset[str]:
        """The tables that it reads; its SQL is parsed only if they are not given."""
        return self.known_reads or tables_of(self.sql)

    @property
    def signature(self) -> str:
        """Changes when the rule does."""
        return sha256((self.rule or f"{self.day} {self.sql}").encode()).hexdigest()


@dataclass(frozen=True)
class Finding:
    """What a check found; `sample` holds the first offending rows as JSON text.

    `by_day` has the offending rows of each day, for a check that knows days.
    """

    check: Check
    offending: int
    checked: int
    sample: str | None
    by_day: dict[str, int] = field(default_factory=dict)

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
    """The checks that have files of their own, by name.

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
                header.get("day"),
            )
        )
    return checks


def run(
    connection: duckdb.DuckDBPyConnection,
    check: Check,
    only: dict[str, str] | None = None,
) -> Finding:
    """Run one check on the generation in the making.

    Args:
        connection: To the generation.
        check: What to look for.
        only: Table -> condition of the rows to look at; the others are left out.
    """
    sql = restricted(check.sql, only) if only else check.sql
    by_day: dict[str, int] = {}
    if check.day:
        found = connection.execute(
            f"select cast({name(check.day)} as varchar), count(*) from ({sql}) "
            f"as broken group by {name(check.day)}"
        ).fetchall()
        by_day = {str(day): int(rows) for day, rows in found}
        offending = sum(by_day.values())
    else:
        counted = connection.execute(f"select count(*) from ({sql}) as broken")
        offending = int(counted.fetchall()[0][0])
    sample = _sample(connection, check, sql) if offending else None
    return Finding(check, offending, checked_rows(connection, check), sample, by_day)


def checked_rows(connection: duckdb.DuckDBPyConnection, check: Check) -> int:
    """How many rows, or cases, a check looks at in all."""
    counted = connection.execute(
        check.checked or f"select count(*) from {name(check.table)}"
    )
    return int(counted.fetchall()[0][0])


def _sample(
    connection: duckdb.DuckDBPyConnection, check: Check, sql: str
) -> str | None:
    """The first rows that break the rule, without what must not be shown."""
    described = connection.execute(f"describe {sql}").fetchall()
    hidden = [one[0] for one in described if one[0] in check.secret]
    shown = f"* exclude ({', '.join(map(name, hidden))})" if hidden else "*"
    if len(hidden) == len(described):
        return None
    found = connection.execute(
        "select cast(to_json(list(broken)) as varchar) from "
        f"(select {shown} from ({sql}) as found order by all limit {SAMPLE}) as broken"
    ).fetchall()
    return str(found[0][0])
