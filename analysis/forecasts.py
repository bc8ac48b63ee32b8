"""Where a metric will be at the end of its period, and the chance of its goal."""

from __future__ import annotations

from math import exp
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.outlook import Outlook, fit_outlook
from analysis.tails import log_tail, score_at
from analysis.weekdays import WEEK, weekday_factors

INTERVAL = 0.8


class Forecast(NamedTuple):
    """Where a metric will be at the end of its period.

    Attributes:
        expected: The value to expect.
        low: Lower end of the interval.
        high: Upper end of the interval.
        error: Standard deviation of the forecast; 0 when the period is over.
        freedom: Degrees of freedom behind `error`.
    """

    expected: float
    low: float
    high: float
    error: float
    freedom: float

    def chance(self, target: float, better: str) -> float:
        """Chance to reach a target, from 0 to 1.

        Args:
            target: The value to reach.
            better: "higher", to reach it or more; "lower", to stay at it or below.
        """
        if better not in {"higher", "lower"}:
            raise ValueError(f"better is {better!r}; it can be 'higher' or 'lower'.")
        over = self.expected - target if better == "higher" else target - self.expected
        if self.error == 0:
            return 1.0 if over >= 0 else 0.0
        beyond = exp(log_tail(over / self.error, self.freedom)) / 2
        return 1 - beyond if over >= 0 else beyond


def forecast_sum(
    history: pd.Series, done: int, left: int, *, interval: float = INTERVAL
) -> Forecast:
    """Foretell the sum over a period of which some days are over.

    Days are freed of their weekday, by the ratios of weekdays over the last 12 weeks;
    the rest has a level and a damped trend. The error grows with the days to come, as
    the level itself will move.

    Args:
        history: Daily values in time order, at least two weeks. The last `done` of
            them are in the period.
        done: Days of the period that are over.
        left: Days that are still to come.
        interval: Share of ends that lie between `low` and `high`.

    Returns:
        The forecast of the whole sum.

    Raises:
        ValueError: If the history is too short or has gaps, or an argument is out of
            its range.

    Source:
        Hyndman, Koehler, Ord and Snyder (2008), Forecasting with Exponential Smoothing,
        ch. 6: variance of lead-time demand.
    """
    values = history.to_numpy(dtype=float)
    _check(done, left, len(values), interval)
    so_far = float(values[len(values) - done :].sum())
    if left == 0:
        return Forecast(so_far, so_far, so_far, 0.0, 1.0)
    factors = weekday_factors(values)
    # The factors begin with the next day; those before it are counted back from it.
    behind = factors[np.arange(-len(values), 0) % WEEK]
    level = float(np.median(values[-2 * WEEK :])) or 1.0
    plain = np.where(behind > 0, values / np.where(behind > 0, behind, 1.0), level)
    return _ahead(fit_outlook(plain), factors[np.arange(left) % WEEK], so_far, interval)


def forecast_level(
    above: pd.Series,
    below: pd.Series,
    done: int,
    left: int,
    *,
    interval: float = INTERVAL,
) -> Forecast:
    """Foretell a ratio of sums over a period of which some days are over.

    Args:
        above: Numerators by day in time order, the last `done` of them in the period.
        below: Denominators of the same days.
        done: Days of the period that are over.
        left: Days that are still to come. Each is given the denominator that its
            weekday has had.
        interval: Share of ends that lie between `low` and `high`.

    Returns:
        The forecast of the whole ratio.

    Raises:
        ValueError: If the history is too short or has gaps, an argument is out of its
            range, or no day has a denominator.

    Source:
        As forecast_sum, for a weighted mean of the days.
    """
    over, under = above.to_numpy(dtype=float), below.to_numpy(dtype=float)
    _check(done, left, len(over), interval)
    seen = under > 0
    if len(under) != len(over) or not seen.any():
        raise ValueError(
            f"There are {len(over)} numerators and {len(under)} denominators, "
            f"{int(seen.sum())} above 0; give both for the same days."
        )
    start = len(over) - done
    weights = weekday_factors(under)[np.arange(left) % WEEK] * _daily(under)
    whole = float(under[start:].sum() + weights.sum())
    if whole == 0:
        raise ValueError("The period has no denominator; it has no ratio to foretell.")
    so_far = float(over[start:].sum()) / whole
    if left == 0:
        return Forecast(so_far, so_far, so_far, 0.0, 1.0)
    return _ahead(
        fit_outlook(over[seen] / under[seen]), weights / whole, so_far, interval
    )


def forecast_next(history: pd.Series, *, interval: float = INTERVAL) -> Forecast:
    """Foretell the next period as a whole, from the complete ones before it.

    For metrics that neither add up over days nor are ratios of what does, such as the
    distinct users of a week.

    Args:
        history: One value for each complete period, in time order, at least 8.
        interval: Share of ends that lie between `low` and `high`.

    Returns:
        The forecast.

    Raises:
        ValueError: If the history is too short or has gaps, or interval is no share.

    Source:
        As forecast_sum, one step ahead.
    """
    values = history.to_numpy(dtype=float)
    _check(0, 1, len(values), interval)
    return _ahead(fit_outlook(values), np.ones(1), 0.0, interval)


def _check(done: int, left: int, days: int, interval: float) -> None:
    if done < 0 or left < 0 or done > days:
        raise ValueError(
            f"done is {done} and left is {left}, with a history of {days} days; "
            "neither may be negative, and the history holds the days that are done."
        )
    if not 0 < interval < 1:
        raise ValueError(f"interval is {interval}; it must lie between 0 and 1.")


def _ahead(
    outlook: Outlook, weights: np.ndarray, so_far: float, interval: float
) -> Forecast:
    mean, error = outlook.ahead(weights)
    expected = so_far + mean
    reach = error * score_at(1 - interval, outlook.freedom)
    return Forecast(
        expected, expected - reach, expected + reach, error, outlook.freedom
    )


def _daily(values: np.ndarray) -> float:
    """What a day brings on average, from the last two weeks."""
    return float(values[-2 * WEEK :].mean())
