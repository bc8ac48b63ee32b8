"""By which column the rows of a table are told apart by day."""

from __future__ import annotations

import re

from pipeline.tables import Table


def day_column(table: Table) -> str | None:
    """The column that holds the day of the table's time; None where there is none."""
    if table.is_dimension or table.time is None:
        return None
    if table.column(table.time).type == "DATE":
        return table.time
    of_time = re.compile(
        rf"\s*cast\(\s*{re.escape(table.time)}\s+as\s+date\s*\)\s*", re.I
    )
    days = [name for name, sql in table.derived.items() if of_time.fullmatch(sql)]
    return days[0] if days else None
