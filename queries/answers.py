"""The rows of a plan's statements -> one frame: periods filled, ratios divided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce

import numpy as np
import pandas as pd

from queries import catalog
from queries.definitions import Metric
from queries.metrics import Plan

DECEMBER = 12
MONTHS = {"month": 1, "quarter": 3}


@dataclass(frozen=True)
class Coverage:
    """The days for which there is data of a subject, and how many rows."""

    first_on: date
    last_on: date
    rows: int


@dataclass(frozen=True)
class Span:
    """The days asked for, both included, and the length of a period."""

    start: date
    end: date
    grain: str

    def periods(self) -> list[date]:
        """The first day of every period that has a day in the span."""
        return list(self._walk())

    def _walk(self) -> Iterator[date]:
        day = floor(self.start, self.grain)
        while day <= self.end:
            yield day
            day = following(day, self.grain)

    def days_of(self, period: date) -> tuple[date, date]:
        """The first and last day of a period that lie in the span."""
        last = following(period, self.grain) - timedelta(days=1)
        return max(period, self.start), min(last, self.end)


def floor(day: date, grain: str) -> date:
    """The first day of the period that a day is in; weeks start on Monday."""
    if grain == "week":
        return day - timedelta(days=day.weekday())
    if grain in MONTHS:
        return day.replace(day=1, month=day.month - (day.month - 1) % MONTHS[grain])
    return day


def following(period: date, grain: str) -> date:
    """The first day of the next period."""
    if grain not in MONTHS:
        return period + timedelta(days=7 if grain == "week" else 1)
    years, month = divmod(period.month - 1 + MONTHS[grain], DECEMBER)
    return period.replace(year=period.year + years, month=month + 1)


def assemble(
    plan: Plan,
    frames: Sequence[pd.DataFrame],
    span: Span,
    coverage: Mapping[str, Coverage],
) -> pd.DataFrame:
    """One row per period and segment, one column per metric, in the order asked."""
    rows = _joined(plan, frames, span)
    known = catalog.metrics()
    bases = [known[name] for part in plan.parts for name in part.metrics]
    columns = {one.name: _filled(one, rows, span, coverage) for one in bases}
    made = {metric.name: _made(metric, columns) for metric in plan.asked}
    answer = pd.DataFrame({**{key: rows[key] for key in plan.keys}, **made})
    if "segment" in plan.keys:
        answer = answer.sort_values(list(plan.keys), kind="stable")
    return answer.reset_index(drop=True)


def _joined(plan: Plan, frames: Sequence[pd.DataFrame], span: Span) -> pd.DataFrame:
    keys = list(plan.keys)
    if not keys:
        return pd.concat(list(frames), axis="columns")
    rows = reduce(
        lambda left, right: left.merge(right, on=keys, how="outer"), list(frames)
    )
    if keys == ["period"]:
        periods = pd.DataFrame({"period": pd.Series(span.periods(), dtype=object)})
        rows = periods.merge(rows, on="period", how="left")
    return rows


def _filled(
    metric: Metric, rows: pd.DataFrame, span: Span, coverage: Mapping[str, Coverage]
) -> pd.Series:
    """The values, with 0 where there was data but none of this kind."""
    values = rows[metric.name].astype(float)
    covered = _covered(rows, span, coverage.get(metric.subject))
    if metric.from_zero:
        values = values.fillna(0.0)
    return values.where(covered)


def _covered(rows: pd.DataFrame, span: Span, known: Coverage | None) -> np.ndarray:
    """Whether there is data of the subject on any day of each row's period."""
    if known is None:
        return np.zeros(len(rows), dtype=bool)
    if "period" not in rows:
        reached = span.start <= known.last_on and span.end >= known.first_on
        return np.full(len(rows), reached)
    days = [span.days_of(period) for period in rows["period"]]
    return np.array(
        [first <= known.last_on and last >= known.first_on for first, last in days],
        dtype=bool,
    )


def _made(metric: Metric, columns: Mapping[str, pd.Series]) -> pd.Series:
    if metric.ratio is None:
        values = columns[metric.name]
        whole = metric.unit != "currency" and not values.isna().any()
        return values.astype("int64") if whole and _is_whole(values) else values
    top, bottom = (columns[part] for part in metric.ratio)
    return top * metric.times / bottom.where(bottom != 0)


def _is_whole(values: pd.Series) -> bool:
    return bool((values == values.round()).all())
