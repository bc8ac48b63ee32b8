"""Whether a goal will be reached: what its plan wants by now, and where it will end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEVEL = 0.8
WEEK, WEEKS_BACK = 7, 4
LEAST_ERRORS, MOST_ERRORS = 5, 26
SMALLEST_SPREAD = 1e-3
SHARES_ADD_UP_WITHIN = 1e-9


@dataclass(frozen=True)
class Past:
    """Complete periods of one metric, and the days behind all of them.

    Attributes:
        days: Value of each day, by day without gaps, to the last day with data. Days
            without a value (a ratio without a denominator) are missing.
        starts: First day of each complete period, in order, of the open one, and of the
            one after it.
        finals: Value of each complete period, as it is measured over the whole period.
        adds_up: Whether the days of a period add up to it (revenue). If not, it stands
            in a steady relation to their sum (distinct users) or mean (a rate).
        is_level: Whether days are averaged instead of added: rates and durations.
    """

    days: pd.Series
    starts: Sequence[pd.Timestamp]
    finals: Floats
    adds_up: bool
    is_level: bool


class Forecast(NamedTuple):
    """Where an open period will end.

    Attributes:
        expected: The middle of what is expected.
        low: Lower end of the interval.
        high: Upper end.
        level: Share of intervals that hold the outcome, such as 0.8.
        periods: Number of earlier periods whose errors the interval is made of.
        scale: Standard error of the outcome, as `relative` says.
        relative: Whether errors are ratios (then `scale` is of their logarithm).
    """

    expected: float
    low: float
    high: float
    level: float
    periods: int
    scale: float
    relative: bool

    def chance(self, target: float, *, at_least: bool = True) -> float:
        """Probability that the period ends at `target` or beyond it.

        Args:
            target: In the unit of the metric.
            at_least: Whether beyond means above; False for "at most".
        """
        from scipy.special import stdtr

        if self.relative and target <= 0:
            return 1.0 if at_least else 0.0
        distance = (
            np.log(target / self.expected) if self.relative else target - self.expected
        )
        below = float(stdtr(self.periods - 1, distance / self.scale))
        return 1 - below if at_least else below


def share_due(path: str | Sequence[float], done: int, length: int) -> float:
    """The share of a goal that its plan wants by the end of a day.

    Args:
        path: "even" (the same each day), or shares of the goal for equal parts of the
            period, such as (0.2, 0.3, 0.5): even within each part.
        done: Days that are over.
        length: Days of the period.

    Returns:
        From 0 to 1.

    Raises:
        ValueError: If the path is unknown, its shares do not add up to 1, or the days
            are not within the period.

    Source:
        Planned value in earned value management: ANSI/EIA-748.
    """
    if not 0 <= done <= length or length < 1:
        raise ValueError(
            f"{done} of {length} days are over; it must be between 0 and all of them."
        )
    if isinstance(path, str):
        if path != "even":
            raise ValueError(
                f"path is {path!r}; it must be 'even' or a list of shares."
            )
        return done / length
    parts = np.asarray(path, dtype=float)
    if abs(parts.sum() - 1) > SHARES_ADD_UP_WITHIN or (parts < 0).any():
        raise ValueError(
            f"path is {list(path)}, which adds up to {parts.sum():g}; its shares must "
            "be 0 or more and add up to 1."
        )
    edges = np.linspace(0, length, len(parts) + 1)
    return float(np.interp(done, edges, np.concatenate([[0.0], parts.cumsum()])))


def forecast_end(past: Past, *, level: float = LEVEL) -> Forecast | None:
    """Where the open period of a metric will end, from its days so far.

    Each day to come is taken as the mean of the same weekday in the four weeks before;
    where days do not add up to the period, their sum (or mean) is multiplied by what
    that relation was in the periods before. The same is done for each earlier period
    as if it were as old as the open one is now. How far off that was makes the
    interval: a prediction interval of Student's t for the errors, which are ratios
    where all values are above 0, and differences otherwise. A trend that the mean of
    four weeks lags behind is part of their mean.

    Args:
        past: The metric.
        level: Of the interval, between 0 and 1.

    Returns:
        The forecast, or None with fewer than five earlier periods to learn from.

    Raises:
        ValueError: If there is not one final value for each complete period.

    Source:
        Hyndman and Athanasopoulos (2021), Forecasting: Principles and Practice, ch.
        5.5 on intervals from past errors; Geisser (1993), Predictive Inference, on t.
    """
    if len(past.finals) != len(past.starts) - 2:
        raise ValueError(
            f"{len(past.finals)} final values for {len(past.starts) - 2} complete "
            "periods; give one for each."
        )
    done = (past.days.index[-1] - past.starts[-2]).days + 1
    made = np.array(
        [_guess(past, number, done) for number in range(len(past.starts) - 1)]
    )
    known = np.flatnonzero(~np.isnan(made[:-1]) & ~np.isnan(past.finals))[-MOST_ERRORS:]
    if len(known) < LEAST_ERRORS or np.isnan(made[-1]):
        return None
    return _interval(made[-1], made[known], past.finals[known], level)


def _interval(guess: float, made: Floats, came: Floats, level: float) -> Forecast:
    """The forecast from a guess, and from earlier ones and what came of them."""
    from scipy.special import stdtrit

    count = len(made)
    relative = bool((made > 0).all() and (came > 0).all() and guess > 0)
    errors = np.log(came / made) if relative else came - made
    floor = SMALLEST_SPREAD * (1 if relative else max(abs(guess), 1e-9))
    scale = max(float(errors.std(ddof=1)), floor) * sqrt(1 + 1 / count)
    reach = float(stdtrit(count - 1, (1 + level) / 2)) * scale
    middle = float(errors.mean())
    if relative:
        expected, wide = guess * float(np.exp(middle)), float(np.exp(reach))
        low, high = expected / wide, expected * wide
    else:
        expected = guess + middle
        low, high = expected - reach, expected + reach
    return Forecast(
        float(expected), float(low), float(high), level, count, scale, relative
    )


def _guess(past: Past, number: int, done: int) -> float:
    """The value of a period as it is expected once `done` of its days are over."""
    whole = _whole(past, number, done)
    if past.adds_up:
        return whole
    before = range(max(number - WEEKS_BACK * 2, 0), number)
    pairs = [(past.finals[other], _whole(past, other, None)) for other in before]
    # Nothing out of nothing is the relation of any other day.
    relations = [
        final / total if total else 1.0
        for final, total in pairs
        if not np.isnan([final, total]).any() and (total or not final)
    ]
    return whole * float(np.median(relations)) if relations else float("nan")


def _whole(past: Past, number: int, done: int | None) -> float:
    """Sum or mean of the days of a period: those over, and others as is usual."""
    start, end = past.starts[number : number + 2]
    values = past.days.to_numpy(dtype=float)
    first = (start - past.days.index[0]).days
    length = (end - start).days
    over = length if done is None else min(done, length)
    seen_before = first + over
    is_short = over < length and seen_before < WEEK * WEEKS_BACK
    if first < 0 or seen_before > len(values) or is_short:
        return float("nan")
    seen = values[first : first + over]
    coming = _usual(values[: first + over], length - over)
    both = np.concatenate([seen, coming])
    if past.is_level:
        return float(np.nanmean(both)) if not np.isnan(both).all() else float("nan")
    return float(both.sum())


def _usual(before: Floats, count: int) -> Floats:
    """The days to come, each as the mean of its weekday in the last four weeks."""
    if count == 0:
        return np.empty(0)
    weeks = before[-WEEK * WEEKS_BACK :].reshape(WEEKS_BACK, WEEK)
    known = ~np.isnan(weeks)
    with np.errstate(invalid="ignore"):
        week = np.where(known, weeks, 0).sum(axis=0) / known.sum(axis=0)
    return np.resize(week, count)
