"""Which columns of which sources fill which columns of which tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import duckdb
import sqlglot
from sqlglot import exp

from pipeline.mappings import OFFERED, Mapping
from pipeline.models import Model
from pipeline.quoting import text, texts
from pipeline.tables import SCHEMA
from queries import sqlfile

TABLE = "load_lineage"
Link = tuple[str, str, str, str, str, str]


def remember(
    connection: duckdb.DuckDBPyConnection,
    mappings: Iterable[Mapping] = (),
    models: Iterable[Model] = (),
) -> None:
    """Note where the tables of these mappings and models come from."""
    ddl = sqlfile.read(SCHEMA / f"{TABLE}.sql").sql
    connection.execute(ddl.replace("create table", "create table if not exists", 1))
    links = [link for one in mappings for link in _of_mapping(one)]
    links += [link for one in models for link in _of_model(one)]
    if not links:
        return
    names = texts(sorted({link[0] for link in links}))
    connection.execute(f"delete from {TABLE} where definition in ({names})")
    rows = ", ".join(f"({', '.join(map(text, link))})" for link in links)
    connection.execute(f"insert into {TABLE} values {rows}")


def forget(connection: duckdb.DuckDBPyConnection, kept: Iterable[str]) -> None:
    """Drop what models said that are gone; `kept` are the names of those there are."""
    names = texts(sorted(kept))
    gone = f"and definition not in ({names})" if names else ""
    connection.execute(f"delete from {TABLE} where kind = 'model' {gone}")


def _of_mapping(mapping: Mapping) -> Iterator[Link]:
    """Each column with the columns of the files that it is made from."""
    said = (mapping.name, "mapping", mapping.pattern)
    for projection in mapping.select.selects:
        read = {column.name for column in projection.find_all(exp.Column)} - OFFERED
        for column in sorted(read) or [""]:
            yield (*said, column, mapping.table.name, projection.alias_or_name)


def _of_model(model: Model) -> Iterator[Link]:
    """Each column with those of the tables that it is made from, as far as told.

    A column of a part of the query is not followed further; the tables are named.
    """
    tree = sqlglot.parse_one(model.sql, read="duckdb")
    called = {
        one.alias_or_name: one.name
        for one in tree.find_all(exp.Table)
        if one.name in model.reads
    }
    told = set()
    for projection in getattr(tree, "selects", []):
        for column in projection.find_all(exp.Column):
            if column.table in called:
                source = called[column.table]
                told.add((source, column.name, projection.alias_or_name))
    told |= {(one, "", "") for one in model.reads - {source for source, _, _ in told}}
    for source, read, given in sorted(told):
        yield (model.name, "model", source, read, model.table.name, given)
