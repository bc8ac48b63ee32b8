"""Write a mart: whole, some of its days, or some of its keys, in pieces that fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import duckdb

from pipeline.mart_builder import Mart
from pipeline.quoting import name
from pipeline.restricting import between_days, on_days, period_of, restricted

# More rows at once might not fit in the memory of a small machine.
PIECE_ROWS = 4_000_000


class Pieces:
    """Writes marts on a generation in the making.

    Args:
        connection: To the generation.
        days_of: The column by whose days the rows of each table are told apart.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, days_of: Mapping[str, str]
    ) -> None:
        self.connection = connection
        self.days_of = days_of

    def whole(self, mart: Mart) -> int:
        """All rows; a mart of days that reads many rows goes piece by piece."""
        rows = max((self._count(table) for table in self._by_day(mart)), default=0)
        if mart.partition is None or rows <= PIECE_ROWS:
            self.connection.execute(
                f"create or replace table {mart.name} as {mart.sql}"
            )
        else:
            self.connection.execute(
                f"create or replace table {mart.name} as "
                f"select * from ({mart.sql}) as nothing limit 0"
            )
            for first, last in self._spans(mart, rows):
                only = {
                    table: between_days(self.days_of[table], first, last)
                    for table in self._by_day(mart)
                }
                self._insert(mart, restricted(mart.sql, only))
        return self._count(mart.name)

    def periods(self, mart: Mart, partition: str, periods: set[str]) -> int:
        """The rows of some periods, given by their first days, instead of the old."""
        if not periods:
            return 0
        self.connection.execute(
            f"delete from {mart.name} where {on_days(partition, periods)}"
        )
        only = {
            table: on_days(self.days_of[table], periods, mart.every)
            for table in self._by_day(mart)
        }
        return self._insert(mart, restricted(mart.sql, only))

    def keys(self, mart: Mart, key: str, having_key: set[str], keys: str) -> int:
        """The rows of some keys, given by a table of them, instead of the old."""
        within = f"{name(key)} in (select {name(key)} from {keys})"
        self.connection.execute(f"delete from {mart.name} where {within}")
        only = dict.fromkeys(having_key, within)
        return self._insert(mart, restricted(mart.sql, only))

    def _by_day(self, mart: Mart) -> list[str]:
        return sorted(table for table in mart.reads if table in self.days_of)

    def _count(self, table: str) -> int:
        found = self.connection.execute(f"select count(*) from {table}").fetchall()
        return int(found[0][0])

    def _insert(self, mart: Mart, sql: str) -> int:
        written = self.connection.execute(
            f"insert into {mart.name} by name {sql}"
        ).fetchall()
        return int(written[0][0])

    def _spans(self, mart: Mart, rows: int) -> Iterator[tuple[str, str]]:
        """First and last day of pieces of about equal numbers of days."""
        periods = {
            table: period_of(name(self.days_of[table]), mart.every)
            for table in self._by_day(mart)
        }
        found = " union ".join(
            f"select distinct {period} as day from {table}"
            for table, period in periods.items()
        )
        days = self.connection.execute(
            f"select cast(day as varchar), cast(lead(day, 1, day + 366) over "
            f"(order by day) - 1 as varchar) from ({found}) as found order by day"
        ).fetchall()
        size = max(1, len(days) * PIECE_ROWS // rows)
        for start in range(0, len(days), size):
            piece = days[start : start + size]
            yield piece[0][0], piece[-1][1]
