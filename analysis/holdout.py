"""What a treatment does, against users who were held out of it."""

from __future__ import annotations

from math import nan, sqrt
from typing import NamedTuple

import numpy as np

LEVEL = 0.8
LEAST_USERS = 2


class Group(NamedTuple):
    """One group of an experiment as sums give it.

    Attributes:
        users: How many.
        mean: Of the measure per user.
        variance: Of the measure per user, with users - 1 below.
    """

    users: int
    mean: float
    variance: float


class Effect(NamedTuple):
    """What a treatment did, against users who were held out.

    Attributes:
        difference: Mean of the treated less mean of the held out.
        low: Lower end of its interval.
        high: Upper end.
        lift: Ratio of the means, less 1; missing where the held out have a mean of 0.
        lift_low: Lower end of its interval.
        lift_high: Upper end.
        lift_error: Standard error of the logarithm of the ratio.
        level: Of both intervals.
    """

    difference: float
    low: float
    high: float
    lift: float
    lift_low: float
    lift_high: float
    lift_error: float
    level: float

    def chance(self, target: float) -> float:
        """Probability that the lift is at least `target`, such as 0.1 for 10%."""
        from scipy.special import ndtr

        distance = np.log1p(self.lift) - np.log1p(target)
        return float(ndtr(distance / self.lift_error))


def effect_of(treated: Group, held_out: Group, *, level: float = LEVEL) -> Effect:
    """The effect of a treatment against users who were held out of it.

    Args:
        treated: The users with it.
        held_out: The users without it.
        level: Of the intervals, between 0 and 1.

    Returns:
        Difference of the means with Welch's interval, and their ratio with an interval
        by the delta method on its logarithm.

    Raises:
        ValueError: If a group has fewer than two users.

    Source:
        Welch (1947), Biometrika 34; Deng, Knoblich and Lu (2018), Applying the Delta
        Method in Metric Analytics, KDD.
    """
    for name, group in (("treated", treated), ("held out", held_out)):
        if group.users < LEAST_USERS:
            raise ValueError(
                f"{group.users} users are {name}; it takes {LEAST_USERS} or more."
            )
    difference = treated.mean - held_out.mean
    reach = _reach(treated, held_out, level)
    lift, low, high, error = _lift(treated, held_out, level)
    return Effect(
        difference,
        difference - reach,
        difference + reach,
        lift,
        low,
        high,
        error,
        level,
    )


def _reach(treated: Group, held_out: Group, level: float) -> float:
    """How far the interval of the difference of means reaches to each side."""
    from scipy.special import stdtrit

    both = (treated, held_out)
    errors = [group.variance / group.users for group in both]
    if not sum(errors):
        return 0.0
    below = sum(
        error**2 / (group.users - 1) for error, group in zip(errors, both, strict=True)
    )
    freedom = sum(errors) ** 2 / below
    return float(stdtrit(freedom, (1 + level) / 2)) * sqrt(sum(errors))


def _lift(
    treated: Group, held_out: Group, level: float
) -> tuple[float, float, float, float]:
    """Ratio of the means less 1, its interval, and the error of its logarithm."""
    from scipy.special import ndtri

    if treated.mean <= 0 or held_out.mean <= 0:
        return nan, nan, nan, nan
    ratio = treated.mean / held_out.mean
    error = sqrt(
        sum(
            group.variance / group.users / group.mean**2
            for group in (treated, held_out)
        )
    )
    wide = float(np.exp(ndtri((1 + level) / 2) * error))
    return ratio - 1, ratio / wide - 1, ratio * wide - 1, error
