"""A company's models: selects with joins that fill a table of the star schema.

Mappings read one file's rows at a time; where a business keeps what belongs together
in several tables, mappings bring them in as the company's own `raw_` tables, and a
model joins these. A model's rows follow from the tables that it reads alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from pipeline import mapping_form
from pipeline.problems import Problem
from pipeline.tables import Table
from queries import sqlfile

NEEDED = {"into", "about"}
KNOWN = NEEDED | {"owner"}
NOTHING = "Nothing was loaded through this model."


class ModelError(ValueError):
    """A model that cannot be used, and why."""


@dataclass(frozen=True)
class Model:
    """One model file: its table, its SQL, and the tables that the SQL reads."""

    name: str
    table: Table
    sql: str
    given: tuple[str, ...]
    reads: frozenset[str]
    signature: str


def read_all(
    paths: Sequence[Path], tables: Mapping[str, Table], mapped: Mapping[str, str]
) -> tuple[list[Model], list[Problem]]:
    """Read the model files; those that cannot be used become problems.

    `tables` are all that a model may read, by name; `mapped` names the mapping of each
    table that mappings fill.
    """
    models, problems = [], []
    for path in paths:
        try:
            models.append(read(path, tables, mapped))
        except (ModelError, sqlfile.SqlFileError) as error:
            reason = f"{error} {NOTHING}"
            problems.append(
                Problem("mapping", path.name, reason, file=path.name, line=1)
            )
    return models, problems


def read(path: Path, tables: Mapping[str, Table], mapped: Mapping[str, str]) -> Model:
    """Read one model file.

    Raises:
        ModelError: If it cannot be used.
        SqlFileError: If it is no .sql file with a header.
    """
    file = sqlfile.read(path)
    if missing := sorted(NEEDED - set(file.header)):
        raise ModelError(f"The header needs {', '.join(missing)}.")
    if unknown := sorted(set(file.header) - KNOWN):
        raise ModelError(
            f"The header has {unknown[0]!r}; it may have {', '.join(sorted(KNOWN))}."
        )
    table = _target(file.header["into"], tables, mapped)
    query = _parse(file.sql)
    reads = _tables_of(query)
    if strange := sorted(reads - set(tables)):
        raise ModelError(
            f"It reads {strange[0]!r}; there is {', '.join(sorted(tables))}."
        )
    given = tuple(query.named_selects)
    _check_columns(given, table)
    said = f"{path.read_text(encoding='utf-8')}\n{table.definition}"
    return Model(
        path.name,
        table,
        file.sql,
        given,
        reads,
        hashlib.sha256(said.encode()).hexdigest(),
    )


def check_binding(
    models: Sequence[Model], tables: Mapping[str, Table]
) -> tuple[list[Model], list[Problem]]:
    """Tell the models whose SQL DuckDB understands from those that it refuses."""
    good, problems = [], []
    with duckdb.connect() as connection:
        for table in tables.values():
            connection.execute(table.ddl)
        for model in models:
            try:
                connection.execute(f"explain {model.sql}")
            except duckdb.Error as error:
                said = str(error).splitlines()[0]
                reason = f"DuckDB refuses the SQL: {said} {NOTHING}"
                problems.append(
                    Problem("mapping", model.name, reason, file=model.name, line=1)
                )
            else:
                good.append(model)
    return good, problems


def _target(into: str, tables: Mapping[str, Table], mapped: Mapping[str, str]) -> Table:
    """The table that a model fills."""
    offered = [one for one, table in tables.items() if not table.is_own]
    if into not in offered:
        raise ModelError(
            f"There is no table {into!r} to fill; there is {', '.join(offered)}."
        )
    if into in mapped and not tables[into].is_dimension:
        raise ModelError(
            f"{into} is filled by the mapping {mapped[into]} already; a fact is filled "
            "either by mappings or by models."
        )
    return tables[into]


def _parse(sql: str) -> exp.Query:
    """The one query of the file."""
    try:
        statements = [one for one in sqlglot.parse(sql, read="duckdb") if one]
    except SqlglotError as error:
        raise ModelError(
            f"The SQL does not parse: {str(error).splitlines()[0]}"
        ) from None
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise ModelError("A model is one select.")
    try:
        for node in statements[0].find_all(exp.Func):
            mapping_form.check_volatile(node)
    except mapping_form.FormError as error:
        raise ModelError(str(error)) from None
    if statements[0].is_star:
        raise ModelError("A model names its columns; write them instead of a star.")
    return statements[0]


def _tables_of(query: exp.Query) -> frozenset[str]:
    """The tables that a query reads."""
    within = {cte.alias for cte in query.find_all(exp.CTE)}
    return frozenset(table.name for table in query.find_all(exp.Table)) - within


def _check_columns(given: Sequence[str], table: Table) -> None:
    """Every column belongs to the table, and what the table needs is given."""
    allowed = [column.name for column in table.given]
    for column in given:
        if column not in allowed or list(given).count(column) > 1:
            raise ModelError(
                f"{table.name} takes {', '.join(allowed)}, each once; the model gives "
                f"{column!r}."
            )
    needed = [column.name for column in table.given if column.required]
    if missing := [one for one in needed if one not in given]:
        raise ModelError(f"{table.name} needs {', '.join(missing)} as well.")
