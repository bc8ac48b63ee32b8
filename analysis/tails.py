"""Tails of Student's t and the normal distribution, without loading scipy."""

from __future__ import annotations

from math import erfc, exp, log, log1p, pi, sqrt
from statistics import NormalDist

FAR = 20.0


def log_tail(score: float, freedom: float) -> float:
    """Logarithm of the chance that |t| is beyond a score; finite however far it is.

    Args:
        score: How many standard errors, of either sign.
        freedom: Degrees of freedom behind the standard error, above 0.

    Returns:
        The natural logarithm of the two-sided chance; 0 for a score of 0.

    Raises:
        ValueError: If there are no degrees of freedom.

    Source:
        Wallace (1959), Bounds on Normal Approximations to Student's and the
        Chi-Square Distributions; beyond 20, the first term of Mills' ratio.
    """
    _checked(freedom)
    z = _narrow(freedom) * sqrt(freedom * log1p(score * score / freedom))
    if z > FAR:
        return log(2.0) - z * z / 2 - log(z * sqrt(2 * pi))
    return log(erfc(z / sqrt(2.0)))


def score_at(rate: float, freedom: float) -> float:
    """The score that |t| is beyond with a chance of `rate`: the reverse of log_tail.

    Args:
        rate: Between 0 and 1, both excluded.
        freedom: Degrees of freedom behind the standard error, above 0.

    Returns:
        The score, above 0.

    Raises:
        ValueError: If there are no degrees of freedom, or the rate is no chance.

    Source:
        Wallace (1959), as log_tail.
    """
    _checked(freedom)
    if not 0 < rate < 1:
        raise ValueError(f"rate is {rate}; it must lie between 0 and 1.")
    z = NormalDist().inv_cdf(1 - rate / 2) / _narrow(freedom)
    return sqrt(freedom * (exp(z * z / freedom) - 1))


def _narrow(freedom: float) -> float:
    return (8 * freedom + 1) / (8 * freedom + 3)


def _checked(freedom: float) -> None:
    if not freedom > 0:
        raise ValueError(f"freedom is {freedom}; it must be above 0.")
