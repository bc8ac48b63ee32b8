"""Where the north star is likely to go: the periods after the last complete one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.outlook import SMALLEST_HISTORY, fit_outlook
from analysis.tails import score_at
from portal.board.course import short, tick
from portal.board.periods import Period, Span
from portal.board.readings import Reading
from portal.company import Company

STEPS = {"week": 4, "month": 3, "quarter": 2}
LIKELY = 0.8
MOST_PERCENT = 100.0


def ahead(reading: Reading, span: Span) -> pd.DataFrame | None:
    """The next periods: what to expect, and between what it will lie in 80 of 100.

    Args:
        reading: The metric, over all periods that the board knows.
        span: Of the board.

    Returns:
        Columns `label`, `tick`, `value`, `low` and `high`; None where the history is
        too short, or has gaps.
    """
    history = reading.course.to_numpy(dtype=float)
    if len(history) < SMALLEST_HISTORY or not np.isfinite(history).all():
        return None
    outlook = fit_outlook(history)
    reach = score_at(1 - LIKELY, outlook.freedom)
    rows = []
    for step in range(1, STEPS[span.last.kind] + 1):
        mean, error = outlook.ahead(np.eye(step)[-1])
        low, high = mean - reach * error, mean + reach * error
        rows.append(_row(span.last.next(step), *_possible(reading, mean, low, high)))
    return pd.DataFrame(rows)


def _possible(reading: Reading, *values: float) -> list[float]:
    """Within what the metric can be: no count is below 0, no share above all."""
    least = 0.0 if (reading.course >= 0).all() else -np.inf
    share = reading.metric.format == "percent" and reading.course.max() <= MOST_PERCENT
    return [
        float(np.clip(one, least, MOST_PERCENT if share else np.inf)) for one in values
    ]


def _row(period: Period, value: float, low: float, high: float) -> dict[str, Any]:
    return {
        "label": str(period),
        "tick": tick(period),
        "value": value,
        "low": low,
        "high": high,
    }


def said(rows: pd.DataFrame | None, reading: Reading, company: Company) -> str:
    """The forecast of the last of these periods in a sentence; nothing without one."""
    if rows is None:
        return ""
    row = rows.iloc[-1]
    value, low, high = (
        short(row[name], reading, company) for name in ("value", "low", "high")
    )
    return f"Forecast for {row['label']}: {value}, in 80 of 100 cases {low} to {high}."
