"""What one would write by hand to load the company of the scale benchmark.

Typed CSV straight into the tables, the same marts and checks as the portal's, in one
DuckDB file. There is no accounting of rows, no reason for a value that does not
convert, no generation that readers keep while it runs, and no way back.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from pipeline import check_runner, mart_builder, tables

TYPES = "{'happened_at': 'timestamp', 'amount': 'decimal(18, 4)'}"
EVENTS = """select
    event_id as interaction_id,
    happened_at as occurred_at,
    cast(happened_at as date) as occurred_on,
    time_bucket(interval '15 minutes', happened_at) as slot_15m,
    user_id,
    product_id,
    surface,
    action,
    country,
    'source' as country_from,
    os,
    amount as value
"""


def main(folder: Path, database: Path) -> None:
    """Load the files that are not loaded yet."""
    is_new = not database.exists()
    with duckdb.connect(database) as connection:
        if is_new:
            _create(connection, folder)
        done = {name for (name,) in connection.execute("from done").fetchall()}
        paths = sorted((folder / "data" / "interactions").glob("*.csv"))
        fresh = [str(path) for path in paths if path.name not in done]
        read = f"read_csv({fresh}, header = true, types = {TYPES})"
        connection.execute(f"create temp table fresh as {EVENTS} from {read}")
        connection.execute(
            "insert into fct_interaction by name select * from fresh anti join "
            "fct_interaction using (interaction_id)"
        )
        names = ", ".join(f"('{Path(path).name}')" for path in fresh)
        connection.execute(f"insert into done values {names}")
        _build_marts(connection, is_new=is_new)
        for check in check_runner.read_all():
            check_runner.run(connection, check)
        connection.execute("checkpoint")


def _create(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    for table in tables.read_all(["dim_", "fct_"]).values():
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


def _build_marts(connection: duckdb.DuckDBPyConnection, *, is_new: bool) -> None:
    """All marts whole at first, then the days that have new rows."""
    days = connection.execute("select distinct occurred_on from fresh").fetchall()
    listed = ", ".join(f"date '{day}'" for (day,) in days)
    for mart in mart_builder.in_order(mart_builder.read_all()):
        if is_new or mart.partition is None:
            connection.execute(f"create or replace table {mart.name} as {mart.sql}")
            continue
        within = f"{mart.partition} in ({listed})"
        connection.execute(f"delete from {mart.name} where {within}")
        connection.execute(
            f"insert into {mart.name} select * from ({mart.sql}) as mart where {within}"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
