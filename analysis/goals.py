"""Goals: the plan for each day of a period, and where a metric stands against it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.weekdays import WEEK, weekday_factors

SUM_WITHIN = 1e-6


class Pace(NamedTuple):
    """A metric within its period, against its plan.

    Attributes:
        actual: Value so far.
        planned: Where the plan says it should be by now.
        ahead: actual - planned.
        share: actual / planned; missing where nothing is planned yet.
    """

    actual: float
    planned: float
    ahead: float
    share: float


def plan_days(
    days: int, shape: str | Sequence[float], history: pd.Series | None = None
) -> np.ndarray:
    """What share of a goal each day of its period should bring.

    Args:
        days: In the period.
        shape: "linear", the same each day; "weekdays", as the weekdays of the history
            are to each other; or shares of parts of equal length that add up to 1, such
            as (0.5, 0.3, 0.2) for a goal that is to be reached early.
        history: For "weekdays": daily values in time order; the first day of the period
            follows the last of them. Its last 12 weeks count.

    Returns:
        Shape (days,), shares that add up to 1.

    Raises:
        ValueError: If the shape is none of these, its shares do not add up to 1 or one
            is negative, there is no day, or weekdays lack two weeks of history.

    Source:
        Few (2013), Information Dashboard Design, on bullet graphs with a marker for the
        plan to date.
    """
    if days < 1:
        raise ValueError(f"days is {days}; a period has at least 1 day.")
    if not isinstance(shape, str):
        return _parts(days, np.asarray(shape, dtype=float))
    if shape == "linear":
        return np.full(days, 1 / days)
    if shape != "weekdays":
        raise ValueError(
            f"The shape is {shape!r}; it can be 'linear', 'weekdays' or a list of "
            "shares that add up to 1. A metric that does not add up needs no plan."
        )
    if history is None:
        raise ValueError("The shape 'weekdays' needs a history of days.")
    factors = weekday_factors(history.to_numpy(dtype=float))
    shares = factors[np.arange(days) % WEEK]
    return np.asarray(shares / shares.sum())


def pace(actual: float, target: float, shares: np.ndarray | None, done: int) -> Pace:
    """Where a metric is within its period, and where the plan says it should be.

    Args:
        actual: Value so far.
        target: For the whole period.
        shares: As plan_days gives them; None for a metric that does not add up over
            days, such as a rate: it should be at its target on every day.
        done: Days of the period that are over.

    Returns:
        The pace.

    Raises:
        ValueError: If more days are over than the plan has.

    Source:
        Few (2013), as plan_days.
    """
    if shares is not None and not 0 <= done <= len(shares):
        raise ValueError(f"done is {done}; the plan has {len(shares)} days.")
    planned = target if shares is None else target * float(shares[:done].sum())
    share = actual / planned if planned else float("nan")
    return Pace(actual, planned, actual - planned, share)


def target_of(baseline: float, change: float) -> float:
    """The target of a longitudinal goal: so much above or below a baseline.

    Args:
        baseline: Value of the metric in the period that is compared with.
        change: Share to be added, such as 0.2 for 20% above; negative for below.

    Returns:
        The value to reach.

    Raises:
        ValueError: If the baseline is missing, or not above 0, so that a share of it
            has no meaning.

    Source:
        None: arithmetic.
    """
    if not baseline > 0:
        raise ValueError(
            f"The baseline is {baseline}; a share of it means something above 0 only. "
            "Give a target in the metric's unit."
        )
    return baseline * (1 + change)


def _parts(days: int, shares: np.ndarray) -> np.ndarray:
    """Shares of parts of equal length, spread over the days that they cover."""
    whole = float(shares.sum()) if len(shares) else 0.0
    if abs(whole - 1) > SUM_WITHIN or (shares < 0).any():
        raise ValueError(
            f"The shares of the plan are {shares.tolist()}; they must add up to 1, "
            "none of them negative."
        )
    edges = np.linspace(0, days, len(shares) + 1)
    reached = np.interp(np.arange(days + 1), edges, [0.0, *np.cumsum(shares)])
    return np.diff(reached)
