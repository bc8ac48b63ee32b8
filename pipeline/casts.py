"""Rewrite a mapping so that a value that does not convert is named, never lost."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlglot import exp

from pipeline import preparation_sql, twins
from pipeline.guards import guards
from pipeline.mappings import Mapping
from pipeline.preparation_sql import Change
from pipeline.quoting import name, text, texts
from pipeline.tables import Column, Table

ROW, FILE, REASON = "northstar_row", "northstar_file", "northstar_reason"
WHOLE = {"TINYINT", "SMALLINT", "INT", "BIGINT", "HUGEINT", "UINTEGER", "UBIGINT"}
LONGEST_VALUE = 80
TEXTS = {"TEXT", "VARCHAR"}
# What never fails, whatever the texts are that it is given.
SAFE = (
    exp.Alias | exp.And | exp.Case | exp.Coalesce | exp.Column | exp.Concat | exp.DPipe
    | exp.EQ | exp.Identifier | exp.If | exp.In | exp.Is | exp.Like | exp.Literal
    | exp.Lower | exp.NEQ | exp.Not | exp.Null | exp.Nullif | exp.Or | exp.Paren
    | exp.Trim | exp.TryCast | exp.Upper | exp.DataType
)  # fmt: skip


@dataclass(frozen=True)
class Doubt:
    """A condition under which a row is put aside, and SQL that says why."""

    condition: str
    reason: str


@dataclass(frozen=True)
class Rewritten:
    """SQL of one mapping over `relation`, with hidden columns row, file and reason.

    `rows` gives each mapped row with its reason (null if it is good). `refused` gives
    the rows whose `where` could not be decided; None if there is no `where`. `changes`
    are the steps of preparation, each with its hidden column. `is_shuffled` rows have
    left the order of the files.
    """

    rows: str
    refused: str | None
    changes: Sequence[Change] = ()
    is_shuffled: bool = False


def rewrite(
    mapping: Mapping,
    relation: str,
    spellings: abc.Mapping[str, str] | None = None,
) -> Rewritten:
    """The mapping as statements that put doubtful rows aside.

    `spellings` are the standard names of the countries that occur in the rows.
    """
    known = spellings or {}
    early = preparation_sql.changes(mapping.prepare, known, of_source=True)
    late = preparation_sql.changes(mapping.prepare, known, of_source=False)
    relation = preparation_sql.layers(early, relation)
    select = _numbered(mapping.select)
    where = select.args.get("where")
    where_reason = first(list(_doubts(where))) if where else ""
    holds = where.this.sql("duckdb") if where else "true"
    alias = name(select.args["from_"].this.alias or "source")
    numbered = twins.number(select, relation, alias, holds)
    relation = numbered or relation
    values, doubts = _values(select)
    hidden = "".join(f", {alias}.{change.before}" for change in early)
    ready = (
        f"(select {values}, {alias}.{ROW}, {alias}.{FILE}{hidden}, "
        f"{first(doubts)} as {REASON} from {relation} as {alias} where {holds})"
    )
    ready = preparation_sql.layers(late, ready)
    changes = [*early, *late]
    rows = f"with converted as {ready} {_fitted(mapping, changes)}"
    refused = (
        f"select {ROW}, {FILE}, {where_reason} as {REASON} from {relation} as {alias} "
        f"where ({holds}) is not true and {where_reason} is not null"
    )
    shuffled = select.find(exp.Window) is not None
    return Rewritten(rows, refused if where else None, changes, is_shuffled=shuffled)


def _numbered(select: exp.Select) -> exp.Select:
    """A copy whose windows go by the number of a file instead of its name.

    Both say the same; numbers sort faster.
    """
    copied = select.copy()
    for column in list(copied.find_all(exp.Column)):
        if column.find_ancestor(exp.Window) and column.name.lower() == "source_file":
            column.replace(exp.column(FILE, quoted=True))
    return copied


def _values(select: exp.Select) -> tuple[str, list[Doubt]]:
    """SQL of the mapping's expressions, and what may go wrong in them."""
    values: list[str] = []
    doubts: list[Doubt] = []
    for projection in select.selects:
        target = projection.alias_or_name
        holder = exp.Paren(this=projection.unalias())
        doubts += _doubts(holder)
        value = holder.this.sql("duckdb")
        if not holder.find(exp.Window) and _may_fail(holder):
            doubts.append(_failure(target, value))
            value = f"try({value})"
        values.append(f"{value} as {name(target)}")
    return ", ".join(values), doubts


def _may_fail(value: exp.Expr) -> bool:
    """Whether computing an expression can be an error for some rows."""
    return not all(isinstance(node, SAFE) for node in value.walk())


def _fitted(mapping: Mapping, changes: Sequence[Change]) -> str:
    """The converted columns in the types of the table, with the reason so far."""
    values: list[str] = []
    doubts: list[Doubt] = []
    for projection in mapping.select.selects:
        column = mapping.table.column(projection.alias_or_name)
        before = f"converted.{name(column.name)}"
        after = f"try_cast({before} as {column.type})"
        values.append(f"{after} as {name(column.name)}")
        doubts += column_doubts(mapping.table, column, before, after)
    hidden = "".join(f", converted.{change.before}" for change in changes)
    return (
        f"select {', '.join(values)}, converted.{ROW}, converted.{FILE}{hidden}, "
        f"coalesce(converted.{REASON}, {first(doubts)}) as {REASON} from converted"
    )


def column_doubts(
    table: Table, column: Column, before: str, after: str
) -> Iterator[Doubt]:
    """What the table does not take: another type, nothing, another value."""
    target = column.name
    if column.type not in TEXTS:
        yield Doubt(
            f"{before} is not null and {after} is null",
            _sentence(target, before, f"it must be {column.type.lower()}"),
        )
    if column.required:
        yield Doubt(
            f"{before} is null", text(f"{target} is empty; {table.name} needs it.")
        )
    if allowed := table.accepted.get(target):
        yield Doubt(
            f"{before} not in ({texts(allowed)})",
            _sentence(target, before, f"it must be {' or '.join(allowed)}"),
        )


def first(doubts: list[Doubt]) -> str:
    """SQL of the first reason that applies, null if none does."""
    if not doubts:
        return "cast(null as varchar)"
    cases = " ".join(f"when {one.condition} then {one.reason}" for one in doubts)
    return f"case {cases} end"


def _failure(target: str, value: str) -> Doubt:
    """The expression as a whole cannot be computed for this row."""
    return Doubt(
        f"try(({value}) is null) is null",
        text(f"{target} cannot be computed from this row; a value is out of range."),
    )


def _sentence(what: str, value: str, rule: str) -> str:
    """SQL for: what is 'value'; rule."""
    shown = f"left(cast({value} as varchar), {LONGEST_VALUE})"
    before, after = text(f"{what} is '"), text(f"'; {rule}.")
    return f"{before} || {shown} || {after}"


def _doubts(root: exp.Expr) -> Iterator[Doubt]:
    """Make the casts below `root` forgiving; give the reason of each that fails."""
    casts = [
        (node, node.this.name if _is_column(node) else node.this.sql("duckdb"))
        for node in root.find_all(exp.Cast)
        if type(node) is exp.Cast and not isinstance(node.this, exp.Literal)
    ]
    forgiving = []
    for node, shown in reversed(casts):
        tried = exp.TryCast(this=node.this, to=node.args["to"])
        node.replace(tried)
        forgiving.append((tried, shown))
    for tried, shown in forgiving:
        yield _doubt(tried, shown, root)


def _doubt(tried: exp.TryCast, shown: str, root: exp.Expr) -> Doubt:
    """The doubt of one cast: its operand is there, and its result is not."""
    operand, result = tried.this.sql("duckdb"), tried.sql("duckdb")
    kind = tried.args["to"].sql("duckdb")
    lost = f"({result} is null and trim(cast({operand} as varchar)) <> '')"
    if kind in WHOLE and _is_column(tried):
        # DuckDB rounds '2.7' to 3 without a word.
        lost += f" or try_cast({operand} as double) <> {result}"
    needed = [*guards(tried, root), f"{operand} is not null", f"({lost})"]
    return Doubt(
        " and ".join(needed), _sentence(shown, operand, f"it must be {kind.lower()}")
    )


def _is_column(cast: exp.Cast) -> bool:
    """Whether a cast converts a column as it stands."""
    return isinstance(cast.this, exp.Column)
