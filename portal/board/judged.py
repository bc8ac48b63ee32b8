"""How usual the last value of a metric is: for its weekday, or for its periods."""

from __future__ import annotations

import pandas as pd

from analysis.usual import Usual, judge_last, judge_last_ratio
from queries import catalog
from queries.definitions import Metric

WEEK = 7
# Of quiet days, on one in fifty some metric of the board is told. The rate is the same
# on each page, whatever else is on it, so that a value has one light.
FALSE_ALARMS = 0.02
METRICS = 9
RATE = FALSE_ALARMS / METRICS
NO_COUNTS = {
    "currency",
    "percent",
    "ratio",
    "milliseconds",
    "seconds",
    "minutes",
    "hours",
    "days",
    "points",
}


def parts(metric: Metric) -> tuple[str, ...]:
    """The metrics that add up to it: itself, or numerator and denominator."""
    return tuple(metric.ratio) if metric.ratio else (metric.name,)


def judge(metric: Metric, rows: pd.DataFrame, kind: str) -> Usual | None:
    """How usual the last value is: a ratio for its denominator, a day for its weekday.

    Args:
        metric: What is judged.
        rows: A column for it and for each of its parts, a row for each complete
            period, in time order.
        kind: Of the periods.

    Returns:
        The judgement, or None where there is no value, or too little to learn from.
    """
    season = WEEK if kind == "day" else 1
    if metric.ratio:
        above, below = (rows[name].astype(float) for name in metric.ratio)
        share = _is_share(metric)
        told = judge_last_ratio(above, below, season=season, share=share, rate=RATE)
        if told is not None:
            return told.times(metric.times)
    return judge_last(
        rows[metric.name].astype(float),
        relative=metric.unit != "percent",
        season=season,
        counts=metric.unit not in NO_COUNTS,
        rate=RATE,
    )


def _is_share(metric: Metric) -> bool:
    """Whether it is the share of things counted: guests' orders, not money."""
    units = {catalog.metric(name).unit for name in parts(metric)}
    return metric.unit == "percent" and not units & NO_COUNTS
