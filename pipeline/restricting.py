"""Ask the same statement of some rows of its tables only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import sqlglot
from sqlglot import exp

from pipeline.quoting import name, text


def restricted(sql: str, conditions: Mapping[str, str]) -> str:
    """The statement over those rows of each table that meet a condition.

    Args:
        sql: A select.
        conditions: Table -> condition on its own columns; other tables stay whole.
    """
    some = ", ".join(
        f"{name(table)} as not materialized "
        f"(select * from {name(table)} where {condition})"
        for table, condition in conditions.items()
    )
    # A name that `with` defines hides the table of that name, but not from itself.
    return f"with {some} select * from ({sql}) as asked" if some else sql


@lru_cache(maxsize=512)
def _parsed(sql: str) -> exp.Expr:
    return sqlglot.parse_one(sql, read="duckdb")


@lru_cache(maxsize=512)
def tables_of(sql: str) -> frozenset[str]:
    """The tables that a statement reads, its own CTEs left out."""
    tree = _parsed(sql)
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    return frozenset(table.name for table in tree.find_all(exp.Table)) - own


def columns_of(sql: str, table: str) -> frozenset[str]:
    """The columns of a table that a statement names, by the table's alias."""
    tree = _parsed(sql)
    called = {
        one.alias_or_name for one in tree.find_all(exp.Table) if one.name == table
    }
    return frozenset(
        column.name for column in tree.find_all(exp.Column) if column.table in called
    )


def on_days(column: str, days: Iterable[str], every: str = "day") -> str:
    """The condition that a column lies in some periods, given by their first days."""
    listed = ", ".join(f"cast({text(day)} as date)" for day in sorted(days))
    return f"{period_of(name(column), every)} in ({listed or 'null'})"


def between_days(column: str, first: str, last: str) -> str:
    """The condition that a column lies between two days, both included."""
    return (
        f"{name(column)} between cast({text(first)} as date) "
        f"and cast({text(last)} as date)"
    )


def period_of(day: str, every: str) -> str:
    """SQL for the first day of the day, week or month that a day lies in."""
    return day if every == "day" else f"cast(date_trunc('{every}', {day}) as date)"
