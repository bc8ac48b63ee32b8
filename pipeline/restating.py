"""Find the days that changed although they were long over, so that readers know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import duckdb

from pipeline.declared_checks import Declared
from pipeline.quoting import name, text
from pipeline.rebuilding import BEFORE, Builder
from pipeline.restricting import on_days

NOT_COMPARED = {"version_at", "received_at"}


def find(
    connection: duckdb.DuckDBPyConnection,
    built: Builder,
    tables: Iterable[Declared],
    now: datetime,
    late_hours: int,
) -> list[dict[str, Any]]:
    """The days of facts that are not as they were, as rows of ops_restated.

    A day counts if it ended more than `late_hours` ago, and if the generation before
    had rows of that day or of a later one: what is only new restates nothing.
    """
    last = (now - timedelta(hours=late_hours)).date() - timedelta(days=1)
    found: list[dict[str, Any]] = []
    for table in tables:
        if table.name.startswith("fct_") and table.day and table.name in built.days:
            found += _of_table(connection, built, table, last.isoformat())
    return found


def _of_table(
    connection: duckdb.DuckDBPyConnection, built: Builder, table: Declared, last: str
) -> list[dict[str, Any]]:
    if not built.has_before(table.name):
        return []
    day, days = name(table.day or ""), built.days[table.name]
    within = f"{day} <= date {text(last)}"
    if days is not None:
        within += f" and {on_days(table.day or '', days)}"
    measure = table.said.get("measure")
    columns = built.columns(table.name) & built.columns(table.name, BEFORE)
    hidden = NOT_COMPARED | set(table.said.get("finished", {}))
    compared = ", ".join(map(name, sorted(columns - hidden)))
    now = _summary(name(table.name), day, measure, compared, within)
    then = _summary(f"{BEFORE}.{name(table.name)}", day, measure, compared, within)
    rows = connection.execute(
        "select cast(coalesce(now.day, before.day) as varchar), "
        "coalesce(before.day_rows, 0), coalesce(now.day_rows, 0), "
        f"before.total, now.total from ({now}) as now "
        f"full outer join ({then}) as before on now.day = before.day "
        "where now.content is distinct from before.content "
        f"and coalesce(now.day, before.day) <= (select max({day}) "
        f"from {BEFORE}.{name(table.name)}) order by 1"
    ).fetchall()
    return [_row(table, measure, row) for row in rows]


def _summary(
    source: str, day: str, measure: str | None, compared: str, within: str
) -> str:
    """SQL for rows, sum and content of each day; nothing of it depends on order."""
    total = f"sum({name(measure)})" if measure else "null"
    return (
        f"select {day} as day, count(*) as day_rows, cast({total} as double) as total, "
        f"bit_xor(hash({compared})) as content from {source} where {within} "
        f"group by {day}"
    )


def _row(
    table: Declared, measure: str | None, found: tuple[Any, ...]
) -> dict[str, Any]:
    day, rows_before, rows_after, total_before, total_after = found
    return {
        "table_name": table.name,
        "day_on": day,
        "rows_before": rows_before,
        "rows_after": rows_after,
        "measure": measure,
        "total_before": total_before,
        "total_after": total_after,
    }
