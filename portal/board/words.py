"""The sentences of the board: what changed, by how much, and why."""

from __future__ import annotations

from collections.abc import Sequence

from portal.board.periods import Span
from portal.board.readings import Reading
from portal.board.stories import Cause, Story
from portal.company import Company
from portal.numbers import format_change, format_number

SHORTEST = 10
HALF_PERCENT = 0.005


def headline(reading: Reading, company: Company) -> str:
    """What a metric did: "Refund rate rose 2.4 pp to 5.1%."."""
    metric = reading.metric
    change = format_change(reading.value, reading.before, metric.unit, company)
    verb = "rose" if reading.rose else "fell"
    now = format_number(reading.value, metric.unit, company)
    return f"{metric.title} {verb} {change.lstrip('+-')} to {now}."


def reason(story: Story, company: Company) -> str:
    """What explains most of it, with a number; or that nothing does."""
    if story.cause is not None:
        return _because(story, story.cause, company)
    if not story.looked_at:
        return "Its segments overlap or are not known, so no share can be given."
    ways = _either([title.lower() for title in story.looked_at])
    return f"No single {ways} explains it: it is spread over all."


def unusual_how(story: Story, kind: str) -> str:
    """How unusual, for those who ask: shown on hover."""
    return (
        f"Modified z-score {story.score.score:+.1f} of its change against "
        f"{story.score.history} earlier changes, {kind} on {kind}; unusual beyond 3.5."
    )


def calm(stories: Sequence[Story], span: Span, count: int) -> str:
    """What is said when nothing unusual happened, or when nobody can know."""
    kind = span.last.kind
    if not stories:
        return (
            f"Too early to say what is unusual: it takes {SHORTEST} complete {kind}s "
            "of a metric that moves."
        )
    return (
        f"Nothing unusual: all {len(stories)} of {count} metrics that can be judged "
        f"moved within what is usual for them, {kind} on {kind}."
        if len(stories) < count
        else f"Nothing unusual: all {count} metrics moved within what is usual for "
        f"them, {kind} on {kind}."
    )


def _because(story: Story, cause: Cause, company: Company) -> str:
    unit = story.reading.metric.unit
    move = "rise" if story.reading.rose else "fall"
    moved = ""
    if cause.before is not None and cause.after is not None:
        was = format_number(cause.before, unit, company)
        now = format_number(cause.after, unit, company)
        moved = f", from {was} to {now}"
    part = (
        f"more than all of the {move}"
        if cause.share > 1 + HALF_PERCENT
        else f"{cause.share * 100:.0f}% of the {move}"
    )
    return f"{cause.segment} ({cause.dimension.lower()}) explains {part}{moved}."


def _either(titles: Sequence[str]) -> str:
    if len(titles) == 1:
        return titles[0]
    return f"{', '.join(titles[:-1])} or {titles[-1]}"
