"""What the days of a week are to each other."""

from __future__ import annotations

import numpy as np

WEEK = 7
LEAST_WEEKS = 2
MOST_WEEKS = 12


def weekday_factors(values: np.ndarray) -> np.ndarray:
    """How much each weekday brings, in means of its week.

    Each of the last 12 whole weeks is divided by its mean, so that growth plays no
    part; a weekday's factor is the median over the weeks, so that an odd day does not.

    Args:
        values: Shape (n,), daily values in time order, two weeks at least.

    Returns:
        Shape (7,), beginning with the weekday of the day after the last; their mean is
        1. All are 1 where no week has a mean above 0.

    Raises:
        ValueError: If there are fewer than two weeks, or a value is missing.

    Source:
        Cleveland et al. (1990), STL, on robust seasonal factors, in its simplest form.
    """
    weeks = min(len(values) // WEEK, MOST_WEEKS)
    if weeks < LEAST_WEEKS or not np.isfinite(values).all():
        known = int(np.isfinite(values).sum())
        raise ValueError(
            f"There are {known} known of {len(values)} days; weekdays need at least "
            f"{LEAST_WEEKS * WEEK}, and none missing."
        )
    table = np.asarray(values[-weeks * WEEK :], dtype=float).reshape(weeks, WEEK)
    means = table.mean(axis=1)
    live = means > 0
    if not live.any():
        return np.ones(WEEK)
    factors = np.median(table[live] / means[live][:, None], axis=0)
    whole = float(factors.mean())
    return np.asarray(factors / whole) if whole > 0 else np.ones(WEEK)
