"""What is declared in files: queries, tables and metrics, with their headers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import sqlglot
from sqlglot import exp

from queries.definition_checks import checked
from queries.definition_files import read_all
from queries.definitions import Metric
from queries.names import unknown
from queries.sqlfile import SqlFile, SqlFileError, read

QUERIES = Path(__file__).parent
PIPELINE = QUERIES.parent / "pipeline"
FILTER_MARK = "/* filters */"
KINDS = {"dim": "dim", "fct": "fct", "agg": "mart", "ops": "ops", "load": "ops"}
TYPES = ("date", "timestamp", "integer", "number", "text")
RESERVED = {"filters", "order_by", "offset", "limit"}
REQUIRED = ("title", "about", "owner", "grain", "columns")


class QueryFileError(SqlFileError):
    """A query or table file whose header does not say what it must."""


@dataclass(frozen=True)
class Query:
    """One .sql file under queries/: what it answers, and how it may be asked."""

    name: str
    title: str
    about: str
    owner: str
    grain: tuple[str, ...]
    params: Mapping[str, str]
    filters: Mapping[str, str]
    columns: Mapping[str, str]
    sql: str
    cost: str
    path: Path


@dataclass(frozen=True)
class Table:
    """One table of the warehouse: a dimension, a fact, a mart or an ops table."""

    name: str
    kind: str
    title: str
    about: str
    owner: str
    grain: tuple[str, ...]
    columns: Mapping[str, str]
    sensitivity: Mapping[str, str]
    sql: str


def names() -> tuple[str, ...]:
    """The names of all queries, "subject/name", in order."""
    return tuple(sorted(_name(path, QUERIES) for path in QUERIES.glob("*/**/*.sql")))


@cache
def load(name: str) -> Query:
    """The query of this name.

    Raises:
        ValueError: If there is no such file.
        QueryFileError: If its header does not say what it must.
    """
    if name not in names():
        raise unknown(
            "query", name, names(), f"A query of that name would be queries/{name}.sql."
        )
    return read_query(QUERIES / f"{name}.sql", QUERIES)


def read_query(path: Path, root: Path) -> Query:
    """Read one query file and check that its header is whole.

    Raises:
        QueryFileError: If it is not; the message says what to write.
    """
    file = read(path)
    _require(file)
    header = file.header
    query = Query(
        name=_name(path, root),
        title=header["title"],
        about=header["about"],
        owner=header["owner"],
        grain=tuple(header["grain"]),
        params=header.get("params", {}),
        filters=header.get("filters", {}),
        columns=header["columns"],
        sql=file.sql,
        cost=header.get("cost", "small"),
        path=path,
    )
    _check_query(query)
    return query


@cache
def metrics() -> dict[str, Metric]:
    """Every metric by its name, in the order of the files.

    Raises:
        MetricFileError: If a definition is wrong; names file, metric and remedy.
    """
    columns = {name: set(table.columns) for name, table in tables().items()}
    return checked(read_all(QUERIES / "metrics"), columns)


def metric(name: str) -> Metric:
    """The metric of this name.

    Raises:
        ValueError: If there is none.
    """
    found = metrics()
    if name not in found:
        raise unknown("metric", name, found, "`python -m queries list` shows all.")
    return found[name]


@cache
def tables() -> dict[str, Table]:
    """Every table of the warehouse by its name: schema first, then marts."""
    files = [*PIPELINE.glob("schema/*.sql"), *PIPELINE.glob("marts/*.sql")]
    return {table.name: table for table in map(_table, sorted(files))}


@cache
def reads(sql: str) -> frozenset[str]:
    """The warehouse tables that a statement reads, its own CTEs left out."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    return frozenset(table.name for table in tree.find_all(exp.Table)) - own


def lineage(sql: str) -> dict[str, tuple[str, ...]]:
    """Every table behind a statement, with the tables that each is made from.

    Tables that are loaded from the company's sources are made from none.
    """
    found: dict[str, tuple[str, ...]] = {}
    waiting = sorted(reads(sql))
    while waiting:
        name = waiting.pop()
        table = tables().get(name)
        if name in found or table is None:
            continue
        made_from = sorted(reads(table.sql)) if table.kind == "mart" else []
        found[name] = tuple(made_from)
        waiting.extend(made_from)
    return dict(sorted(found.items()))


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).with_suffix("").as_posix()


def _table(path: Path) -> Table:
    file = read(path)
    _require(file)
    kind = KINDS.get(file.name.partition("_")[0])
    if kind is None:
        raise QueryFileError(
            f"{path}: the name begins with none of {', '.join(KINDS)}; rename it."
        )
    header = file.header
    return Table(
        name=file.name,
        kind=kind,
        title=header["title"],
        about=header["about"],
        owner=header["owner"],
        grain=tuple(header["grain"]),
        columns=header["columns"],
        sensitivity=header.get("sensitivity", {}),
        sql=file.sql,
    )


def _require(file: SqlFile) -> None:
    missing = [key for key in REQUIRED if not file.header.get(key)]
    if missing:
        raise QueryFileError(
            f"{file.path}: the header lacks {', '.join(missing)}; "
            f"it must say {', '.join(REQUIRED)}."
        )


def _check_query(query: Query) -> None:
    for problem in (_columns(query), _params(query), _filters(query)):
        if problem:
            raise QueryFileError(f"{query.path}: {problem}")


def _columns(query: Query) -> str | None:
    strangers = [name for name in query.grain if name not in query.columns]
    if strangers:
        return f"the grain names {', '.join(strangers)}, not among its [columns]."
    blank = [name for name, unit in query.columns.items() if not str(unit).strip()]
    return f"[columns] must give a unit for {', '.join(blank)}." if blank else None


def _params(query: Query) -> str | None:
    bound, said = binds(query.sql), set(query.params)
    if bound != said:
        return (
            f"the SQL binds {sorted(bound)}, but [params] describes {sorted(said)}; "
            "make them equal."
        )
    if said & RESERVED:
        return f"[params] may not be called {', '.join(sorted(said & RESERVED))}."
    for name, text in query.params.items():
        if type_of(text) not in TYPES:
            return f"the param {name} must begin with one of {', '.join(TYPES)}."
    return None


def _filters(query: Query) -> str | None:
    if bool(query.filters) != (FILTER_MARK in query.sql):
        return f"[filters] and the mark {FILTER_MARK} go together: one is missing."
    return None


def type_of(text: str) -> str:
    """The type that the description of a param begins with."""
    return re.split(r"[^a-z]", text, maxsplit=1)[0]


def binds(sql: str) -> set[str]:
    """The names of the values that a statement waits for."""
    found: Any = sqlglot.parse_one(sql, read="duckdb").find_all(exp.Placeholder)
    return {place.name for place in found}
