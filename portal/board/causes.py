"""Why a metric moved: its segments, pairs of them, and the factors of its formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.changes import adds_up
from analysis.contributions import Reversal, find_reversal
from analysis.segments import Cause, find_causes
from analysis.splits import Split, cross
from portal.board.formulas import Factor, factors_of, names_of
from portal.board.judged import parts
from portal.board.periods import Span
from queries import catalog
from queries.definitions import Metric
from queries.filters import Choices
from queries.snapshot import Snapshot

# How many earlier changes say what is noise between segments.
EARLIER = {"day": 4, "week": 6, "month": 4, "quarter": 2}
MOST_PAIRED = 1
MOST_PAIRS = 3
# More rows than these are not read for a split: a board is read in seconds.
MOST_RAW = 1_000_000
RAW = "fct_"
KEYS = "_id"

Splits = dict[str, Split]


@dataclass(frozen=True)
class Why:
    """What is known of the reasons of a change.

    Attributes:
        cause: The segments that explain it best; None where none stand out.
        looked_at: Titles of the dimensions that were looked at.
        reversal: A dimension's title, and how its segments contradict the whole.
        factors: What each metric of its formula added; empty without a formula.
    """

    cause: Cause | None = None
    looked_at: tuple[str, ...] = ()
    reversal: tuple[str, Reversal] | None = None
    factors: tuple[Factor, ...] = ()


def explain(
    snapshot: Snapshot, metrics: Sequence[Metric], span: Span
) -> dict[str, Why]:
    """The reasons for the change of each metric.

    It takes one question for the wholes and one for each dimension, whatever the number
    of metrics; then up to three for the first one that has a cause, to see
    whether it lies within another dimension. Splits that no rollup holds are left out
    where there are many raw rows; `looked_at` says what was looked at.
    """
    questions = _Questions(snapshot, span)
    wanted: dict[str, set[str]] = {}
    for metric in metrics:
        for dimension in questions.affordable(metric):
            wanted.setdefault(dimension, set()).update(parts(metric))
    formulas = {name for metric in metrics for name in names_of(metric)}
    names = sorted(formulas.union(*wanted.values()))
    if not names:
        return {metric.name: Why() for metric in metrics}
    wholes = questions.ask(names).set_index("period")
    tables = {by: questions.ask(sorted(wanted[by]), by) for by in sorted(wanted)}
    found, paired = {}, 0
    for metric in metrics:
        splits = _splits(metric, tables, wholes, questions)
        why = _why(metric, splits, wholes, span)
        if why.cause is not None and paired < MOST_PAIRED:
            paired += 1
            why = _within_another(why, metric, splits, questions)
        found[metric.name] = why
    return found


def dimensions(metric: Metric) -> list[str]:
    """The ways to split it, and so all its parts; keys beside names are left out."""
    offered = [set(catalog.metric(name).dimensions) for name in parts(metric)]
    common = set(metric.dimensions).intersection(*offered)
    return sorted(
        name for name in common if name.removesuffix(KEYS) not in common - {name}
    )


class _Questions:
    """Asks for the last period, the one before, and some as far apart before those."""

    def __init__(self, snapshot: Snapshot, span: Span) -> None:
        self._snapshot, self._span = snapshot, span
        steps = range(EARLIER[span.last.kind] + 1, -1, -1)
        starts = [span.last.next(-span.lag * step).start for step in steps]
        first = min(span.first.start, span.before.start)
        self.periods: list[date] = [start for start in starts if start >= first]

    def ask(
        self, names: Sequence[str], by: str | None = None, where: Choices | None = None
    ) -> pd.DataFrame:
        """The metrics in these periods, whole or split."""
        rows = self._snapshot.measure(
            names,
            start=self.periods[0],
            end=self._span.last.end,
            grain=self._span.last.kind,
            by=by,
            where=where,
        )
        return rows[rows["period"].isin(self.periods)]

    def affordable(self, metric: Metric) -> list[str]:
        """The ways to split it that rollups hold; all of them where rows are few."""
        days = self._snapshot.measurable().get(metric.subject)
        ways = dimensions(metric)
        if days is None or days.rows <= MOST_RAW:
            return ways
        return [by for by in ways if not self._reads_raw(metric, by)]

    def _reads_raw(self, metric: Metric, by: str) -> bool:
        """Whether a split of the metric is read from raw rows."""
        explained = self._snapshot.explained(
            parts(metric),
            start=self.periods[0],
            end=self._span.last.end,
            grain=self._span.last.kind,
            by=by,
        )
        origins = [origin for one in explained for origin in one.origins]
        return any(origin.table.startswith(RAW) for origin in origins)

    def split(self, metric: Metric, rows: pd.DataFrame) -> Split:
        """The parts of a metric by period and segment."""
        tables = [
            rows.pivot(index="period", columns="segment", values=name)
            .reindex(self.periods)
            .astype(float)
            .fillna(0.0)
            for name in parts(metric)
        ]
        return Split(*tables)


def _splits(
    metric: Metric,
    tables: Mapping[str, pd.DataFrame],
    wholes: pd.DataFrame,
    questions: _Questions,
) -> Splits:
    """The ways to split a metric whose segments add up to the whole."""
    found = {}
    for dimension in questions.affordable(metric):
        split = questions.split(metric, tables[dimension])
        totals = wholes.loc[questions.periods[-2:], list(parts(metric))]
        if len(split.values.columns) > 1 and _whole(split, totals):
            found[dimension] = split
    return found


def _whole(split: Split, totals: pd.DataFrame) -> bool:
    """Whether segments add up in both periods, and do not define the metric."""
    tables = [table for table in (split.values, split.below) if table is not None]
    for table, name in zip(tables, totals.columns, strict=True):
        for period in totals.index:
            whole = float(totals.loc[period, name])
            if np.isnan(whole) or not adds_up(table.loc[period], whole):
                return False
    if split.below is None:
        return True
    # A split that is the metric itself explains nothing: guests make the guests' share.
    above, below = split.values.to_numpy()[-2:], split.below.to_numpy()[-2:]
    ratios = above[below != 0] / below[below != 0]
    return not bool(np.isin(ratios, [0.0, 1.0]).all())


def _why(metric: Metric, splits: Splits, wholes: pd.DataFrame, span: Span) -> Why:
    causes = find_causes({(by,): split for by, split in splits.items()})
    return Why(
        cause=causes[0] if causes else None,
        looked_at=tuple(metric.dimensions[by] for by in splits),
        reversal=_reversed(metric, splits),
        factors=factors_of(metric, wholes, span),
    )


def _reversed(metric: Metric, splits: Splits) -> tuple[str, Reversal] | None:
    """The dimension whose segments contradict the whole most; None where none does."""
    found = []
    for by, split in splits.items():
        if split.below is None or not split.below.to_numpy()[-2:].sum(axis=1).all():
            continue
        was, now = (
            (split.values.to_numpy()[place], split.below.to_numpy()[place])
            for place in (-2, -1)
        )
        reversal = find_reversal(was, now)
        if reversal is not None:
            found.append((metric.dimensions[by], reversal))
    return max(found, key=lambda pair: (pair[1].all, pair[1].weight), default=None)


def _within_another(
    why: Why, metric: Metric, splits: Splits, questions: _Questions
) -> Why:
    """The cause, or its part in another dimension where that explains more."""
    cause = why.cause
    if cause is None:
        return why
    [first] = cause.dimensions
    pairs: dict[tuple[str, ...], Split] = {(first,): splits[first]}
    where = {first: [str(segment) for segment in cause.segments]}
    for other in [by for by in splits if by != first][:MOST_PAIRS]:
        rows = questions.ask(sorted(parts(metric)), other, where)
        inside = questions.split(metric, rows)
        if _fits(inside, splits[first], cause):
            of = len(splits[first].values.columns)
            pairs[(first, other)] = cross(inside, splits[other], cause.segments, of)
    best = find_causes(pairs)
    return Why(best[0], why.looked_at, why.reversal, why.factors) if best else why


def _fits(inside: Split, outer: Split, cause: Cause) -> bool:
    """Whether a split within some segments adds up to these segments."""
    places = [outer.values.columns.get_loc(segment) for segment in cause.segments]
    for table, whole in ((inside.values, outer.values), (inside.below, outer.below)):
        if table is None or whole is None:
            continue
        sums = whole.iloc[-2:, places].sum(axis=1)
        if not all(adds_up(table.loc[at], float(sums[at])) for at in sums.index):
            return False
    return True
