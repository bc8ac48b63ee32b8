"""Small questions about plain rows, for the naive formulas."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

Row = dict[str, Any]
Rows = list[Row]
# Rows of a period, and the first day asked for in it -> the metric's value.
Formula = Callable[[Rows, date], float | None]


def of(rows: Rows, **values: Any) -> Rows:
    """The rows that have all these values."""
    return [row for row in rows if all(row[key] == values[key] for key in values)]


def counted(rows: Rows, **values: Any) -> int:
    """How many rows have all these values."""
    return len(of(rows, **values))


def distinct(rows: Rows, column: str) -> int:
    """How many different values, the empty one left out."""
    return len({row[column] for row in rows} - {None})


def total(rows: Rows, column: str) -> float:
    """The sum of a column; what is empty adds nothing."""
    return sum(float(row[column] or 0) for row in rows)


def share(top: float, bottom: float | None, times: float = 1) -> float | None:
    """A ratio, or nothing where there is nothing to divide by."""
    return float(top) * times / float(bottom) if bottom else None


def mean_by_day(rows: Rows, value: Callable[[Rows], float]) -> float | None:
    """The mean of what each day's rows give, over the days that have rows."""
    days: dict[date, Rows] = {}
    for row in rows:
        days.setdefault(row["on"], []).append(row)
    return sum(map(value, days.values())) / len(days) if days else None


def first_days(rows: Rows) -> dict[str, date]:
    """The first day of each user in some rows."""
    found: dict[str, date] = {}
    for row in sorted(rows, key=lambda one: one["on"]):
        found.setdefault(row["user_id"], row["on"])
    return found
