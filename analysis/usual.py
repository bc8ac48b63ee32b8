"""What is usual for a weekday or a period."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.tails import score_at

BACK = 5
SMALLEST_HISTORY = 8
WEEKS, PERIODS = 12, 26
RATE = 0.01
FLOOR = 0.01
NORMAL_MAD = 1.4826
NORMAL_MEAN = 1.2533
ODD_BEFORE = 0.02
# A MAD tells as much about the spread as 0.37 times as many values by their variance.
EFFICIENCY = 0.37
LEVEL_NOISE = np.pi / 2
# So near to the noise of chance, it is that: known as well as by this many.
THEORY = 30.0
LIKE_CHANCE = 1.25


class Usual(NamedTuple):
    """A last value against what was to be expected of it.

    Attributes:
        value: The last value.
        expected: What the same weekdays before lead to expect.
        low: Lowest value that is still usual.
        high: Highest value that is still usual.
        score: Distance from `expected`, in spreads.
        history: Number of earlier periods that the spread is known from.
    """

    value: float
    expected: float
    low: float
    high: float
    score: float
    history: int

    @property
    def word(self) -> str:
        """Usual, high or low."""
        if self.value > self.high:
            return "high"
        return "low" if self.value < self.low else "usual"

    def times(self, factor: float) -> Usual:
        """The same in another unit, such as percent."""
        value, expected, low, high = (number * factor for number in self[:4])
        return Usual(value, expected, low, high, self.score, self.history)

    @property
    def unusual(self) -> bool:
        """Whether the value is outside the usual range."""
        return self.word != "usual"


def judge_last(
    values: pd.Series,
    *,
    relative: bool,
    season: int = 7,
    counts: bool = False,
    rate: float = RATE,
) -> Usual | None:
    """Judge the last value of a series by the same weekdays before it.

    The level is the median of the 5 values one, two, ... seasons earlier. Each earlier
    period was off its own level in the same way; the median of these errors (what the
    trend adds) is added to the level, and their MAD, over 12 seasons, is the spread. It
    is at least 1% of the level, and for counts at least what chance makes of them. One
    odd day before moves neither. An unusual value is also further off than 98% of the
    earlier ones were, so that metrics which jump now and then are not told each time.

    Args:
        values: Shape (n,), one for each complete period, in time order and without
            leaving periods out; missing values are passed over.
        relative: Whether errors are shares of the level (counts and sums) or
            differences (percentages).
        season: Periods after which the same weekday comes: 7 for days, 1 for weeks,
            months and quarters.
        counts: Whether values count independent things, so that their noise is at
            least the root of their number.
        rate: Share of ordinary values that are called unusual.

    Returns:
        The judgement, or None when the last value is missing, the history is shorter
        than 8 errors, or the level is not above 0 although errors are relative.

    Raises:
        ValueError: If a value is infinite, or season is below 1.

    Source:
        Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers, ch. 3, applied
        to one-step errors of the seasonal median; degrees of freedom after Rousseeuw
        and Croux (1993), Alternatives to the Median Absolute Deviation.
    """
    numbers = values.to_numpy(dtype=float)
    _check(numbers, season)
    errors, level = _errors(numbers, season, relative)
    size = abs(level) if relative else 1.0
    floor = FLOOR * abs(level)
    if counts:
        chance = max(level, 1.0) * (1 + LEVEL_NOISE / BACK)
        floor = max(floor, float(np.sqrt(chance)))
    known = _Errors(errors, season, floor / size if size else 0.0, counts)
    return _judge(float(numbers[-1]), level, size, known, rate)


def judge_last_ratio(
    above: pd.Series,
    below: pd.Series,
    *,
    season: int = 7,
    share: bool = False,
    rate: float = RATE,
) -> Usual | None:
    """Judge the last ratio of two sums by the same weekdays before it.

    The level is the ratio of the sums over the 5 values one, two, ... seasons earlier.
    Errors are measured in what chance makes of a ratio with that denominator, so that
    a quarter of 20 users is no surprise where a quarter of 500 is one. Their median is
    the bias, their MAD the spread, as in judge_last.

    Args:
        above: Numerators, one for each complete period, in time order.
        below: Denominators of the same periods.
        season: Periods after which the same weekday comes: 7 for days, else 1.
        share: Whether the numerator counts a part of what the denominator counts, so
            that the noise is at least binomial.
        rate: Share of ordinary values that are called unusual.

    Returns:
        The judgement, in the unit of the ratio, or None when the last ratio or its
        level has no denominator or a level of 0, or the history is shorter than 8.

    Raises:
        ValueError: If a value is infinite, or season is below 1.

    Source:
        Laney (2002), Improved Control Charts for Attributes, Quality Engineering 14
        (the p' chart), with median and MAD.
    """
    over, under = above.to_numpy(dtype=float), below.to_numpy(dtype=float)
    _check(np.concatenate([over, under]), season)
    first = season * BACK
    if len(over) <= first:
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        bases = _before(under, season).sum(axis=0)
        levels = _before(over, season).sum(axis=0) / bases
        noise = np.abs(levels) * (1 - levels) if share else levels**2
        units = np.sqrt(noise * (1 / under[first:] + 1 / bases))
        errors = (over[first:] / under[first:] - levels) / units
    value = float(over[-1] / under[-1]) if under[-1] else float("nan")
    known = _Errors(errors, season, 1.0 if share else 0.0, share)
    return _judge(value, float(levels[-1]), float(units[-1]), known, rate)


class _Errors(NamedTuple):
    """How far each period was from its level, the last one included; and a floor.

    Where the floor is the noise of chance, it is known as theory knows it.
    """

    all: np.ndarray
    season: int
    floor: float
    is_chance: bool


def _judge(
    value: float, level: float, unit: float, errors: _Errors, rate: float
) -> Usual | None:
    """Judge a value by the errors before it, all of them in the given unit."""
    known = errors.all[:-1][-max(PERIODS, WEEKS * errors.season) :]
    known = known[np.isfinite(known)]
    last = float(errors.all[-1])
    if len(known) < SMALLEST_HISTORY or not np.isfinite(last):
        return None
    bias = float(np.median(known))
    off = np.abs(known - bias)
    spread = max(_spread(off), errors.floor)
    if spread == 0:
        return None
    freedom = EFFICIENCY * len(known)
    if errors.is_chance and spread <= LIKE_CHANCE * errors.floor:
        freedom = max(freedom, THEORY)
    reach = spread * score_at(rate, freedom)
    # Where errors have heavier tails than the normal curve, they themselves tell.
    reach = max(reach, float(np.quantile(off, 1 - ODD_BEFORE))) * unit
    expected = level + bias * unit
    score = (last - bias) / spread
    return Usual(value, expected, expected - reach, expected + reach, score, len(known))


def _spread(off: np.ndarray) -> float:
    """From the median of distances; where most are 0, from their mean."""
    median = float(np.median(off))
    return NORMAL_MAD * median if median > 0 else NORMAL_MEAN * float(off.mean())


def _check(numbers: np.ndarray, season: int) -> None:
    if season < 1:
        raise ValueError(f"season is {season}; it must be at least 1 period.")
    if np.isinf(numbers).any():
        raise ValueError(
            f"{int(np.isinf(numbers).sum())} of {len(numbers)} values are infinite; "
            "leave out the periods without a denominator."
        )


def _errors(
    numbers: np.ndarray, season: int, relative: bool
) -> tuple[np.ndarray, float]:
    """How far each value was from its level, and the level of the last."""
    first = season * BACK
    if len(numbers) <= first:
        return np.full(1, np.nan), np.nan
    before = _before(numbers, season)
    levels = np.median(before, axis=0)
    errors = numbers[first:] - levels
    if relative:
        errors = errors / np.where(levels > 0, levels, np.nan)
    return errors, float(levels[-1])


def _before(numbers: np.ndarray, season: int) -> np.ndarray:
    """For each value after the first 5 seasons, the 5 values seasons before it."""
    first, count = season * BACK, len(numbers)
    return np.stack(
        [
            numbers[first - season * back : count - season * back]
            for back in range(1, BACK + 1)
        ]
    )
