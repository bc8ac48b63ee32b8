"""The one portable SQL -> what DuckDB, PostgreSQL and ClickHouse each understand.

The portable subset needs little: ClickHouse wants the type of each bound value in the
text, dates of 32 bits, and the settings below; PostgreSQL rounds and takes
percentiles of exact numbers only, and has no approximate distinct count.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any

import sqlglot
from sqlglot import exp

DIALECTS = ("duckdb", "postgres", "clickhouse")

# What makes ClickHouse join, add up and name things as the SQL standard says, and take
# long statements.
CLICKHOUSE_SETTINGS = {
    "join_use_nulls": 1,
    "aggregate_functions_null_for_empty": 1,
    "prefer_column_name_to_alias": 1,
    "enable_extended_results_for_datetime_functions": 1,
    "count_distinct_implementation": "uniqExact",
    "max_ast_elements": 500_000,  # all metrics at once need more than 50,000
    "max_expanded_ast_elements": 500_000,
}


def translate(sql: str, dialect: str, values: Mapping[str, Any]) -> str:
    """The statement for a dialect; `values` are what will be bound to it.

    Bound values stay bound: as `:name` for DuckDB and PostgreSQL, as `{name:Type}`
    for ClickHouse.

    Raises:
        ValueError: If the dialect is not one of DIALECTS.
    """
    if dialect not in DIALECTS:
        raise ValueError(
            f"dialect is {dialect!r}; it must be one of {', '.join(DIALECTS)}."
        )
    if dialect == "duckdb":
        return sql
    kinds = {name: _kind(value) for name, value in values.items()}
    return _translated(sql, dialect, tuple(sorted(kinds.items())))


@lru_cache(maxsize=1024)
def _translated(sql: str, dialect: str, kinds: tuple[tuple[str, str], ...]) -> str:
    changes: dict[str, Callable[[exp.Expr], exp.Expr]] = {
        "postgres": _for_postgres,
        "clickhouse": partial(_for_clickhouse, dict(kinds)),
    }
    tree = sqlglot.parse_one(sql, read="duckdb").transform(changes[dialect])
    return tree.sql(dialect, pretty=True)


def _for_postgres(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.Placeholder):
        return exp.Var(this=f":{node.name}")
    if isinstance(node, exp.ApproxDistinct):
        return exp.Count(this=exp.Distinct(expressions=[node.this]))
    return node


def _for_clickhouse(kinds: Mapping[str, str], node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.Placeholder):
        return exp.Var(this=f"{{{node.name}:{kinds[node.name]}}}")
    if isinstance(node, exp.DataType) and node.is_type("date"):
        return exp.DataType.build("Nullable(Date32)", dialect="clickhouse")
    if isinstance(node, exp.DataType) and node.is_type("timestamp"):
        return exp.DataType.build("Nullable(DateTime64(6))", dialect="clickhouse")
    if isinstance(node, exp.Select):
        # Else a column that two joined tables have is called `table.column` outside.
        node.set("expressions", [_named(column) for column in node.expressions])
        return node
    if isinstance(node, exp.PercentileCont):
        return exp.Anonymous(
            this="quantileExactInclusiveOrNull", expressions=[node.this]
        )
    return node


def _named(column: exp.Expr) -> exp.Expr:
    return exp.alias_(column, column.name) if isinstance(column, exp.Column) else column


def _kind(value: Any) -> str:
    """ClickHouse's name for the type of a value; every one may be empty."""
    if isinstance(value, list):
        return f"Array({_kind(value[0]) if value else 'String'})"
    for known, kind in (
        (bool, "Bool"),
        (int, "Int64"),
        (float, "Float64"),
        (datetime, "DateTime64(6)"),
        (date, "Date32"),
    ):
        if isinstance(value, known):
            return kind
    return "String"
