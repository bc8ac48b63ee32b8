"""What changed: the metrics that stand most unusually, and what explains them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from analysis.usual import Usual
from portal.board.causes import Why, explain
from portal.board.periods import Span
from portal.board.readings import Reading
from queries.snapshot import Snapshot

MOST_STORIES = 4


@dataclass(frozen=True)
class Story:
    """A metric that moved, how unusual that is for it, and why."""

    reading: Reading
    score: Usual
    why: Why = field(default_factory=Why)


def find(
    snapshot: Snapshot, readings: Iterable[Reading], span: Span
) -> tuple[list[Story], list[Story]]:
    """The unusual changes with their causes, and the others; most unusual first."""
    scored = [
        Story(reading, reading.usual)
        for reading in readings
        if reading.usual is not None
    ]
    scored.sort(key=lambda story: -abs(story.score.score))
    usual = [story for story in scored if not story.score.unusual]
    moved = [story for story in scored if story.reading.value != story.reading.before]
    unusual = [story for story in moved if story.score.unusual][:MOST_STORIES]
    whys = explain(snapshot, [story.reading.metric for story in unusual], span)
    told = [replace(story, why=whys[story.reading.metric.name]) for story in unusual]
    return told, usual
