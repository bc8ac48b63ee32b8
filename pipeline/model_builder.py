"""Bring the tables that models fill up to date: by difference, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from pipeline import casts, dimensions, facts
from pipeline.casts import REASON, Doubt
from pipeline.models import Model
from pipeline.problems import Problem
from pipeline.quoting import name, names, text
from pipeline.tables import Table


@dataclass(frozen=True)
class Target:
    """A table and the models that fill it together."""

    name: str
    table: Table
    models: tuple[Model, ...]

    @property
    def reads(self) -> frozenset[str]:
        """The tables that its models read."""
        return frozenset[str]().union(*(model.reads for model in self.models))


@dataclass(frozen=True)
class Built:
    """Rows that the models gave, keys that changed, and what was left out."""

    rows: int
    changed: int
    problems: list[Problem]


def targets(models: Iterable[Model]) -> list[Target]:
    """The tables that models fill, by name."""
    models = list(models)
    return [
        Target(table, of_table[0].table, tuple(of_table))
        for table in sorted({model.table.name for model in models})
        for of_table in [[one for one in models if one.table.name == table]]
    ]


def clear(connection: duckdb.DuckDBPyConnection, table: Table, model: str) -> None:
    """Take back the rows of a model that is gone."""
    if table.is_dimension:
        dimensions.replace(connection, table, (), model, None)
    else:
        connection.execute(f"create or replace temp table modelled as {_empty(table)}")
        _write_fact(connection, table)


def build(connection: duckdb.DuckDBPyConnection, target: Target) -> Built:
    """Make the table what its models say."""
    if target.table.is_dimension:
        return _build_dimension(connection, target)
    problems = _gather(connection, target.table, target.models)
    rows = connection.execute("select count(*) from modelled").fetchall()[0][0]
    return Built(rows, _write_fact(connection, target.table), problems)


def _build_dimension(connection: duckdb.DuckDBPyConnection, target: Target) -> Built:
    """Each model keeps its own latest rows, as a mapping does."""
    problems, rows, changed = [], 0, 0
    for model in target.models:
        problems += _gather(connection, target.table, [model], settle=False)
        rows += connection.execute("select count(*) from modelled").fetchall()[0][0]
        changed += dimensions.replace(
            connection, target.table, model.given, model.name, "modelled"
        )
    return Built(rows, changed, problems)


def _gather(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    models: Sequence[Model],
    *,
    settle: bool = True,
) -> list[Problem]:
    """Create `modelled`: the good rows of the models, one per key if asked."""
    parts = " union all ".join(_fitted(table, model) for model in models)
    connection.execute(f"create or replace temp table fitted as {parts}")
    problems = [
        Problem("model", model, f"{reason} {_left_out(rows)}", table.name, rows=0)
        for model, reason, rows in connection.execute(
            f"select model, min({REASON}), count(*) from fitted where {REASON} is not "
            f"null group by model, split_part({REASON}, ' ', 1) order by all"
        ).fetchall()
    ]
    winner = ""
    if settle:
        order = facts.winner_order(table, "fitted")
        key = names(table.key)
        winner = f"qualify row_number() over (partition by {key} order by {order}) = 1"
    given = names(column.name for column in table.given)
    connection.execute(
        f"create or replace temp table modelled as select {given} from fitted "
        f"where {REASON} is null {winner}"
    )
    connection.execute("drop table fitted")
    return problems


def _left_out(rows: int) -> str:
    """How many rows a model could not give, in words."""
    return f"{rows:,} {'row was' if rows == 1 else 'rows were'} left out for it."


def _fitted(table: Table, model: Model) -> str:
    """A model's rows in the types of the table, each with the reason against it."""
    values: list[str] = []
    doubts: list[Doubt] = []
    for column in table.given:
        if column.name not in model.given:
            values.append(f"cast(null as {column.type}) as {name(column.name)}")
            continue
        before = f"raw.{name(column.name)}"
        after = f"try_cast({before} as {column.type})"
        values.append(f"{after} as {name(column.name)}")
        doubts += casts.column_doubts(table, column, before, after)
    return (
        f"select {', '.join(values)}, {text(model.name)} as model, "
        f"{casts.first(doubts)} as {REASON} from ({model.sql}) as raw"
    )


def _empty(table: Table) -> str:
    """No row of the table's given columns."""
    given = names(column.name for column in table.given)
    return f"select {given} from {table.name} limit 0"


def _write_fact(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    """Write the difference between `modelled` and the stored rows; count its keys."""
    given = names(column.name for column in table.given)
    stored = f"select {facts.as_given(table, table.name)} from {table.name}"
    key = names(table.key)
    connection.execute(
        f"create or replace temp table fresh as select {given} from modelled "
        f"except {stored}"
    )
    connection.execute(
        f"create or replace temp table stale as select {key} from {table.name} "
        f"anti join modelled using ({key}) union select {key} from {table.name} "
        f"semi join fresh using ({key})"
    )
    facts.touch(connection, table, f"{table.name} semi join stale using ({key})")
    on = " and ".join(
        f"{table.name}.{name(one)} = stale.{name(one)}" for one in table.key
    )
    count = connection.execute(
        f"select count(*) from (select {key} from fresh union select {key} from stale)"
    ).fetchall()[0][0]
    connection.execute(f"delete from {table.name} using stale where {on}")
    facts.insert(connection, table, "fresh")
    for each in ("modelled", "fresh", "stale"):
        connection.execute(f"drop table {each}")
    return int(count)


def changed_reads(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The tables whose rows changed in this refresh so far."""
    found = connection.execute("select distinct table_name from touched").fetchall()
    return {table for (table,) in found}
