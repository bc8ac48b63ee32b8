"""The rows of a plan's statement -> one table: periods filled, ratios divided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from queries import statements
from queries.definitions import Metric
from queries.metrics import Plan
from queries.periods import Coverage, Span

KEY_TYPES = {"period": pa.date32(), "segment": pa.string()}
Key = tuple[Any, ...]
Floats = NDArray[np.float64]


def assemble(
    plan: Plan,
    table: pa.Table,
    span: Span,
    coverage: Mapping[str, Coverage],
) -> pa.Table:
    """One row per period and segment, one column per metric, in the order asked.

    Args:
        plan: What was asked.
        table: The rows of its statement.
        span: The days asked for.
        coverage: The days for which there is data, by subject.
    """
    found = _keys_in(table, plan)
    keys = _keys(plan, found, span)
    subjects = {choice.metric.subject for part in plan.parts for choice in part.choices}
    reached = {one: _has_data(keys, span, coverage.get(one)) for one in subjects}
    columns = {}
    for metric, values in _values(plan, table, found, keys):
        has_data = reached[metric.subject]
        filled = np.nan_to_num(values, nan=0.0) if metric.from_zero else values
        columns[metric.name] = np.where(has_data, filled, np.nan)
    listed = [
        pa.array([key[index] for key in keys], type=KEY_TYPES[name])
        for index, name in enumerate(plan.keys)
    ]
    made = [_made(metric, columns) for metric in plan.asked]
    names = [*plan.keys, *(metric.name for metric in plan.asked)]
    return pa.table([*listed, *made], names=names)


def _keys(plan: Plan, found: list[Key], span: Span) -> list[Key]:
    """What each row of the answer stands for; every period, if nothing is split."""
    if not plan.keys:
        return [()]
    if plan.keys == ("period",):
        return [(period,) for period in span.periods()]
    return sorted(set(found), key=lambda key: [str(part) for part in key])


def _keys_in(table: pa.Table, plan: Plan) -> list[Key]:
    """The key of each row."""
    if not plan.keys:
        return [()] * table.num_rows
    return list(zip(*(table[name].to_pylist() for name in plan.keys), strict=True))


def _values(
    plan: Plan, table: pa.Table, found: list[Key], keys: list[Key]
) -> Iterator[tuple[Metric, Floats]]:
    """The values of each sum and count, one for each key; NaN where none came back."""
    place = {key: index for index, key in enumerate(keys)}
    places = np.array([place[key] for key in found], dtype=int)
    several = len(plan.parts) > 1
    part_of = table[statements.PART].to_numpy() if several else np.zeros(len(places))
    for number, part in enumerate(plan.parts):
        rows = part_of == number
        for position, choice in enumerate(part.choices):
            name = statements.VALUE.format(position) if several else choice.metric.name
            values = np.full(len(keys), np.nan)
            values[places[rows]] = table[name].to_numpy().astype(float)[rows]
            yield choice.metric, values


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
