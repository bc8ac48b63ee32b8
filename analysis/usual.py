"""What is usual for a weekday or a period, and the traffic light that follows."""

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
CLOSE = 0.05


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

    @property
    def unusual(self) -> bool:
        """Whether the value is outside the usual range."""
        return self.word != "usual"


class Light(NamedTuple):
    """A traffic light: a tone, which has a colour and a shape, and a word.

    Attributes:
        tone: "good", "warning", "bad" or "neutral".
        word: What is said beside it; understood without the colour.
    """

    tone: str
    word: str


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
    known = errors[:-1][-max(PERIODS, WEEKS * season) :]
    known = known[~np.isnan(known)]
    if len(known) < SMALLEST_HISTORY or np.isnan(errors[-1]):
        return None
    bias = float(np.median(known))
    size = abs(level) if relative else 1.0
    expected = level + bias * size
    off = np.abs(known - bias) * size
    spread = max(_spread(off), FLOOR * abs(level))
    if counts:
        chance = max(expected, 1.0) * (1 + LEVEL_NOISE / BACK)
        spread = max(spread, float(np.sqrt(chance)))
    if spread == 0:
        return None
    reach = spread * score_at(rate, EFFICIENCY * len(known))
    # Where errors have heavier tails than the normal curve, they themselves tell.
    reach = max(reach, float(np.quantile(off, 1 - ODD_BEFORE)))
    last = float(numbers[-1])
    score = (last - expected) / spread
    return Usual(last, expected, expected - reach, expected + reach, score, len(known))


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
    before = np.stack(
        [
            numbers[first - season * back : len(numbers) - season * back]
            for back in range(1, BACK + 1)
        ]
    )
    levels = np.median(before, axis=0)
    errors = numbers[first:] - levels
    if relative:
        errors = errors / np.where(levels > 0, levels, np.nan)
    return errors, float(levels[-1])


def light(
    value: float | None, goal: float | None, better: str, usual: Usual | None
) -> Light:
    """The traffic light of a value: from its goal first, then from what is usual.

    | goal       | usual, for the metric | tone    | word                      |
    |------------|-----------------------|---------|---------------------------|
    | met        | as usual or better    | good    | Met                       |
    | met        | unusually bad         | warning | Met, but unusually low    |
    | close (5%) | any                   | warning | Close                     |
    | missed     | unusually good        | warning | Missed, but unusually high|
    | missed     | as usual or worse     | bad     | Missed                    |
    | none       | unusually good        | good    | Unusually high            |
    | none       | unusually bad         | bad     | Unusually low             |
    | none       | as usual              | neutral | Usual                     |
    | none       | not known             | neutral | No goal                   |

    Where no direction is good, the goal says nothing and unusual is a warning. The
    sign of the change is no input: a fall may be good, and a rise may be usual.

    Args:
        value: Of the last complete period; None where there is none.
        goal: Its target for the same period; None where there is none.
        better: "higher", "lower" or "neutral".
        usual: What judge_last said of the value; None where it could not.

    Returns:
        The tone with its word.

    Raises:
        ValueError: If `better` is none of the three.

    Source:
        Few (2013), Information Dashboard Design, on alerts: by exception, and never by
        colour alone; Wheeler (2000), Understanding Variation, on what is usual.
    """
    if better not in {"higher", "lower", "neutral"}:
        raise ValueError(
            f"better is {better!r}; it can be 'higher', 'lower' or 'neutral'."
        )
    if value is None or np.isnan(value):
        return Light("neutral", "No value")
    side = usual.word if usual is not None else "usual"
    odd = side != "usual"
    if better == "neutral":
        return Light("warning", f"Unusually {side}") if odd else _plain(usual)
    favours = odd and (side == "high") == (better == "higher")
    if goal is not None:
        return _by_goal(value, goal, better, side, favours)
    if odd:
        return Light("good" if favours else "bad", f"Unusually {side}")
    return _plain(usual)


def _plain(usual: Usual | None) -> Light:
    return Light("neutral", "No goal" if usual is None else "Usual")


def _by_goal(value: float, goal: float, better: str, side: str, favours: bool) -> Light:
    lacking = goal - value if better == "higher" else value - goal
    odd = side != "usual"
    if lacking <= 0:
        if odd and not favours:
            return Light("warning", f"Met, but unusually {side}")
        return Light("good", "Met")
    if lacking <= CLOSE * abs(goal):
        return Light("warning", "Close")
    if favours:
        return Light("warning", f"Missed, but unusually {side}")
    return Light("bad", "Missed")
