"""Questions about pieces of SQL: what they name, and how their values add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError

PERIOD_START = "period_start"


@cache
def parse(sql: str) -> exp.Expr:
    """The tree of one expression or statement. Not to be changed by the caller.

    Raises:
        ValueError: If it is not SQL.
    """
    try:
        return sqlglot.parse_one(sql, read="duckdb")
    except ParseError as error:
        reason = str(error).splitlines()[0]
        raise ValueError(f"{sql!r} is not SQL: {reason}") from error


def columns(sql: str) -> list[tuple[str, str]]:
    """Every column in an expression, as (alias of its table, name)."""
    return [(column.table, column.name) for column in parse(sql).find_all(exp.Column)]


def aliases(sql: str) -> set[str]:
    """The aliases of the tables whose columns an expression uses."""
    return {alias for alias, _ in columns(sql) if alias}


def aggregates(sql: str) -> bool:
    """Whether an expression adds rows up."""
    return parse(sql).find(exp.AggFunc) is not None


def from_zero(sql: str) -> bool:
    """Whether no rows mean 0: true of sums and counts, not of means and extremes."""
    found = list(parse(sql).find_all(exp.AggFunc))
    return bool(found) and all(isinstance(one, exp.Sum | exp.Count) for one in found)


def additive(sql: str) -> bool:
    """Whether the values of parts add up to the value of the whole.

    True of sums, counts and their sums and differences; not of distinct counts.
    """
    tree = parse(sql)
    plain = isinstance(tree, exp.Sum | exp.Count | exp.Add | exp.Sub | exp.Paren)
    return plain and from_zero(sql) and tree.find(exp.Distinct) is None


def condition(sql: str) -> str:
    """A condition as it may stand beside others: one with `or` in parentheses."""
    return f"({sql})" if isinstance(parse(sql), exp.Or) else sql


def unsafe_divisors(sql: str) -> list[str]:
    """What an expression divides by that may be 0, as it is written."""
    found = []
    for division in parse(sql).find_all(exp.Div, exp.IntDiv, exp.Mod):
        below = division.expression.unnest()
        number = isinstance(below, exp.Literal) and float(below.this) != 0
        if not number and not isinstance(below, exp.Nullif):
            found.append(below.sql("duckdb"))
    return found


def joined(table: str, alias: str, join: str) -> Iterator[tuple[str, str, set[str]]]:
    """What a join brings in: alias, table, and the columns of a select in it.

    Raises:
        ValueError: If it is not the text of a join.
    """
    tree = parse(f"select 1 from {table} as {alias} {join}")
    for one in tree.find_all(exp.Join):
        inner = one.this
        selects = inner.named_selects if isinstance(inner, exp.Subquery) else []
        yield inner.alias, inner.name, set(selects)


def sources(table: str, joins: Mapping[str, str]) -> set[str]:
    """Every table behind a table and its joins."""
    found = {table}
    for join in joins.values():
        tree = parse(f"select 1 from {table} as base {join}")
        found |= {one.name for one in tree.find_all(exp.Table)}
    return found
