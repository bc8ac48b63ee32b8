"""Merge mapped rows into a fact table: the same key again replaces the row.

Which row of a key stays never depends on the order of files or refreshes: the latest
version wins, then the latest event time (the earliest, in tables that keep the first),
then the greater content.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from pipeline.quoting import name, names, text
from pipeline.tables import Table


def winner_order(table: Table, alias: str) -> str:
    """Columns that order the rows of a key, the one that stays first."""
    first = [one for one in (table.version, table.time) if one]
    rest = [column.name for column in table.given if column.name not in first]
    ways = {table.time: "asc"} if table.keeps_first else {}
    return ", ".join(
        f"{alias}.{name(one)} {ways.get(one, 'desc')} nulls last"
        for one in first + rest
    )


def as_given(table: Table, alias: str) -> str:
    """The columns of stored rows as the source gave them, before they were finished."""
    kept = {
        of: f"case when {alias}.{name(who)} = 'source' then {alias}.{name(of)} end"
        for who, of in table.finished.items()
    }
    return ", ".join(
        f"{kept.get(one.name, f'{alias}.{name(one.name)}')} as {name(one.name)}"
        for one in table.given
    )


def merge(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    given: Sequence[str],
    mapping: str,  # noqa: ARG001  facts keep no trace of their mapping
) -> int:
    """Write the rows of `mapped` into the table; return how many were written."""
    key = names(table.key)
    values = ", ".join(
        f"mapped.{name(column.name)}"
        if column.name in given
        else f"cast(null as {column.type}) as {name(column.name)}"
        for column in table.given
    )
    connection.execute(
        f"create or replace temp view incoming as select {values} from mapped"
    )
    repeated = connection.execute(
        f"select 1 from mapped group by {key} having count(*) > 1 limit 1"
    ).fetchall()
    known = connection.execute(
        f"select 1 from {table.name} semi join mapped using ({key}) limit 1"
    ).fetchall()
    source = "incoming"
    if repeated or known:
        _settle(connection, table)
        source = "settled"
    return insert(connection, table, source)


def insert(connection: duckdb.DuckDBPyConnection, table: Table, source: str) -> int:
    """Add the rows of `source`, which gives the given columns; return how many."""
    made = table.derived | {
        who: f"case when {name(of)} is not null then 'source' end"
        for who, of in table.finished.items()
    }
    derived = "".join(f", {sql} as {name(column)}" for column, sql in made.items())
    written = connection.execute(
        f"insert into {table.name} by name select *{derived} from {source}"
    ).fetchall()[0][0]
    touch(connection, table, source)
    return int(written)


def _settle(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Keep the winner of each key; remove the rows of the table that it replaces."""
    given = names(column.name for column in table.given)
    key, order = names(table.key), winner_order(table, "candidate")
    connection.execute(
        "create or replace temp table settled as with candidate as ("
        f"select {given}, 0 as is_stored from incoming union all "
        f"select {as_given(table, table.name)}, 1 as is_stored from {table.name} "
        f"semi join mapped using ({key})) "
        f"select * from candidate qualify row_number() over (partition by "
        f"{names(table.key, 'candidate')} order by {order}, is_stored desc) = 1"
    )
    connection.execute("delete from settled where is_stored = 1")
    connection.execute("alter table settled drop is_stored")
    touch(connection, table, f"{table.name} semi join settled using ({key})")
    on = " and ".join(
        f"{table.name}.{name(one)} = settled.{name(one)}" for one in table.key
    )
    connection.execute(f"delete from {table.name} using settled where {on}")


def touch(connection: duckdb.DuckDBPyConnection, table: Table, rows: str) -> None:
    """Note the days whose rows changed, for the marts, and whose rows to finish."""
    day = f"cast({name(table.time)} as date)" if table.time else "cast(null as date)"
    connection.execute(
        f"insert into touched select distinct {text(table.name)}, {day} from {rows}"
    )
    if table.finished:
        connection.execute(
            f"insert into unfinished select distinct user_id from {rows}"
        )
