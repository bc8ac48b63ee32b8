"""Make dim_date: one row per day of the years that have data."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import holidays

from pipeline import table_days
from pipeline.quoting import text
from pipeline.tables import Table

TABLE = "dim_date"
# A wrong year in one row must not make a calendar of millennia.
FIRST_YEAR, LAST_YEAR = 1990, 2100
SATURDAY = 6


def fill(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    facts: Iterable[Table],
    country: str,
) -> bool:
    """Write the days of all years of the facts; return whether anything changed.

    Args:
        connection: To the generation in the making.
        table: dim_date as its file declares it.
        facts: The tables whose days count.
        country: Whose holidays: ISO 3166-1 alpha-2; empty for none.
    """
    connection.execute(table.ddl.replace(f"table {TABLE}", f"temp table new_{TABLE}"))
    years = _years(connection, facts)
    if years:
        connection.execute(f"insert into new_{TABLE} by name {_days(years, country)}")
    changed = _differs(connection)
    if changed:
        connection.execute(f"drop table if exists {TABLE}")
        connection.execute(table.ddl)
        connection.execute(f"insert into {TABLE} select * from new_{TABLE}")
    connection.execute(f"drop table new_{TABLE}")
    return changed


def is_known(country: str) -> bool:
    """Whether the holidays of a country are known; no country is fine."""
    return not country or country in holidays.list_supported_countries()


def _years(connection: duckdb.DuckDBPyConnection, facts: Iterable[Table]) -> range:
    """The years from the first day of any fact to the last, within reason."""
    found: list[int] = []
    for fact in facts:
        day = table_days.day_column(fact)
        if day is None:
            continue
        seen = connection.execute(
            f"select extract(year from min({day})), extract(year from max({day})) "
            f"from {fact.name} where {day} between "
            f"date '{FIRST_YEAR}-01-01' and date '{LAST_YEAR - 1}-12-31'"
        ).fetchall()[0]
        found += [int(year) for year in seen if year is not None]
    return range(min(found), max(found) + 1) if found else range(0)


def _days(years: range, country: str) -> str:
    """SQL for the days of the years."""
    # In one language, whatever that of the machine.
    free = (
        holidays.country_holidays(country, years=years, language="en_US")
        if country
        else {}
    )
    listed = [
        f"(date '{day.isoformat()}', {text(str(holiday))})"
        for day, holiday in sorted(free.items())
        if day.year in years
    ]
    named = ", ".join(listed) or "(cast(null as date), cast(null as varchar))"
    return (
        "select day_on, isoyear(day_on) as iso_year, weekofyear(day_on) as iso_week, "
        "cast(date_trunc('week', day_on) as date) as week_on, "
        "cast(date_trunc('month', day_on) as date) as month_on, "
        "cast(date_trunc('quarter', day_on) as date) as quarter_on, "
        "year(day_on) as year, quarter(day_on) as quarter, month(day_on) as month, "
        f"isodow(day_on) as weekday, cast(isodow(day_on) >= {SATURDAY} as integer) "
        "as weekend, holiday from (select cast(unnest(range("
        f"date '{years[0]}-01-01', date '{years[-1] + 1}-01-01', interval 1 day)) "
        f"as date) as day_on) as every_day left join (values {named}) "
        "as free (free_on, holiday) on day_on = free_on order by day_on"
    )


def _differs(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the days that were made are not those that are there."""
    there = connection.execute(
        "select 1 from duckdb_tables() where database_name = current_database() "
        f"and table_name = '{TABLE}' and not temporary"
    ).fetchall()
    if not there:
        return True
    found = connection.execute(
        f"select 1 from (from new_{TABLE} except from {TABLE}) union all "
        f"select 1 from (from {TABLE} except from new_{TABLE}) limit 1"
    ).fetchall()
    return bool(found)
