"""The form of a mapping's SQL, so that its result never depends on how files are cut.

A mapping is one plain select from `source`: a row of the result is made from one row of
a file, and at most from its neighbours in the same file.
"""

from __future__ import annotations

import re

from sqlglot import exp

VOLATILE = {
    "current_date",
    "current_localtime",
    "current_localtimestamp",
    "current_time",
    "current_timestamp",
    "gen_random_uuid",
    "get_current_time",
    "get_current_timestamp",
    "nextval",
    "now",
    "rand",
    "random",
    "today",
    "transaction_timestamp",
    "txid_current",
    "uuid",
    "uuidv4",
    "uuidv7",
}
REFUSED = (
    "group",
    "having",
    "distinct",
    "limit",
    "offset",
    "qualify",
    "joins",
    "order",
)


class FormError(ValueError):
    """SQL of another form; knows the node at which it departs."""

    def __init__(self, reason: str, node: exp.Expr | None = None) -> None:
        super().__init__(reason)
        self.node = node

    def line_of(self, sql: str) -> int:
        """The line within the SQL, from 1; the first if the place is not known."""
        return (line_of(self.node) if self.node else None) or _search(self.node, sql)


def line_of(node: exp.Expr) -> int | None:
    """The line within the SQL at which a node stands, if the parser noted it."""
    lines = [
        part.meta["line"]
        for part in node.find_all(exp.Identifier, exp.Func)
        if "line" in part.meta
    ]
    return max(lines) if lines else None


def check(select: exp.Select) -> None:
    """Refuse what is not one plain select from `source`.

    Raises:
        FormError: If it is anything else.
    """
    source = select.args.get("from_")
    table = source.this if source else None
    if not isinstance(table, exp.Table) or table.sql().split()[0].lower() != "source":
        raise FormError("A mapping selects from source; write `from source`.", table)
    for part in REFUSED:
        if select.args.get(part):
            raise FormError(
                f"A mapping is one select from source with an optional where; "
                f"it may not have {part.rstrip('s')!r}."
            )
    nested = select.find(exp.Subquery, exp.Exists, exp.With, exp.Star)
    if nested or sum(1 for _ in select.find_all(exp.Select)) > 1:
        raise FormError(
            "A mapping is one plain select: no star, no with, no select within it.",
            nested,
        )
    for node in select.find_all(exp.Func):
        _check_function(node)
    for window in select.find_all(exp.Window):
        _check_window(window)


def check_volatile(node: exp.Func) -> None:
    """Refuse functions whose value changes from one moment to the next.

    Raises:
        FormError: If it is one.
    """
    name = _name(node)
    if name in VOLATILE or isinstance(node, exp.Rand | exp.Uuid | exp.CurrentTimestamp):
        raise FormError(
            f"{name}() gives another value each time; a mapping may only use what "
            "the files say.",
            node,
        )


def _name(node: exp.Func) -> str:
    """A function's name, in lower case."""
    return (node.name if isinstance(node, exp.Anonymous) else node.sql_name()).lower()


def _check_function(node: exp.Func) -> None:
    """Refuse functions whose value changes, and sums over many rows."""
    check_volatile(node)
    name = _name(node)
    if isinstance(node, exp.AggFunc) and not node.find_ancestor(exp.Window):
        raise FormError(
            f"{name}() sums rows up; a mapping gives one row for each row of a file.",
            node,
        )


def _check_window(window: exp.Window) -> None:
    """A window stays within one file, and its order is stated."""
    parts = {
        column.name.lower()
        for part in window.args.get("partition_by") or []
        for column in part.find_all(exp.Column)
    }
    if "source_file" not in parts:
        raise FormError(
            "A window needs `partition by source_file, ...`, so that a row never "
            "depends on which files are read with it.",
            window,
        )


def _search(node: exp.Expr | None, sql: str) -> int:
    """The first line that has the node's first word."""
    word = re.search(r"\w+", node.sql("duckdb")) if node else None
    found = re.search(rf"\b{word[0]}\b", sql, re.IGNORECASE) if word else None
    return sql[: found.start()].count("\n") + 1 if found else 1
