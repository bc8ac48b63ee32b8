"""Merge mapped rows into a dimension: the latest attributes win.

`src_<table>` keeps the latest row of each mapping and key; the dimension takes, column
by column, the latest value over the mappings, so that a column that one mapping does
not know never erases what another one said.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from pipeline.facts import winner_order
from pipeline.quoting import name, names, text
from pipeline.tables import Table

EVER = "timestamp '-infinity'"


def source_table(table: Table) -> str:
    """The table that keeps the latest row per mapping and key."""
    return f"src_{table.name}"


def source_ddl(table: Table) -> str:
    """The statement that creates it."""
    columns = ", ".join(f"{name(one.name)} {one.type}" for one in table.columns)
    return f"create table {source_table(table)} (mapping varchar, {columns})"


def merge(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    given: Sequence[str],
    mapping: str,
) -> int:
    """Write the rows of `mapped` into the dimension; return how many keys changed."""
    _find_latest(connection, table, given)
    stored, key = source_table(table), names(table.key)
    columns = names(column.name for column in table.columns)
    of_mapping = f"{stored}.mapping = {text(mapping)}"
    connection.execute(
        "create or replace temp table settled as with candidate as ("
        f"select {columns} from latest union select {columns} from {stored} "
        f"semi join latest using ({key}) where {of_mapping}), "
        "winner as (select * from candidate qualify row_number() over (partition by "
        f"{names(table.key, 'candidate')} order by {winner_order(table, 'candidate')}"
        f") = 1) select {columns} from winner except "
        f"select {columns} from {stored} where {of_mapping}"
    )
    on = " and ".join(
        f"{stored}.{name(one)} = settled.{name(one)}" for one in table.key
    )
    connection.execute(
        f"delete from {stored} using settled where {of_mapping} and {on}"
    )
    connection.execute(
        f"insert into {stored} by name "
        f"select {text(mapping)} as mapping, * from settled"
    )
    changed = connection.execute("select count(*) from settled").fetchall()[0][0]
    if changed:
        _combine(connection, table)
        connection.execute(f"insert into touched values ({text(table.name)}, null)")
    return int(changed)


def replace(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    given: Sequence[str],
    model: str,
    rows: str | None,
) -> int:
    """Make a model's rows what `rows` (a table; None for nothing) says.

    Returns how many keys changed.
    """
    stored, columns = source_table(table), names(one.name for one in table.columns)
    connection.execute(
        "create or replace temp table mapped as select * from "
        + (rows or f"(select {columns} from {table.name} limit 0) as nothing")
    )
    _find_latest(connection, table, given)
    of_model = f"{stored}.mapping = {text(model)}"
    order = winner_order(table, "latest")
    connection.execute(
        "create or replace temp table modelled_latest as select * from latest qualify "
        f"row_number() over (partition by {names(table.key)} order by {order}) = 1"
    )
    before = f"select {columns} from {stored} where {of_model}"
    after = f"select {columns} from modelled_latest"
    connection.execute(
        f"create or replace temp table settled as ({before} except {after}) union "
        f"({after} except {before})"
    )
    changed = connection.execute(
        f"select count(*) from (select distinct {names(table.key)} from settled)"
    ).fetchall()[0][0]
    connection.execute(f"delete from {stored} where {of_model}")
    connection.execute(
        f"insert into {stored} by name select {text(model)} as mapping, * "
        "from modelled_latest"
    )
    if changed:
        _combine(connection, table)
        connection.execute(f"insert into touched values ({text(table.name)}, null)")
    return int(changed)


def _find_latest(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    given: Sequence[str],
) -> None:
    """The distinct rows of each key that have its latest time, as `latest`."""
    key = names(table.key)
    values = ", ".join(
        f"mapped.{name(column.name)}"
        if column.name in given
        else f"cast(null as {column.type}) as {name(column.name)}"
        for column in table.columns
    )
    time = name(table.time or "")
    time = f"coalesce({time}, {EVER})" if table.time in given else EVER
    connection.execute(
        "create or replace temp table latest as with newest as ("
        f"select {key}, max({time}) as newest_at from mapped group by {key}) "
        f"select distinct {values} from mapped inner join newest using ({key}) "
        f"where {time} = newest.newest_at"
    )


def _combine(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Rewrite the dimension's rows for the keys in `settled`."""
    stored, key = source_table(table), names(table.key)
    order = f"coalesce({name(table.time or '')}, {EVER})"
    values = ", ".join(
        f"arg_max({name(column.name)}, ({order}, mapping)) "
        f"filter (where {name(column.name)} is not null) as {name(column.name)}"
        for column in table.columns
        if column.name not in table.key
    )
    on = " and ".join(
        f"{table.name}.{name(one)} = settled.{name(one)}" for one in table.key
    )
    connection.execute(f"delete from {table.name} using settled where {on}")
    connection.execute(
        f"insert into {table.name} by name select {key}, {values} "
        f"from {stored} semi join settled using ({key}) group by {key}"
    )
