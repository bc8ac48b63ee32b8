"""The rows of a plan's statements -> one table: periods filled, ratios divided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from queries import catalog
from queries.definitions import Metric
from queries.metrics import Plan
from queries.periods import Coverage, Span

KEY_TYPES = {"period": pa.date32(), "segment": pa.string()}
Key = tuple[Any, ...]
Floats = NDArray[np.float64]


def assemble(
    plan: Plan,
    tables: Sequence[pa.Table],
    span: Span,
    coverage: Mapping[str, Coverage],
) -> pa.Table:
    """One row per period and segment, one column per metric, in the order asked.

    Args:
        plan: What was asked.
        tables: The rows of each of its statements, in their order.
        span: The days asked for.
        coverage: The days for which there is data, by subject.
    """
    keys = _keys(plan, tables, span)
    columns = {}
    for metric, values in _values(plan, tables, keys):
        has_data = _has_data(keys, span, coverage.get(metric.subject))
        filled = np.nan_to_num(values, nan=0.0) if metric.from_zero else values
        columns[metric.name] = np.where(has_data, filled, np.nan)
    listed = [
        pa.array([key[index] for key in keys], type=KEY_TYPES[name])
        for index, name in enumerate(plan.keys)
    ]
    made = [_made(metric, columns) for metric in plan.asked]
    names = [*plan.keys, *(metric.name for metric in plan.asked)]
    return pa.table([*listed, *made], names=names)


def _keys(plan: Plan, tables: Sequence[pa.Table], span: Span) -> list[Key]:
    """What each row of the answer stands for; every period, if nothing is split."""
    if not plan.keys:
        return [()]
    if plan.keys == ("period",):
        return [(period,) for period in span.periods()]
    found = set().union(*(_keys_in(table, plan) for table in tables))
    return sorted(found, key=lambda key: [str(part) for part in key])


def _keys_in(table: pa.Table, plan: Plan) -> list[Key]:
    if not plan.keys:
        return [()]
    return list(zip(*(table[name].to_pylist() for name in plan.keys), strict=True))


def _values(
    plan: Plan, tables: Sequence[pa.Table], keys: list[Key]
) -> Iterator[tuple[Metric, Floats]]:
    """The values of each sum and count, one for each key; NaN where none came back."""
    known = catalog.metrics()
    place = {key: index for index, key in enumerate(keys)}
    for part, table in zip(plan.parts, tables, strict=True):
        places = [place[key] for key in _keys_in(table, plan)]
        for name in part.metrics:
            values = np.full(len(keys), np.nan)
            values[places] = table[name].to_numpy().astype(float)
            yield known[name], values


def _has_data(keys: list[Key], span: Span, known: Coverage | None) -> list[bool]:
    """Whether there is data of the subject on any day of each key's period."""
    if known is None:
        return [False] * len(keys)
    if span.grain == "all":
        return [known.reaches(span.start, span.end)] * len(keys)
    periods = {key[0] for key in keys}
    reached = {period: known.reaches(*span.days_of(period)) for period in periods}
    return [reached[key[0]] for key in keys]


def _made(metric: Metric, columns: Mapping[str, Floats]) -> pa.Array:
    """The metric's own column: whole numbers where it counts, gaps where empty."""
    if metric.ratio:
        top, bottom = (columns[part] for part in metric.ratio)
        parts = np.where(bottom == 0, np.nan, bottom)
        return pa.array(top * metric.times / parts, from_pandas=True)
    values = columns[metric.name]
    counts = metric.from_zero and metric.unit != "currency"
    kind = pa.int64() if counts else pa.float64()
    return pa.array(values, from_pandas=True).cast(kind)
