"""What one would write by hand to load the company of the scale benchmark.

Typed CSV straight into the tables, sessions, the same marts and checks as the portal's,
in one DuckDB file. There is no accounting of rows, no reason for a value that does not
convert, no generation that readers keep while it runs, and no way back. It rebuilds the
periods of marts that have new rows; other marts and all checks go over everything.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from pipeline import (
    calendar_days,
    check_runner,
    declared_checks,
    mart_builder,
    refresh_settings,
    table_days,
    tables,
)
from pipeline.mart_pieces import Pieces

TYPES = "{'happened_at': 'timestamp', 'amount': 'decimal(18, 4)'}"
EVENTS = """select
    event_id as interaction_id,
    happened_at as occurred_at,
    user_id,
    product_id,
    surface,
    action,
    country,
    os,
    amount as value,
    cast(null as varchar) as session_id
"""
# What the users of new rows did shortly before says whether a session goes on.
EARLIER = """select
    interaction_id, occurred_at, user_id, product_id, surface, action, country, os,
    value, session_id
from fct_interaction semi join fresh using (user_id)
where occurred_at >= (select min(occurred_at) from fresh) - interval '30 minutes'
"""
SESSIONS = f"""with event as (from fresh union all {EARLIER}),
paused as (
    select *, case
        when session_id is not null then session_id
        when occurred_at <= lag(occurred_at) over one_user + interval '30 minutes'
            then null
        else user_id || '-' || epoch_ms(occurred_at)
    end as started
    from event
    window one_user as (partition by user_id order by occurred_at, interaction_id)
)
select * replace (last_value(started ignore nulls) over (
        partition by user_id order by occurred_at, interaction_id
        rows unbounded preceding
    ) as session_id),
    'pause' as session_from,
    'source' as country_from,
    cast(occurred_at as date) as occurred_on,
    time_bucket(interval '15 minutes', occurred_at) as slot_15m,
    session_id is null as is_new
from paused
"""
FACTS = tables.read_all(["dim_", "fct_"])
CALENDAR = tables.read(tables.SCHEMA / f"{calendar_days.TABLE}.sql")


def main(folder: Path, database: Path) -> None:
    """Load the files that are not loaded yet."""
    is_first = not database.exists()
    with duckdb.connect(database) as connection:
        if is_first:
            _create(connection, folder)
        _load(connection, folder)
        calendar_days.fill(connection, CALENDAR, FACTS.values(), "DE")
        _build_marts(connection, is_first=is_first)
        declared = declared_checks.declared(FACTS.values())
        settings = refresh_settings.read(folder)
        now = datetime.now(UTC)
        for check in (
            *check_runner.read_all(),
            *declared_checks.checks(declared, settings, now),
        ):
            check_runner.run(connection, check)
        connection.execute("checkpoint")


def _create(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    for table in FACTS.values():
        connection.execute(table.ddl)
    connection.execute("create table done (name varchar)")
    for table, name, columns in (
        ("dim_user", "users", "user_id, signed_up_at as updated_at, country"),
        ("dim_product", "products", "product_id, made_at as updated_at, name"),
    ):
        connection.execute(
            f"insert into {table} by name select {columns} "
            f"from read_csv('{folder}/data/{name}/*.csv', header = true)"
        )


def _load(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """New files into the facts; an event that is there already is left out."""
    done = {name for (name,) in connection.execute("from done").fetchall()}
    paths = sorted((folder / "data" / "interactions").glob("*.csv"))
    fresh = [path for path in paths if path.name not in done]
    read = f"read_csv({list(map(str, fresh))}, header = true, types = {TYPES})"
    connection.execute(
        f"create temp table fresh as select * from ({EVENTS} from {read}) "
        "anti join fct_interaction using (interaction_id)"
    )
    connection.execute(
        "insert into fct_interaction by name "
        f"select * exclude (started, is_new) from ({SESSIONS}) where is_new"
    )
    names = ", ".join(f"('{path.name}')" for path in fresh)
    connection.execute(f"insert into done values {names}")


def _build_marts(connection: duckdb.DuckDBPyConnection, *, is_first: bool) -> None:
    """All marts whole at first, then the periods that have new rows."""
    days_of = {one.name: table_days.day_column(one) for one in FACTS.values()}
    known = {table: day for table, day in days_of.items() if day}
    for mart in mart_builder.in_order(mart_builder.read_all()):
        if mart.partition:
            known[mart.name] = mart.partition
        if is_first or mart.partition is None:
            connection.execute(f"create or replace table {mart.name} as {mart.sql}")
            continue
        found = connection.execute(
            f"select distinct cast(date_trunc('{mart.every}', "
            "cast(occurred_at as date)) as varchar) from fresh"
        ).fetchall()
        periods = {day[:10] for (day,) in found}
        Pieces(connection, known).periods(mart, mart.partition, periods)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
