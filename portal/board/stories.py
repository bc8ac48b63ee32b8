"""What changed: the metrics that moved most unusually, and what explains them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from analysis.changes import Score, score_last_change
from analysis.usual import Usual, judge_last, judge_last_ratio
from portal.board.causes import Why, explain, parts
from portal.board.periods import Span
from portal.board.readings import Reading
from queries import catalog
from queries.definitions import Metric
from queries.snapshot import Snapshot

MOST_STORIES = 4
WEEK = 7
# Of quiet days, on one in fifty some metric is told, however many there are.
FALSE_ALARMS = 0.02
NO_COUNTS = {
    "currency",
    "percent",
    "ratio",
    "milliseconds",
    "seconds",
    "minutes",
    "hours",
    "days",
    "points",
}


@dataclass(frozen=True)
class Story:
    """A metric that moved, how unusual that is for it, and why."""

    reading: Reading
    score: Score | Usual
    why: Why = field(default_factory=Why)


def find(
    snapshot: Snapshot, readings: Iterable[Reading], span: Span
) -> tuple[list[Story], list[Story]]:
    """The unusual changes with their causes, and the others; most unusual first."""
    asked = list(readings)
    halves = _halves(snapshot, asked, span)
    scored = []
    for reading in asked:
        score = _score(reading, halves, span, FALSE_ALARMS / len(asked))
        if score is not None and reading.value != reading.before:
            scored.append(Story(reading, score))
    scored.sort(key=lambda story: -abs(story.score.score))
    unusual = [story for story in scored if story.score.unusual][:MOST_STORIES]
    usual = [story for story in scored if not story.score.unusual]
    whys = explain(snapshot, [story.reading.metric for story in unusual], span)
    told = [replace(story, why=whys[story.reading.metric.name]) for story in unusual]
    return told, usual


def _halves(
    snapshot: Snapshot, readings: Sequence[Reading], span: Span
) -> pd.DataFrame | None:
    """Numerators and denominators of the ratios by period: one question."""
    ratios = [reading.metric for reading in readings if reading.metric.ratio]
    names = sorted({name for metric in ratios for name in parts(metric)})
    if not names:
        return None
    return snapshot.measure(
        names, start=span.first.start, end=span.last.end, grain=span.last.kind
    )


def _score(
    reading: Reading, halves: pd.DataFrame | None, span: Span, rate: float
) -> Score | Usual | None:
    """How unusual: a ratio for its denominator, a day for its weekday, or a change."""
    metric = reading.metric
    season = WEEK if span.last.kind == "day" else 1
    if metric.ratio and halves is not None and reading.value is not None:
        above, below = (halves[name].astype(float) for name in metric.ratio)
        share = _is_share(metric)
        told = judge_last_ratio(above, below, season=season, share=share, rate=rate)
        if told is not None:
            return told.times(metric.times)
    relative = metric.unit != "percent"
    if season == 1:
        return score_last_change(reading.course, relative=relative)
    counts = metric.unit not in NO_COUNTS
    return judge_last(
        reading.course, relative=relative, season=season, counts=counts, rate=rate
    )


def _is_share(metric: Metric) -> bool:
    """Whether it is the share of things counted: guests' orders, not money."""
    units = {catalog.metric(name).unit for name in parts(metric)}
    return metric.unit == "percent" and not units & NO_COUNTS
