"""A query as a page of its rows, their number, or all of them in another order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import sqlglot
from sqlglot import exp

from queries.catalog import Query
from queries.names import hint

LIMIT, OFFSET = "page_limit", "page_offset"
DIRECTIONS = ("asc", "desc")
Order = Sequence[tuple[str, str]]


def page(sql: str, query: Query, order_by: Order) -> str:
    """The statement for a page: its values bind LIMIT and OFFSET."""
    return f"{ordered(sql, query, order_by)}\nlimit :{LIMIT} offset :{OFFSET}"


def ordered(sql: str, query: Query, order_by: Order) -> str:
    """The statement for all rows in the order asked, then by the query's grain.

    Without an order, the query's own comes first.

    Raises:
        ValueError: If a column is not one of the query's.
    """
    chosen = dict(order_by) or own_order(sql, frozenset(query.columns))
    for column, direction in chosen.items():
        if column not in query.columns:
            raise ValueError(
                f"Query {query.name!r} has no column {column!r} to order by: "
                f"{hint(column, query.columns)}"
            )
        if direction not in DIRECTIONS:
            raise ValueError(
                f"The order of {column!r} is {direction!r}; write asc or desc."
            )
    full = {**chosen, **{key: "asc" for key in query.grain if key not in chosen}}
    listed = ",\n".join(
        f"    page.{column} {direction} nulls last"
        for column, direction in full.items()
    )
    columns = ",\n".join(f"    page.{column}" for column in query.columns)
    return f"select\n{columns}\nfrom (\n{unordered(sql)}\n) as page\norder by\n{listed}"


def counted(sql: str) -> str:
    """The statement for the number of rows."""
    return f"select count(*) as row_count\nfrom (\n{unordered(sql)}\n) as page"


@lru_cache(maxsize=512)
def unordered(sql: str) -> str:
    """The statement without its own last ORDER BY, which would sort twice."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    order = tree.args.get("order")
    if order is None or tree.args.get("limit") is not None:
        return sql
    # The text before the last ORDER BY is the author's own, comments included.
    before, _, _ = sql.rpartition("order by")
    return before.rstrip() if _same_without_order(before, tree) else sql


@lru_cache(maxsize=512)
def own_order(sql: str, columns: frozenset[str]) -> dict[str, str]:
    """The columns of the statement's own last ORDER BY, with their directions."""
    order = sqlglot.parse_one(sql, read="duckdb").args.get("order")
    terms = order.expressions if order else []
    return {
        term.this.name: "desc" if term.args.get("desc") else "asc"
        for term in terms
        if term.this.name in columns
    }


def _same_without_order(before: str, tree: exp.Expr) -> bool:
    try:
        rest = sqlglot.parse_one(before, read="duckdb")
    except sqlglot.errors.ParseError:
        return False
    bare = tree.copy()
    bare.set("order", None)
    same: bool = rest.sql("duckdb") == bare.sql("duckdb")
    return same
