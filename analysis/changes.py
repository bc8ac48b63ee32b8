"""Which changes are unusual for a metric, and whether segments add up to a whole."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

SMALLEST_HISTORY = 8
LONGEST_HISTORY = 26
UNUSUAL = 3.5
NORMAL_MAD = 0.6745
NORMAL_MEAN_DEVIATION = 0.7979
ADDS_UP_WITHIN = 1e-6


class Score(NamedTuple):
    """How a last change compares with the changes before it.

    Attributes:
        change: Of the last value: log ratio, or difference.
        usual: Median of the changes before.
        score: Modified z-score of `change`.
        history: Number of changes compared with.
    """

    change: float
    usual: float
    score: float
    history: int

    @property
    def unusual(self) -> bool:
        """Whether the change is beyond what Iglewicz and Hoaglin advise to expect."""
        return abs(self.score) > UNUSUAL


def score_last_change(values: pd.Series, *, relative: bool) -> Score | None:
    """Score the last change of a series against the changes before it.

    The score is 0.6745 * (change - median) / MAD over the changes before, so a metric
    that always moves by a tenth is not unusual when it does so again, however large
    the number. Where more than half of the changes before are equal, the MAD is 0 and
    the mean absolute deviation takes its place. Values before a gap do not count.

    Args:
        values: Shape (n,), one value for each complete period, in time order.
        relative: Whether changes are ratios (of counts and sums) or differences (of
            percentages). Ratios need values above 0; otherwise differences are used.

    Returns:
        The score, or None when fewer than 8 changes came before, the last change is
        missing, or all changes before were alike.

    Raises:
        ValueError: If a value is infinite.

    Source:
        Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers, ch. 3.
    """
    numbers = values.to_numpy(dtype=float)
    if np.isinf(numbers).any():
        raise ValueError(
            f"{int(np.isinf(numbers).sum())} of {len(numbers)} values are infinite; "
            "leave out the periods without a denominator."
        )
    changes = _changes(numbers[-LONGEST_HISTORY - 2 :], relative)
    if len(changes) < SMALLEST_HISTORY + 1:
        return None
    before, last = changes[:-1], changes[-1]
    median = float(np.median(before))
    spread = _spread(before, median)
    if spread == 0:
        return None
    return Score(float(last), median, float((last - median) / spread), len(before))


def _changes(numbers: np.ndarray, relative: bool) -> np.ndarray:
    """Differences between neighbours, after the last gap."""
    gaps = np.flatnonzero(np.isnan(numbers))
    whole = numbers[gaps[-1] + 1 :] if len(gaps) else numbers
    if relative and (whole > 0).all():
        whole = np.log(whole)
    return np.diff(whole)


def _spread(before: np.ndarray, median: float) -> float:
    """What one modified z-score is worth."""
    deviations = np.abs(before - median)
    mad = float(np.median(deviations))
    if mad > 0:
        return mad / NORMAL_MAD
    return float(deviations.mean()) / NORMAL_MEAN_DEVIATION


def adds_up(parts: pd.Series, whole: float) -> bool:
    """Whether segments add up to their whole, so that shares of it mean something.

    Distinct counts over overlapping segments do not: a user may be in several.

    Args:
        parts: Value of each segment.
        whole: Value without a split.

    Returns:
        True if they agree within a millionth of the whole.

    Raises:
        ValueError: If the whole is missing.

    Source:
        Gray et al. (1997), Data Cube, on distributive and holistic aggregates.
    """
    if np.isnan(whole):
        raise ValueError("The whole is missing; ask only for periods that have one.")
    return abs(float(parts.sum()) - whole) <= ADDS_UP_WITHIN * max(abs(whole), 1.0)
