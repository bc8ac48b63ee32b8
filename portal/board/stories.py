"""What changed: the metrics that moved most unusually, and what explains them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from analysis.changes import Score, score_last_change
from analysis.usual import Usual, judge_last
from portal.board.causes import Why, explain
from portal.board.periods import Span
from portal.board.readings import Reading
from queries.snapshot import Snapshot

MOST_STORIES = 4
WEEK = 7
# Of quiet days, on one in fifty some metric is told, however many there are.
FALSE_ALARMS = 0.02
RATES = {"percent"}
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
    scored = []
    for reading in asked:
        score = _score(reading, span, FALSE_ALARMS / len(asked))
        if score is not None and reading.value != reading.before:
            scored.append(Story(reading, score))
    scored.sort(key=lambda story: -abs(story.score.score))
    unusual = [story for story in scored if story.score.unusual][:MOST_STORIES]
    usual = [story for story in scored if not story.score.unusual]
    whys = explain(snapshot, [story.reading.metric for story in unusual], span)
    told = [replace(story, why=whys[story.reading.metric.name]) for story in unusual]
    return told, usual


def _score(reading: Reading, span: Span, rate: float) -> Score | Usual | None:
    """How unusual: a day against its weekday, other periods against their changes."""
    relative = reading.metric.unit not in RATES
    if span.last.kind != "day":
        return score_last_change(reading.course, relative=relative)
    counts = reading.metric.unit not in NO_COUNTS
    return judge_last(
        reading.course, relative=relative, season=WEEK, counts=counts, rate=rate
    )
