"""Which changes are unusual, and which segments explain them."""

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


def explain_sum(before: pd.Series, after: pd.Series) -> pd.DataFrame:
    """Split the change of a sum over the segments that it adds up from.

    Args:
        before: Value of each segment in the period before, by segment.
        after: The same in the last period; a segment may be in only one of the two.

    Returns:
        One row per segment, the one that explains most beyond its size first: `before`,
        `after`, `change`, `share` (of the whole change; they add up to 1), `expected`
        (its share of the sum before) and `excess` (share - expected).

    Raises:
        ValueError: If the whole did not change: there is nothing to explain.

    Source:
        Bhagwan et al. (2014), Adtributor: Revenue Debugging in Advertising Systems,
        NSDI: explanatory power and surprise.
    """
    rows = pd.DataFrame({"before": before, "after": after}).fillna(0.0).astype(float)
    rows["change"] = rows["after"] - rows["before"]
    return _shares(rows, rows["before"].abs())


def explain_ratio(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Split the change of a ratio of sums over its segments, exactly.

    Segment i adds (n_i - r d_i) / D after, less the same before, where D is the whole
    denominator and r the mean of both ratios: what its own ratio and its weight add
    together. The parts add up to the change of the ratio.

    Args:
        before: Columns `numerator` and `denominator`, by segment, in the period before.
        after: The same in the last period.

    Returns:
        As `explain_sum`: `before` and `after` are the segment's own ratio (missing
        where it has no denominator), `expected` its share of the denominator before.

    Raises:
        ValueError: If a whole denominator is 0, or the ratio did not change.

    Source:
        Das Gupta (1993), Standardization and Decomposition of Rates, ch. 2, written
        as contributions about the mean ratio.
    """
    segments = before.index.union(after.index)
    old, new = (frame.reindex(segments).fillna(0.0) for frame in (before, after))
    whole_old, whole_new = old.sum(), new.sum()
    if whole_old["denominator"] == 0 or whole_new["denominator"] == 0:
        raise ValueError(
            f"The denominators are {whole_old['denominator']:g} before and "
            f"{whole_new['denominator']:g} after; both must differ from 0."
        )
    mean = (_ratio(whole_old) + _ratio(whole_new)) / 2
    rows = pd.DataFrame(
        {
            "before": old["numerator"] / old["denominator"].replace(0, np.nan),
            "after": new["numerator"] / new["denominator"].replace(0, np.nan),
            "change": (new["numerator"] - mean * new["denominator"])
            / whole_new["denominator"]
            - (old["numerator"] - mean * old["denominator"]) / whole_old["denominator"],
        }
    )
    return _shares(rows, old["denominator"].abs())


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


def _ratio(whole: pd.Series) -> float:
    return float(whole["numerator"] / whole["denominator"])


def _shares(rows: pd.DataFrame, size: pd.Series) -> pd.DataFrame:
    """Add what each segment explains; the most surprising comes first."""
    total = float(rows["change"].sum())
    if total == 0 or not rows["change"].abs().sum() > 0:
        raise ValueError(
            "The whole changed by 0; ask only about a metric that changed."
        )
    rows["share"] = rows["change"] / total
    rows["expected"] = size / size.sum() if size.sum() else 0.0
    rows["excess"] = rows["share"] - rows["expected"]
    order = rows.rename_axis("segment").reset_index()
    order = order.sort_values(["excess", "segment"], ascending=[False, True])
    return order.set_index("segment")
