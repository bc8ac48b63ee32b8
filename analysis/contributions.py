"""What each segment adds to a change, exactly; and when segments contradict it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

MOST_BY_WEIGHT = 0.9


class Moves(NamedTuple):
    """What each of n segments added to a change; all have shape (n,).

    Attributes:
        change: Contribution; they add up to the change of the whole.
        noise: Variance of it where counts are Poisson's and shares binomial.
        within: Part of `change` from the segment's own value; of a sum, all of it.
        mix: Part from the segment's weight in a ratio; of a sum, 0.
    """

    change: np.ndarray
    noise: np.ndarray
    within: np.ndarray
    mix: np.ndarray


class Reversal(NamedTuple):
    """Segments that move against their whole: Simpson's paradox.

    Attributes:
        rose: Whether the segments rose (and the whole fell), or the other way round.
        weight: Share of the whole that is in segments that moved against it.
        all: Whether every segment did.
    """

    rose: bool
    weight: float
    all: bool


def explain_sum(before: np.ndarray, after: np.ndarray) -> Moves:
    """Split the change of a sum over the segments that it adds up from.

    Args:
        before: Shape (n,), the value of each segment, 0 where it has none.
        after: The same in the last period.

    Returns:
        The contributions, `after - before`. Their noise is that of two counts, of which
        a whole that moved much leaves less: x (1 - (its change / both its values)^2).

    Raises:
        ValueError: If the shapes differ.

    Source:
        Bhagwan et al. (2014), Adtributor: Revenue Debugging in Advertising Systems,
        NSDI: explanatory power.
    """
    _alike(before, after)
    change, size = after - before, np.abs(before) + np.abs(after)
    moved = float(change.sum()) / float(size.sum()) if size.any() else 0.0
    return Moves(change, size * (1 - moved**2), change, np.zeros(len(change)))


def explain_ratio(
    before: tuple[np.ndarray, np.ndarray], after: tuple[np.ndarray, np.ndarray]
) -> Moves:
    """Split the change of a ratio of sums over its segments, exactly.

    Segment i adds (n_i - r d_i) / D after, less the same before, where D is the whole
    denominator and r the mean of both ratios. That is its mean weight times the change
    of its own ratio (`within`), and the distance of its mean ratio from r times the
    change of its weight (`mix`). A segment that is in one period only moved by its
    weight alone.

    Args:
        before: Numerators and denominators, each of shape (n,).
        after: The same in the last period.

    Returns:
        The contributions. Their noise is that of a share where ratios are below 1, of
        a count above, and that of the weights.

    Raises:
        ValueError: If a whole denominator is 0, or the shapes differ.

    Source:
        Das Gupta (1993), Standardization and Decomposition of Rates, ch. 2, written
        as contributions about the mean ratio.
    """
    (above_was, below_was), (above_now, below_now) = before, after
    _alike(above_was, below_was, above_now, below_now)
    whole_was, whole_now = float(below_was.sum()), float(below_now.sum())
    if whole_was == 0 or whole_now == 0:
        raise ValueError(
            f"The denominators are {whole_was:g} before and {whole_now:g} after; "
            "both must differ from 0."
        )
    mean = float(above_was.sum() / whole_was + above_now.sum() / whole_now) / 2
    was, now = _own_ratios(before, after)
    weight_was, weight_now = below_was / whole_was, below_now / whole_now
    change = (above_now - mean * below_now) / whole_now
    change -= (above_was - mean * below_was) / whole_was
    away = (was + now) / 2 - mean
    mix = away * (weight_now - weight_was)
    chance = abs(mean) * (1 - mean) if 0 < mean < 1 else abs(mean)
    sizes = np.abs(below_was) / whole_was**2 + np.abs(below_now) / whole_now**2
    return Moves(change, (chance + away**2) * sizes, change - mix, mix)


def find_reversal(
    before: tuple[np.ndarray, np.ndarray], after: tuple[np.ndarray, np.ndarray]
) -> Reversal | None:
    """Whether most segments' ratios move against the ratio of the whole.

    Args:
        before: Numerators and denominators, each of shape (n,).
        after: The same in the last period.

    Returns:
        The reversal, where segments with 90% of the denominators of both periods move
        against the whole; None otherwise, and where the whole did not move.

    Raises:
        ValueError: If a whole denominator is 0, or the shapes differ.

    Source:
        Simpson (1951), The Interpretation of Interaction in Contingency Tables.
    """
    whole = float(explain_ratio(before, after).change.sum())
    was, now = _own_ratios(before, after)
    weight = np.abs(before[1]) / np.abs(before[1]).sum()
    weight = (weight + np.abs(after[1]) / np.abs(after[1]).sum()) / 2
    against = (now - was) * whole < 0
    share = float(weight[against].sum())
    if share < MOST_BY_WEIGHT:
        return None
    return Reversal(whole < 0, share, bool(against[weight > 0].all()))


def _own_ratios(
    before: tuple[np.ndarray, np.ndarray], after: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Each segment's ratio; where one period has none, that of the other."""
    with np.errstate(divide="ignore", invalid="ignore"):
        was, now = (
            np.where(below != 0, above / below, np.nan)
            for above, below in (before, after)
        )
    was, now = (
        np.where(np.isnan(was), now, was),
        np.where(np.isnan(now), was, now),
    )
    return np.nan_to_num(was), np.nan_to_num(now)


def _alike(*arrays: np.ndarray) -> None:
    shapes = {array.shape for array in arrays}
    if len(shapes) > 1 or arrays[0].ndim != 1:
        raise ValueError(
            f"The shapes are {sorted(shapes)}; give one row of segments for each "
            "period, all with the same segments."
        )
