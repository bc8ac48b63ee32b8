"""Run every check, and of days only those that changed since it ran before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import duckdb

from pipeline import check_runner
from pipeline.check_runner import Check, Finding
from pipeline.quoting import name, text
from pipeline.rebuilding import BEFORE, Builder
from pipeline.restricting import on_days

TABLE = """
create table if not exists load_check (
    check_name varchar, signature varchar, day varchar, offending bigint, sample varchar
)
"""


@dataclass(frozen=True)
class Kept:
    """What a check found when it last ran: in all, and per day where it knows days."""

    signature: str
    offending: int
    sample: str | None
    by_day: Mapping[str, int] = field(default_factory=dict)


class Checker:
    """Runs checks on a generation whose marts were just built.

    Args:
        connection: To the generation; what was found before lies in its load_check.
        built: Who built the marts: knows which days of which table changed.
        keys: The key of each table, by its name.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        built: Builder,
        keys: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.connection = connection
        self.built = built
        self.keys = keys
        connection.execute(TABLE)
        self.kept = self._read()
        self.counted: dict[str, int] = {}

    def check(self, check: Check) -> Finding:
        """What a check finds in the whole generation."""
        kept = self.kept.get(check.name)
        if not any(map(self._rows, {check.table, *check.reads})):
            return Finding(check, 0, 0, None)
        if kept is None or kept.signature != check.signature:
            return check_runner.run(self.connection, check)
        touched = check.reads & self.built.days.keys()
        if not touched and not check.rule:
            return self._carried(check, kept, dict(kept.by_day), None)
        days = self._days(check, kept, touched)
        if days is None:
            return check_runner.run(self.connection, check)
        rest = {day: rows for day, rows in kept.by_day.items() if day not in days}
        if not days:
            return self._carried(check, kept, rest, None)
        only = {
            table: on_days(self.built.days_of[table], days)
            for table in self._by_day(check)
        }
        found = check_runner.run(self.connection, check, only)
        return self._carried(check, kept, {**rest, **found.by_day}, found.sample)

    def remember(self, findings: Iterable[Finding]) -> None:
        """Note what was found, for the next refresh."""
        self.connection.execute("delete from load_check")
        rows = []
        for one in findings:
            total = (
                f"null, {one.offending}, {text(one.sample) if one.sample else 'null'}"
            )
            days = [f"{text(day)}, {n}, null" for day, n in sorted(one.by_day.items())]
            said = f"{text(one.check.name)}, {text(one.check.signature)}"
            rows += [f"({said}, {each})" for each in [total, *days]]
        if rows:
            self.connection.execute(f"insert into load_check values {', '.join(rows)}")

    def _rows(self, table: str) -> int:
        """How many rows a table has; a rule about no rows at all is kept."""
        if table not in self.counted:
            found = self.connection.execute(f"select count(*) from {name(table)}")
            self.counted[table] = int(found.fetchall()[0][0])
        return self.counted[table]

    def _carried(
        self, check: Check, kept: Kept, by_day: dict[str, int], sample: str | None
    ) -> Finding:
        """A finding made of what was found now and before."""
        total = sum(by_day.values()) if check.day else kept.offending
        checked = check_runner.checked_rows(self.connection, check)
        shown = (sample or kept.sample) if total else None
        return Finding(check, total, checked, shown, by_day)

    def _by_day(self, check: Check) -> list[str]:
        """The tables whose days a check may be restricted to."""
        named = check.of_days or tuple(check.reads)
        return [table for table in named if table in self.built.days_of]

    def _days(
        self, check: Check, kept: Kept, touched: Iterable[str]
    ) -> set[str] | None:
        """The days to look at again; None for all."""
        if not check.day:
            return None
        by_day, days = self._by_day(check), set[str]()
        for table in touched:
            if table in by_day:
                changed = self.built.days[table]
                if changed is None:
                    return None
                days |= changed
            elif self._may_have_lost(table):
                return None
            else:
                # More keys there may mend what was broken, and break nothing.
                days |= set(kept.by_day)
        return days

    def _may_have_lost(self, table: str) -> bool:
        """Whether a table lacks a key that it had in the generation before."""
        key = self.keys.get(table)
        if key is None or not self.built.was_there(table):
            return True
        on = " and ".join(f"now.{name(one)} = before.{name(one)}" for one in key)
        lost = self.connection.execute(
            f"select 1 from {BEFORE}.{name(table)} as before "
            f"anti join {name(table)} as now on {on} limit 1"
        ).fetchall()
        return bool(lost)

    def _read(self) -> dict[str, Kept]:
        found: dict[str, Kept] = {}
        rows = self.connection.execute(
            "select check_name, signature, day, offending, sample from load_check "
            "order by day nulls first"
        ).fetchall()
        for check, signature, day, offending, sample in rows:
            if day is None:
                found[check] = Kept(signature, int(offending), sample)
            elif check in found:
                days = {**found[check].by_day, day: int(offending)}
                found[check] = replace(found[check], by_day=days)
        return found
