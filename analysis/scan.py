"""The subset of segments that moved most beyond its part, for the noise there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from analysis.contributions import Moves
from analysis.splits import cost_of
from analysis.tails import log_tail

MEDIAN_SQUARE = 0.4549
# A median of squares tells as much as 0.37 times as many would by their mean.
EFFICIENCY = 0.37
LEAST_FREEDOM = 2.0
LENT = 10.0
FAR = 2.5
LIKE_COUNTS = 1.5
CROWD = 6
TINY = 1e-300
# A member adds little more than it has alone; a set of much weight gains by the rest.
LEAST_PAID = 0.25


class Dispersion(NamedTuple):
    """How many times the noise of counts is the noise of a metric in one split.

    Attributes:
        times: Of the variance.
        freedom: Degrees of freedom that it is known with.
    """

    times: float
    freedom: float


class Noise(NamedTuple):
    """The dispersion that is believed of a split, once all splits are known.

    Attributes:
        times: Of the variance; at least 1. The chance of a set follows from it.
        freedom: Degrees of freedom that it is known with; at least 2.
        common: What sets of all splits are compared by.
    """

    times: float
    freedom: float
    common: float


class Subset(NamedTuple):
    """The best set of segments.

    Attributes:
        picked: Their places, what added most first.
        evidence: Logarithm of the likelihood ratio, less what the size of it costs.
        log_chance: Logarithm of a bound on the chance of it, over all sets.
    """

    picked: list[int]
    evidence: float
    log_chance: float


def find_dispersion(last: Moves, past: Sequence[Moves]) -> Dispersion:
    """How noisy segments are against each other, from changes that were ordinary.

    Args:
        last: The change to explain; used only if nothing is known of the past and it
            has 6 segments, most of which then are taken to have moved alike.
        past: Earlier changes. A minority of odd ones does no harm.

    Returns:
        The median square of what segments added beyond their part, in variances; 1 with
        no freedom where nothing can be learned.

    Raises:
        ValueError: If a change has no segments.

    Source:
        McCullagh and Nelder (1989), Generalized Linear Models, ch. 6, on
        over-dispersion; the median in place of the mean, for outliers.
    """
    if not all(len(moves.change) for moves in (last, *past)):
        raise ValueError("A change has no segments; leave it out.")
    learned = [*past]
    if not past and int((last.noise > 0).sum()) >= CROWD:
        learned = [last]
    squares, freedom = [], 0
    for moves in learned:
        live = moves.noise > 0
        share = moves.noise[live] / moves.noise.sum()
        if len(share) > 1:
            off = (moves.change - _part(moves))[live]
            squares.append(off**2 / (moves.noise[live] * (1 - share)))
            freedom += len(share) - 1
    if not squares:
        return Dispersion(1.0, 0.0)
    times = float(np.median(np.concatenate(squares))) / MEDIAN_SQUARE
    return Dispersion(times, EFFICIENCY * freedom)


def moderate(known: Sequence[Dispersion]) -> list[Noise]:
    """Let the splits of one metric lend each other what they know of its noise.

    A split of two segments knows little. So each takes the median of all splits as if
    it had seen it with up to 10 degrees of freedom, which the others must have, or
    theory, where the median is within 1.5 of the noise of counts. Sets of
    different splits can be compared by one measure only, which is that median; a split
    that is far noisier keeps its own: posts come and go, countries do not.

    Args:
        known: The dispersion in each split, of the same metric.

    Returns:
        The noise of each split.

    Raises:
        ValueError: If there is no split.

    Source:
        Smyth (2004), Linear Models and Empirical Bayes Methods for Assessing
        Differential Expression, with the prior's weight fixed.
    """
    if not known:
        raise ValueError("There are no splits; give the dispersion of one at least.")
    times = np.array([one.times for one in known])
    freedom = np.array([one.freedom for one in known])
    typical = float(np.median(times[freedom > 0])) if freedom.any() else 1.0
    # Where no more is seen than the noise of counts, theory knows what others do not.
    others = (
        LENT if freedom.any() and typical <= LIKE_COUNTS else freedom.sum() - freedom
    )
    lent = np.minimum(LENT, others)
    both = np.maximum(freedom + lent, LEAST_FREEDOM)
    mixed = np.maximum((freedom * times + (both - freedom) * typical) / both, 1.0)
    common = max(typical, 1.0)
    return [
        Noise(float(own), float(free), float(own) if own > FAR * common else common)
        for own, free in zip(mixed, both, strict=True)
    ]


def scan(
    moves: Moves, noise: Noise, named: np.ndarray, most: int, paid: float = 0.0
) -> Subset | None:
    """The set of segments that moved beyond its part as chance explains it worst.

    Segments that could not pay for their place in a set are left out. The others are
    put in order of how much they moved beyond their part, for their noise; the best
    beginning of that order is taken, and single segments are added and taken out of it
    as long as that makes it better.

    Args:
        moves: What each of n segments added.
        noise: Of the split.
        named: Shape (n,), which segments may be in the set.
        most: How many may.
        paid: What it cost in evidence to come to these segments.

    Returns:
        The set, all of it moved on with the whole; None where the whole did not change,
        less than two segments are there, or none can pay.

    Raises:
        ValueError: If `most` is below 1.

    Source:
        Neill (2012), Fast Subset Scan for Spatial Pattern Detection, J. R. Statist.
        Soc. B 74: without costs the best set is a beginning of the order by priority.
        Speakman et al. (2016), Penalized Fast Subset Scanning, for costs by member.
    """
    if most < 1:
        raise ValueError(f"most is {most}; it must be at least 1 segment.")
    whole, live = float(moves.change.sum()), moves.noise > 0
    segments = int(live.sum())
    if whole == 0 or segments < 2:  # noqa: PLR2004 - one segment is the whole
        return None
    field = _Field(
        off=np.sign(whole) * (moves.change - _part(moves)),
        share=moves.noise / moves.noise.sum(),
        unit=float(moves.noise.sum()),
        common=noise.common,
        costs=[paid + cost_of(size, segments) for size in range(segments + 1)],
    )
    order = field.order(live & named, cost_of(1, segments) * LEAST_PAID)
    most = min(most, segments - 1, len(order))
    if not most:
        return None
    ends = range(1, most + 1)
    best = max((order[:end] for end in ends), key=field.evidence)
    best = _climbed(field, best, order, most)
    best = best[np.argsort(-np.abs(moves.change[best]), kind="stable")]
    score = field.score(best) / noise.times**0.5
    return Subset(
        [int(place) for place in best],
        field.evidence(best),
        log_tail(score, noise.freedom) + field.costs[len(best)],
    )


class _Field(NamedTuple):
    """Segments as a search sees them: what each is off by, its size, what sets cost."""

    off: np.ndarray
    share: np.ndarray
    unit: float
    common: float
    costs: list[float]

    def order(self, allowed: np.ndarray, cost: float) -> np.ndarray:
        """Places of segments that have `cost` in evidence alone, by priority."""
        alone = self.off**2 / (
            2 * self.common * self.unit * np.maximum(self.share, TINY)
        )
        places = np.flatnonzero(allowed & (self.off > 0) & (alone >= cost))
        priority = self.off[places] / self.share[places]
        return np.asarray(places[np.lexsort((-self.share[places], -priority))])

    def score(self, places: np.ndarray) -> float:
        """How many standard errors a set is off by, where counts are Poisson's."""
        share = float(self.share[places].sum())
        error = float(np.sqrt(self.unit * share * (1 - share)))
        return float(self.off[places].sum()) / error

    def evidence(self, places: np.ndarray) -> float:
        """Logarithm of the likelihood ratio of a set, less what it costs."""
        return self.score(places) ** 2 / (2 * self.common) - self.costs[len(places)]


def _climbed(
    field: _Field, places: np.ndarray, order: np.ndarray, most: int
) -> np.ndarray:
    """The set with and without single members, as long as it gets better by it."""
    while True:
        near = [np.delete(places, at) for at in range(len(places)) if len(places) > 1]
        if len(places) < most:
            others = order[~np.isin(order, places)]
            near += [np.append(places, other) for other in others]
        best = max(near, key=field.evidence, default=places)
        if field.evidence(best) <= field.evidence(places):
            return places
        places = best


def _part(moves: Moves) -> np.ndarray:
    """What each segment would have added if all had moved alike."""
    return np.asarray(moves.noise / moves.noise.sum() * moves.change.sum())
