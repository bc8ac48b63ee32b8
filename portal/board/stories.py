"""What changed: the metrics that moved most unusually, and what explains them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import pandas as pd

from analysis.changes import (
    Score,
    adds_up,
    explain_ratio,
    explain_sum,
    score_last_change,
)
from portal.board.periods import Span
from portal.board.readings import Reading
from queries import catalog
from queries.snapshot import Snapshot

MOST_STORIES = 4
LEAST_SHARE = 0.1
LEAST_EXCESS = 0.1
KEYS = "_id"


class Split(NamedTuple):
    """The parts of a metric by segment, before and after, and their wholes."""

    before: pd.DataFrame
    after: pd.DataFrame
    whole_before: pd.DataFrame
    whole_after: pd.DataFrame


@dataclass(frozen=True)
class Cause:
    """The segment that explains most of a change, beyond its size."""

    dimension: str
    segment: str
    share: float
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Story:
    """A metric that moved, how unusual that is for it, and why."""

    reading: Reading
    score: Score
    cause: Cause | None = None
    looked_at: tuple[str, ...] = ()


def find(
    snapshot: Snapshot, readings: Iterable[Reading], span: Span
) -> tuple[list[Story], list[Story]]:
    """The unusual changes with their causes, and the others; most unusual first."""
    scored = []
    for reading in readings:
        relative = reading.metric.unit != "percent"
        score = score_last_change(reading.course, relative=relative)
        if score is not None and reading.value != reading.before:
            scored.append(Story(reading, score))
    scored.sort(key=lambda story: -abs(story.score.score))
    unusual = [story for story in scored if story.score.unusual]
    usual = [story for story in scored if not story.score.unusual]
    return _explained(snapshot, unusual[:MOST_STORIES], span), usual


def _explained(snapshot: Snapshot, stories: Sequence[Story], span: Span) -> list[Story]:
    """The stories with their causes: one question for each dimension."""
    wanted: dict[str, set[str]] = {}
    for story in stories:
        for dimension in _dimensions(story):
            wanted.setdefault(dimension, set()).update(_parts(story))
    if not wanted:
        return list(stories)
    parts = sorted(set().union(*wanted.values()))
    whole = _periods(_measured(snapshot, parts, span, None), span)
    splits = {
        dimension: Split(
            *_periods(_measured(snapshot, sorted(names), span, dimension), span), *whole
        )
        for dimension, names in wanted.items()
    }
    return [_with_cause(story, splits) for story in stories]


def _dimensions(story: Story) -> list[str]:
    """The ways to split it, and so all parts of it; keys beside names are left out."""
    offered = [
        set(catalog.metric(name).dimensions)
        for name in (story.reading.metric.name, *_parts(story))
    ]
    common = set.intersection(*offered)
    return sorted(name for name in common if not name.endswith(KEYS))


def _parts(story: Story) -> tuple[str, ...]:
    """The metrics that add up to it: itself, or numerator and denominator."""
    metric = story.reading.metric
    return tuple(metric.ratio) if metric.ratio else (metric.name,)


def _measured(
    snapshot: Snapshot, names: Sequence[str], span: Span, by: str | None
) -> pd.DataFrame:
    """The last period and the one before, whole or split."""
    start, end, grain = span.before.start, span.last.end, span.last.kind
    return snapshot.measure(names, start=start, end=end, grain=grain, by=by)


def _periods(rows: pd.DataFrame, span: Span) -> list[pd.DataFrame]:
    """The metrics before and after, by segment where there are segments."""
    if "segment" in rows:
        rows = rows.set_index("segment")
    return [
        rows[rows["period"] == period.start].drop(columns="period").astype(float)
        for period in (span.before, span.last)
    ]


def _with_cause(story: Story, splits: Mapping[str, Split]) -> Story:
    """The story with the most surprising of the segments that explain it."""
    causes, looked_at = [], []
    for dimension in _dimensions(story):
        rows = _explain(_parts(story), splits[dimension])
        if rows is None:
            continue
        title = story.reading.metric.dimensions[dimension]
        looked_at.append(title)
        top = rows.iloc[0]
        if top["share"] >= LEAST_SHARE and top["excess"] >= LEAST_EXCESS:
            times = story.reading.metric.times if story.reading.metric.ratio else 1.0
            was, now = (_known(top[side], times) for side in ("before", "after"))
            cause = Cause(title, str(rows.index[0]), float(top["share"]), was, now)
            causes.append((float(top["excess"]), cause))
    best = max(causes, key=lambda pair: pair[0], default=(0.0, None))[1]
    return replace(story, cause=best, looked_at=tuple(looked_at))


def _explain(parts: Sequence[str], split: Split) -> pd.DataFrame | None:
    """What each segment explains; None where segments do not add up to the whole."""
    segments = split.before.index.union(split.after.index)
    if split.before.empty or split.after.empty or len(segments) == 1:
        return None
    for rows, whole in (
        (split.before, split.whole_before),
        (split.after, split.whole_after),
    ):
        totals = whole[list(parts)].iloc[0]
        if totals.isna().any():
            return None
        if not all(adds_up(rows[name], float(totals[name])) for name in parts):
            return None
    if len(parts) == 1:
        return explain_sum(split.before[parts[0]], split.after[parts[0]])
    names = dict(zip(parts, ("numerator", "denominator"), strict=True))
    rows = explain_ratio(
        split.before[list(parts)].rename(columns=names),
        split.after[list(parts)].rename(columns=names),
    )
    return None if _defines(rows) else rows


def _defines(rows: pd.DataFrame) -> bool:
    """Whether a split is the metric itself: guests make up all of the guests' share."""
    ratios = pd.concat([rows["before"], rows["after"]]).dropna()
    return bool(ratios.isin([0.0, 1.0]).all())


def _known(value: float, times: float) -> float | None:
    return None if pd.isna(value) else float(value) * times
