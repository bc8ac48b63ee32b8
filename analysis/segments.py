"""Which segments explain a change: sets that move alike, beyond their noise."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from math import exp
from typing import NamedTuple

from analysis.contributions import Moves
from analysis.scan import Subset, find_dispersion, moderate, scan
from analysis.splits import Split, bound

MOST_DIMENSIONS = 12
MOST_SEGMENTS = 200
MOST_NAMED = 6
ALPHA = 0.01
LEAST_SHARE = 0.1
LEAST_EXCESS = 0.1
MOST_CHURN = 0.5

Dimensions = tuple[str, ...]


class Cause(NamedTuple):
    """Segments that moved alike, and otherwise than the others.

    Attributes:
        dimensions: One, or a pair.
        segments: Of the dimension; pairs where there are two. What added most is first.
        share: Of the whole change. Above 1 where the others moved against it.
        expected: Share of the change if all had moved alike: their size before.
        before: Value of these segments together, before; a ratio where it is one, and
            missing without a denominator.
        after: The same in the last period.
        evidence: Logarithm of the odds for this set against noise; ranks causes.
        chance: To find such a set anywhere in the search if all moved alike.
    """

    dimensions: Dimensions
    segments: tuple[Hashable, ...]
    share: float
    expected: float
    before: float
    after: float
    evidence: float
    chance: float


def find_causes(
    splits: Mapping[Dimensions, Split],
    *,
    alpha: float = ALPHA,
    most_dimensions: int = MOST_DIMENSIONS,
    most_segments: int = MOST_SEGMENTS,
    most_named: int = MOST_NAMED,
) -> list[Cause]:
    """The sets of segments that explain a change, the best explanation first.

    In each split the segments are put in order of how much they moved beyond their
    part of the change, for their size. The set that chance explains worst is a
    beginning of that order, so only as many sets are tried as there may be members.
    The noise of a segment is that of counts or shares times a dispersion: the median
    over the earlier periods, or where there are none over this one, if it has 6
    segments. A further segment has to pay for itself: the chance of a set is multiplied
    by the number of segments for each of its members, and by the number of splits. So
    where all segments move alike, any cause is told with a chance of at most `alpha`.

    A set is told if it explains 10% of the change, and 10% more than its size. A split
    of a sum whose segments mostly come and go explains nothing and is passed over.

    Args:
        splits: By dimension, or pair of dimensions; the first `most_dimensions` count.
        alpha: Chance to tell a cause where all segments move alike.
        most_dimensions: How many splits are searched.
        most_segments: How many segments of a split, the largest first; the others are
            taken together.
        most_named: How many segments a set may have.

    Returns:
        At most one cause for each split, by evidence.

    Raises:
        ValueError: If a limit is below 1, alpha is no chance, or a split has fewer
            than two periods.

    Source:
        Neill (2012), Fast Subset Scan for Spatial Pattern Detection; Bhagwan et al.
        (2014), Adtributor: explanatory power, surprise and succinctness.
    """
    if not 0 < alpha < 1:
        raise ValueError(f"alpha is {alpha}; it must lie between 0 and 1.")
    if most_dimensions < 1:
        raise ValueError(f"most_dimensions is {most_dimensions}; it must be 1 or more.")
    chosen = {
        dimensions: bound(split, most_segments)
        for dimensions, split in list(splits.items())[:most_dimensions]
    }
    found = _searched(chosen, most_named)
    told = [
        cause
        for cause in found
        if cause.chance < alpha
        and cause.share >= LEAST_SHARE
        and cause.share - cause.expected >= LEAST_EXCESS
    ]
    return sorted(told, key=lambda cause: -cause.evidence)


def _searched(splits: Mapping[Dimensions, Split], most: int) -> list[Cause]:
    """The best set of each split, with the noise that they know of together."""
    moves = {dimensions: list(split.moves()) for dimensions, split in splits.items()}
    usable = [
        dimensions
        for dimensions, split in splits.items()
        if moves[dimensions] and (split.below is not None or split.churn <= MOST_CHURN)
    ]
    if not usable:
        return []
    noises = moderate([find_dispersion(moves[d][0], moves[d][1:]) for d in usable])
    causes = []
    for dimensions, noise in zip(usable, noises, strict=True):
        split, last = splits[dimensions], moves[dimensions][0]
        found = scan(last, noise, split.named, most, split.cost)
        if found is not None:
            cause = _cause(dimensions, split, last, found)
            causes.append(cause._replace(chance=cause.chance * len(usable)))
    return causes


def _cause(dimensions: Dimensions, split: Split, last: Moves, found: Subset) -> Cause:
    picked, names = found.picked, split.values.columns
    return Cause(
        dimensions,
        tuple(names[place] for place in picked),
        float(last.change[picked].sum() / last.change.sum()),
        split.size_before(picked),
        split.together(-2, picked),
        split.together(-1, picked),
        found.evidence,
        exp(min(found.log_chance, 0.0)),
    )
