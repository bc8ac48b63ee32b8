"""One generation of the warehouse: `fetch` a query, `measure` metrics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property, partial
from typing import Any

import pandas as pd
import pyarrow as pa

from queries import catalog, explaining, frames, paging, questions
from queries import filters as choices
from queries.cache import Cache, key_of
from queries.explaining import Explained
from queries.filters import Choices
from queries.periods import Coverage
from queries.questions import Question
from queries.readers import Pointer, Reader

CLEARANCE = "all"


class Snapshot:
    """One generation of the warehouse: whatever is asked here belongs together."""

    def __init__(self, reader: Reader, pointer: Pointer, cache: Cache) -> None:
        self._reader = reader
        self._pointer = pointer
        self._cache = cache
        self.generation = pointer.generation
        self.version = f"{pointer.generation}.{pointer.ops_version}"

    @cached_property
    def published_at(self) -> datetime:
        """When this generation was published, UTC."""
        return self._pointer.published_at or self._reader.written_at

    def fetch(
        self,
        name: str,
        filters: Choices | None = None,
        **params: Any,
    ) -> pd.DataFrame:
        """All rows of a query; see `frames` for the types of the columns."""
        sql, values = self._bound(name, filters, params)
        return frames.to_frame(self._table(sql, values))

    def rows(
        self,
        name: str,
        filters: Choices | None = None,
        *,
        order_by: Sequence[tuple[str, str]] = (),
        offset: int = 0,
        limit: int,
        **params: Any,
    ) -> pd.DataFrame:
        """Some rows of a query in an order that is always the same."""
        sql, values = self._bound(name, filters, params)
        sql = paging.page(sql, catalog.load(name), order_by)
        values |= {paging.LIMIT: int(limit), paging.OFFSET: int(offset)}
        return frames.to_frame(self._table(sql, values))

    def count(
        self,
        name: str,
        filters: Choices | None = None,
        **params: Any,
    ) -> int:
        """How many rows a query has."""
        sql, values = self._bound(name, filters, params)
        return int(self._table(paging.counted(sql), values).column(0)[0].as_py())

    def batches(
        self,
        name: str,
        filters: Choices | None = None,
        *,
        order_by: Sequence[tuple[str, str]] = (),
        **params: Any,
    ) -> Iterator[pa.RecordBatch]:
        """All rows of a query as they come, in order, for downloads; never kept."""
        sql, values = self._bound(name, filters, params)
        sql = paging.ordered(sql, catalog.load(name), order_by)
        return self._reader.batches(sql, values)

    def measure(
        self,
        metrics: Sequence[str],
        *,
        start: date,
        end: date,
        grain: str = "all",
        by: str | None = None,
        where: Choices | None = None,
    ) -> pd.DataFrame:
        """Metrics over the days from start to end, both included.

        Args:
            metrics: Names from the catalogue; one column each, in this order.
            start: The first day.
            end: The last day.
            grain: day, week (from Monday), month, quarter or all.
            by: A dimension to split by; its value is the column `segment`.
            where: Values to keep, by dimension.

        Returns:
            `period` (unless grain is "all"), `segment` (with `by`) and the metrics.
            Without `by`, every period has a row. Sums and counts are 0 where there
            was nothing to add up, and empty in periods for which the subject has no
            data at all, before its first or after its last day. Ratios are empty
            where they would divide by 0.
        """
        asked = questions.ask(
            metrics, start=start, end=end, grain=grain, by=by, where=where
        )
        key = self._key("measure", list(metrics), by, asked.span, asked.statement)
        return frames.to_frame(self._cache.answer(key, partial(self._answer, asked)))

    def coverage(self) -> Mapping[str, Coverage]:
        """The days for which there is data, by subject."""
        return self._coverage

    def measurable(self) -> Mapping[str, Coverage]:
        """The days for which metrics may be asked: of the data, and of refreshes."""
        return self._measurable

    @cached_property
    def _coverage(self) -> dict[str, Coverage]:
        return self._days("growth/coverage")

    @cached_property
    def _measurable(self) -> dict[str, Coverage]:
        return {**self._coverage, **self._days("quality/operations")}

    def _days(self, name: str) -> dict[str, Coverage]:
        return {
            row.subject: Coverage(row.first_on, row.last_on, row.fact_rows)
            for row in self.fetch(name).itertuples()
        }

    def compiled(
        self,
        name: str,
        filters: Choices | None = None,
        **params: Any,
    ) -> str:
        """The SQL that `fetch` runs, with the values written into it."""
        return self._reader.literal(*self._bound(name, filters, params))

    def compiled_measure(
        self,
        metrics: Sequence[str],
        *,
        start: date,
        end: date,
        grain: str = "all",
        by: str | None = None,
        where: Choices | None = None,
    ) -> list[str]:
        """The SQL that `measure` runs, with the values written into it."""
        asked = questions.ask(
            metrics, start=start, end=end, grain=grain, by=by, where=where
        )
        return [self._reader.literal(*asked.statement)]

    def explained(
        self,
        metrics: Sequence[str],
        *,
        start: date,
        end: date,
        grain: str = "all",
        by: str | None = None,
        where: Choices | None = None,
    ) -> list[Explained]:
        """Where `measure` reads each metric, and why not from a smaller table."""
        asked = questions.ask(
            metrics, start=start, end=end, grain=grain, by=by, where=where
        )
        return explaining.explain(asked.plan)

    def _answer(self, asked: Question) -> pa.Table:
        return asked.answer(self._ask, self.measurable())

    def _bound(
        self, name: str, filters: Choices | None, params: Mapping[str, Any]
    ) -> tuple[str, dict[str, Any]]:
        query = catalog.load(name)
        sql, picks = choices.apply(query, filters)
        return sql, {**choices.parameters(query, params), **picks}

    def _table(self, sql: str, values: Mapping[str, Any]) -> pa.Table:
        ask = partial(self._ask, sql, values)
        return self._cache.answer(self._key(sql, values), ask)

    def _ask(self, sql: str, values: Mapping[str, Any]) -> pa.Table:
        return frames.plain(self._reader.table(sql, values))

    def _key(self, *parts: Any) -> str:
        return key_of(self._reader.identity, self.version, CLEARANCE, *parts)
