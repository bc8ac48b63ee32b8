"""Where a series goes from here: a smoothed level, a damped trend, and their error."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

SMALLEST_HISTORY = 8
START = 4
SMOOTHINGS = (0.02, 0.05, 0.1, 0.2, 0.35, 0.6)
# The trend's smoothing as a share of the level's, how much of it stays a period, and
# with what share of the growth over all of the history it begins.
TRENDS = (
    (0.0, 1.0, 0.0),
    (0.0, 1.0, 0.5),
    (0.0, 1.0, 1.0),
    (0.03, 0.9, 0.0),
    (0.03, 0.97, 0.0),
    (0.1, 0.9, 0.0),
)
CLIPPED = 3.0
NORMAL_MAD = 1.4826
PARAMETERS = 3


class Outlook(NamedTuple):
    """A fitted series, from which sums over the future follow.

    It is a mixture of m ways to smooth the series; each attribute but the last has
    shape (m,).

    Attributes:
        weight: How well each way foretold the series; they add up to 1.
        level: Where the series is now.
        slope: What the trend adds to the next value.
        alpha: How much of each surprise stays in the level.
        beta: How much of it goes into the slope.
        damping: Share of the slope that is left a period later.
        error: Standard deviation of one surprise.
        feasts: What odd days, which do not move the level, add on average.
        freedom: Degrees of freedom behind `error`.
    """

    weight: np.ndarray
    level: np.ndarray
    slope: np.ndarray
    alpha: np.ndarray
    beta: np.ndarray
    damping: np.ndarray
    error: np.ndarray
    feasts: np.ndarray
    freedom: float

    def ahead(self, weights: np.ndarray) -> tuple[float, float]:
        """Mean and standard deviation of a weighted sum of the next values.

        Args:
            weights: Shape (h,), of the next value, the one after it, and so on.
        """
        steps = np.arange(1, len(weights) + 1)
        kept = np.cumsum(self.damping[:, None] ** (steps - 1.0), axis=1)
        values = self.level[:, None] + self.slope[:, None] * kept
        means = (values + self.feasts[:, None]) @ weights
        # What a surprise at one time still adds to each later value.
        stays = self.alpha[:, None] + self.beta[:, None] * np.cumsum(
            self.damping[:, None] ** steps, axis=1
        )
        variance = np.zeros(len(means))
        for at, weight in enumerate(weights):
            later = weights[at + 1 :]
            variance += (weight + stays[:, : len(later)] @ later) ** 2
        mean = float(self.weight @ means)
        spread = self.weight @ (self.error**2 * variance + (means - mean) ** 2)
        return mean, float(np.sqrt(spread))


def fit_outlook(values: np.ndarray) -> Outlook:
    """Smooth a series in many ways, each with the weight that its foresight earns.

    Each way has a level, and a trend that fades or a growth that goes on. Its weight is
    the likelihood of its one-step surprises, so that not to know the best way adds to
    the error. A surprise beyond three spreads moves level and trend as three would; in
    the error, and in what days bring on average, it counts in full.

    Args:
        values: Shape (n,), in time order, without any season, at least 8.

    Returns:
        The fitted series.

    Raises:
        ValueError: If there are fewer than 8 values, or one is missing or infinite.

    Source:
        Hyndman, Koehler, Ord and Snyder (2008), Forecasting with Exponential Smoothing,
        ch. 6, ETS(A,Ad,N); Gelper, Fried and Croux (2010), Robust Forecasting with
        Exponential and Holt-Winters Smoothing, on clipping; Hyndman and Billah (2003),
        Unmasking the Theta Method, on half of the growth; Hoeting et al. (1999),
        Bayesian Model Averaging.
    """
    series = np.asarray(values, dtype=float)
    if len(series) < SMALLEST_HISTORY or not np.isfinite(series).all():
        raise ValueError(
            f"There are {int(np.isfinite(series).sum())} known of {len(series)} "
            f"values; at least {SMALLEST_HISTORY} are needed, and none missing."
        )
    ways = [(a, a * b, d, share) for a in SMOOTHINGS for b, d, share in TRENDS]
    alpha, beta, damping, share = (np.array(one) for one in zip(*ways, strict=True))
    level = np.full(len(ways), float(np.median(series[:START])))
    slope = share * _growth(series)
    limit = CLIPPED * _spread(series)
    surprises = np.empty((len(series), len(ways)))
    for at, value in enumerate(series):
        surprises[at] = value - level - slope
        clipped = np.clip(surprises[at], -limit, limit)
        level = level + slope + alpha * clipped
        slope = damping * (slope + beta * clipped)
    known = surprises[START:]
    freedom = max(len(known) - PARAMETERS, 1)
    error = np.sqrt((known**2).sum(axis=0) / freedom)
    clipped = np.clip(known, -limit, limit)
    feasts = (known - clipped).mean(axis=0)
    course = (level, slope, alpha, beta, damping, error, feasts)
    return Outlook(_likelihood(clipped), *course, freedom=float(freedom))


def _growth(series: np.ndarray) -> float:
    """Growth a period: the median over pairs that lie half of the history apart."""
    half = len(series) // 2
    return float(np.median(series[half : 2 * half] - series[:half])) / half


def _likelihood(surprises: np.ndarray) -> np.ndarray:
    """How likely each way is, by its surprises; all together 1."""
    squares = (surprises**2).sum(axis=0)
    if squares.min() == 0:
        return np.asarray((squares == 0) / (squares == 0).sum())
    logs = -len(surprises) / 2 * np.log(squares / squares.min())
    return np.asarray(np.exp(logs) / np.exp(logs).sum())


def _spread(series: np.ndarray) -> float:
    """Spread of one value about its neighbours; where most are equal, of all."""
    about = series[1:] - series[:-1]
    spread = NORMAL_MAD * float(np.median(np.abs(about - np.median(about))))
    return spread or float(series.std()) or np.inf
