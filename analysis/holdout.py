"""Holdout goals: what a treatment does, against the users who were held out."""

from __future__ import annotations

from math import exp, isfinite, sqrt
from typing import NamedTuple

from analysis.tails import log_tail, score_at

LEAST_USERS = 2
INTERVAL = 0.8


class Sums(NamedTuple):
    """What is known of a group: enough for means, whatever the number of rows.

    Attributes:
        users: In the group.
        mean: Of the metric over its users.
        variance: Of the metric between its users.
    """

    users: int
    mean: float
    variance: float


class Effect(NamedTuple):
    """What the treated have more than those held out.

    Attributes:
        value: The effect: a difference of means, or a share of the mean held out.
        low: Lower end of the interval; missing where it has no end.
        high: Upper end of the interval; missing where it has no end.
    """

    value: float
    low: float
    high: float


def estimate_difference(
    treated: Sums, held_out: Sums, *, interval: float = INTERVAL
) -> Effect:
    """Difference of the means of two groups of users.

    Args:
        treated: The users with the treatment.
        held_out: The users without it, chosen at random.
        interval: Share of such intervals that hold the true difference.

    Returns:
        The effect in the metric's unit.

    Raises:
        ValueError: If a group has fewer than 2 users, or a variance is negative.

    Source:
        Welch (1947), The Generalization of Student's Problem.
    """
    error, freedom = _error(treated, held_out, 1.0)
    value = treated.mean - held_out.mean
    reach = error * score_at(1 - interval, freedom)
    return Effect(value, value - reach, value + reach)


def estimate_lift(
    treated: Sums, held_out: Sums, *, interval: float = INTERVAL
) -> Effect:
    """How much more the treated have, as a share of the mean held out.

    The interval holds those lifts that the data do not contradict; it is not the
    difference's interval divided by a mean, which has an error of its own.

    Args:
        treated: The users with the treatment.
        held_out: The users without it, chosen at random.
        interval: Share of such intervals that hold the true lift.

    Returns:
        The effect as a share: 0.2 is 20% more. Ends are missing where the mean held out
        is not known to differ from 0.

    Raises:
        ValueError: If a group has fewer than 2 users, a variance is negative, or the
            mean held out is 0.

    Source:
        Fieller (1954), Some Problems in Interval Estimation.
    """
    error, freedom = _error(treated, held_out, 1.0)
    if held_out.mean == 0:
        raise ValueError("The mean held out is 0; there is no share of it.")
    ratio = treated.mean / held_out.mean
    squared = score_at(1 - interval, freedom) ** 2 if error else 0.0
    over, under = (group.variance / group.users for group in (treated, held_out))
    # (m1 - r m0)^2 = z^2 (v1 + r^2 v0), solved for r.
    first = held_out.mean**2 - squared * under
    if first <= 0:
        return Effect(ratio - 1, float("nan"), float("nan"))
    middle = treated.mean * held_out.mean
    root = sqrt(max(middle**2 - first * (treated.mean**2 - squared * over), 0.0))
    return Effect(ratio - 1, (middle - root) / first - 1, (middle + root) / first - 1)


def chance_of_lift(treated: Sums, held_out: Sums, target: float) -> float:
    """Chance that the lift is above a target, given the two groups.

    Args:
        treated: The users with the treatment.
        held_out: The users without it, chosen at random; their mean is above 0.
        target: A share: 0.1 asks for 10% more than held out.

    Returns:
        From 0 to 1. It agrees with the interval of estimate_lift: a target at the lower
        end of an interval of 80% has a chance of 90%.

    Raises:
        ValueError: If a group has fewer than 2 users, a variance is negative, or the
            mean held out is not above 0.

    Source:
        Fieller (1954), as estimate_lift, with no opinion before the data.
    """
    if not held_out.mean > 0:
        raise ValueError(
            f"The mean held out is {held_out.mean}; a lift is a share of one above 0."
        )
    error, freedom = _error(treated, held_out, 1 + target)
    over = treated.mean - (1 + target) * held_out.mean
    if error == 0:
        return 1.0 if over > 0 else 0.0
    beyond = exp(log_tail(over / error, freedom)) / 2
    return 1 - beyond if over > 0 else beyond


def _error(treated: Sums, held_out: Sums, times: float) -> tuple[float, float]:
    """Standard error of treated - times x held out, and its degrees of freedom."""
    for name, group in (("treated", treated), ("held out", held_out)):
        known = isfinite(group.mean) and isfinite(group.variance)
        if group.users < LEAST_USERS or not known or group.variance < 0:
            raise ValueError(
                f"The users {name} are {group.users} with mean {group.mean} and "
                f"variance {group.variance}; it takes {LEAST_USERS} users, a mean, and "
                "a variance of 0 or more."
            )
    parts = (
        treated.variance / treated.users,
        times**2 * held_out.variance / held_out.users,
    )
    whole = sum(parts)
    sizes = (treated.users, held_out.users)
    below = sum(part**2 / (size - 1) for part, size in zip(parts, sizes, strict=True))
    return sqrt(whole), whole**2 / below if below else float(sum(sizes))
