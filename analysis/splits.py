"""A metric by period and segment, over one dimension or a pair of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from math import log

import numpy as np
import pandas as pd

from analysis.contributions import Moves, explain_ratio, explain_sum

PERIODS = 2


@dataclass(frozen=True)
class Split:
    """A metric by period and segment.

    Over a pair of dimensions the segments are pairs (one, other). A segment that is
    None, or holds None, is searched with the others and never named.

    Attributes:
        values: Periods in time order x segments, 0 where there is nothing; the last
            two are compared. In those before, as far from each other, the noise of the
            metric is learned. Of a ratio of sums, the numerators.
        below: The denominators, with the same rows and columns; None for a sum.
        cost: What it took in evidence to come to this split; 0 if it was not searched.
    """

    values: pd.DataFrame
    below: pd.DataFrame | None = None
    cost: float = 0.0

    def __post_init__(self) -> None:
        if len(self.values) < PERIODS:
            raise ValueError(
                f"There are {len(self.values)} periods; a change needs {PERIODS}."
            )

    @property
    def named(self) -> np.ndarray:
        """Which segments have a name, by place."""
        return np.array(
            [
                name is not None and not (isinstance(name, tuple) and None in name)
                for name in self.values.columns
            ],
            dtype=bool,
        )

    @property
    def churn(self) -> float:
        """How much of the segments is exchanged: gone of the before, new in the after.

        The less of the two: a campaign that begins is new, and nothing went for it.
        """
        was, now = np.abs(self.values.to_numpy(dtype=float)[-PERIODS:])
        if not was.sum() or not now.sum():
            return 0.0
        return float(
            min(was[now == 0].sum() / was.sum(), now[was == 0].sum() / now.sum())
        )

    def moves(self) -> Iterator[Moves]:
        """What each segment added in each period after the first, the last one first.

        Periods between which nothing can be compared are passed over.
        """
        above = self.values.to_numpy(dtype=float)
        below = None if self.below is None else self.below.to_numpy(dtype=float)
        for place in range(len(above) - 1, 0, -1):
            if below is None:
                yield explain_sum(above[place - 1], above[place])
            elif below[place - 1].sum() and below[place].sum():
                yield explain_ratio(
                    (above[place - 1], below[place - 1]), (above[place], below[place])
                )

    def size_before(self, picked: list[int]) -> float:
        """Share of some segments in the period before: of a sum, or of denominators."""
        table = self.values if self.below is None else self.below
        before = np.abs(table.to_numpy(dtype=float)[-PERIODS])
        return float(before[picked].sum() / before.sum()) if before.any() else 0.0

    def together(self, period: int, picked: list[int]) -> float:
        """Value of some segments together; missing without a denominator."""
        above = float(self.values.to_numpy(dtype=float)[period, picked].sum())
        if self.below is None:
            return above
        below = float(self.below.to_numpy(dtype=float)[period, picked].sum())
        return above / below if below else float("nan")


def bound(split: Split, most: int) -> Split:
    """Keep the largest segments, and take all others together as one without a name.

    Args:
        split: With any number of segments.
        most: How many to keep.

    Returns:
        The split with at most one segment more than that.

    Raises:
        ValueError: If `most` is below 1.

    Source:
        None: a limit on the work of a search.
    """
    if most < 1:
        raise ValueError(f"most is {most}; it must be at least 1 segment.")
    size = split.values if split.below is None else split.below
    sizes = np.abs(size.to_numpy(dtype=float)[-PERIODS:]).sum(axis=0)
    if len(sizes) <= most:
        return split
    kept = np.sort(np.argsort(-sizes, kind="stable")[:most])
    names = pd.Index([*size.columns[kept], None], dtype=object, tupleize_cols=False)

    def bounded(table: pd.DataFrame) -> pd.DataFrame:
        values = table.to_numpy(dtype=float)
        rest = values.sum(axis=1) - values[:, kept].sum(axis=1)
        both = np.column_stack([values[:, kept], rest])
        return pd.DataFrame(both, index=table.index, columns=names)

    below = None if split.below is None else bounded(split.below)
    return Split(bounded(split.values), below, split.cost)


def cross(
    inside: Split, whole: Split, segments: tuple[Hashable, ...], of: int
) -> Split:
    """Pair segments of one dimension with those of another.

    Args:
        inside: The other dimension, within `segments` only.
        whole: The same dimension over everything, with the same periods.
        segments: Of the first dimension, which are one side. What is outside of them is
            the other side, and is never named.
        of: How many segments the first dimension has, of which these were chosen.

    Returns:
        A split over the pairs (segments, other) and (None, other).

    Raises:
        ValueError: If the periods differ.

    Source:
        McFowland, Speakman and Neill (2013), Fast Generalized Subset Scan for Anomalous
        Pattern Detection, JMLR 14: one step of its ascent, from the best dimension.
    """
    if not inside.values.index.equals(whole.values.index):
        raise ValueError(
            f"The periods are {list(inside.values.index)} inside and "
            f"{list(whole.values.index)} in the whole; ask for the same ones."
        )
    values = _sides(inside.values, whole.values, segments)
    cost = whole.cost + cost_of(len(segments), of)
    if inside.below is None or whole.below is None:
        return Split(values, cost=cost)
    return Split(values, _sides(inside.below, whole.below, segments), cost)


def cost_of(members: int, segments: int) -> float:
    """What a set costs in evidence, so that a large one has to be worth it.

    Args:
        members: How many segments are in the set.
        segments: How many there are to choose from.

    Returns:
        The logarithm of the number of such sets, each order counted.

    Raises:
        ValueError: If there are fewer segments than members.

    Source:
        Bonferroni's bound over all sets of this size; as Adtributor's succinctness.
    """
    if not 0 <= members <= segments:
        raise ValueError(f"A set of {members} cannot be chosen from {segments}.")
    return members * log(segments) if members else 0.0


def _sides(
    inside: pd.DataFrame, whole: pd.DataFrame, segments: Hashable
) -> pd.DataFrame:
    part = inside.reindex(columns=whole.columns, fill_value=0.0).to_numpy(dtype=float)
    names = [(side, name) for side in (segments, None) for name in whole.columns]
    return pd.DataFrame(
        np.hstack([part, whole.to_numpy(dtype=float) - part]),
        index=whole.index,
        columns=pd.Index(names, dtype=object, tupleize_cols=False),
    )
