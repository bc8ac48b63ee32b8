"""The sentences of the board: what changed, by how much, and why."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.contributions import Reversal
from analysis.segments import Cause
from analysis.usual import BACK, SMALLEST_HISTORY
from portal.board.formulas import Factor
from portal.board.judged import WEEK
from portal.board.periods import Span
from portal.board.readings import Reading
from portal.board.stories import Story
from portal.company import Company
from portal.numbers import NBSP, format_change, format_number
from queries.definitions import Metric

SHORTEST = BACK + SMALLEST_HISTORY + 1
SHORTEST_DAYS = BACK * WEEK + SMALLEST_HISTORY + 1
HALF_PERCENT = 0.005
MOST_FACTORS = 3


def headline(reading: Reading, company: Company) -> str:
    """What a metric did: "Refund rate rose 2.4 pp to 5.1%."."""
    metric = reading.metric
    change = format_change(reading.value, reading.before, metric.format, company)
    verb = "rose" if reading.rose else "fell"
    now = format_number(reading.value, metric.format, company)
    return f"{metric.title} {verb} {change.lstrip('+-')} to {now}."


def reason(story: Story, company: Company) -> str:
    """What explains most of it, with a number; or that nothing does."""
    told = _reason(story, company)
    if story.why.cause is None:  # names of segments stay as they are
        told = told[:1].upper() + told[1:]
    return told + _warning(story)


def sentence(story: Story, company: Company) -> str:
    """Headline and reason in one: "Views fell 8% to 91: Leeds (city) explains 9%."."""
    told = headline(story.reading, company).removesuffix(".")
    return f"{told}: {_reason(story, company)}{_warning(story)}"


def by_formula(story: Story, company: Company) -> str:
    """What the metrics of its formula did; nothing where it has no formula.

    Of a product or a sum, how much of the change each made. Of a plain ratio, how both
    halves moved: that says more than what each alone would have done.
    """
    factors, metric = story.why.factors[:MOST_FACTORS], story.reading.metric
    if not factors:
        return ""
    if metric.identity:
        said = [
            f"{factor.title} {_added(factor, metric, company)}" for factor in factors
        ]
        return f"By its formula: {_listed(said, 'and')}."
    said = [f"{factor.title} {_moved(factor, company)}" for factor in factors]
    return f"{', '.join(said)}."


def unusual_how(story: Story, kind: str) -> str:
    """How unusual, for those who ask: shown on hover."""
    score = story.score
    before = (
        f"same weekday of {BACK} weeks" if kind == "day" else f"{BACK} {kind}s before"
    )
    return (
        f"{score.score:+.1f} spreads from what the {before} would lead to expect; "
        f"usual is {score.low:,.4g} to {score.high:,.4g}, learned from "
        f"{score.history} {kind}s."
    )


def calm(stories: Sequence[Story], span: Span, count: int) -> str:
    """What is said when nothing unusual happened, or when nobody can know."""
    kind = span.last.kind
    if not stories:
        shortest = SHORTEST_DAYS if kind == "day" else SHORTEST
        return (
            f"Too early to say what is unusual: it takes {shortest} complete {kind}s "
            "of a metric that moves."
        )
    usual = (
        "are within what is usual for the weekday"
        if kind == "day"
        else f"are within what the {kind}s before make usual for them"
    )
    judged = f"{len(stories)} of {count}" if len(stories) < count else f"{count}"
    can = " that can be judged" if len(stories) < count else ""
    return f"Nothing unusual: all {judged} metrics{can} {usual}."


def _reason(story: Story, company: Company) -> str:
    if story.why.cause is not None:
        return _because(story, story.why.cause, company)
    if not story.why.looked_at:
        return "its segments overlap or are not known, so no share can be given."
    ways = _listed([title.lower() for title in story.why.looked_at], "or")
    return f"no single {ways} explains it: it is spread over all."


def _because(story: Story, cause: Cause, company: Company) -> str:
    metric = story.reading.metric
    times = metric.times if metric.ratio else 1.0
    moved = ""
    if cause.before == cause.before and cause.after == cause.after:  # both are known
        was = format_number(cause.before * times, metric.format, company)
        now = format_number(cause.after * times, metric.format, company)
        moved = f", from {was} to {now}"
    many = len(_members(cause)[0]) > 1
    return (
        f"{_named(story, cause)} {'explain' if many else 'explains'} "
        f"{_part(cause.share, _move(story))}{moved}."
    )


def _named(story: Story, cause: Cause) -> str:
    """The segments and their dimensions: "Leeds and Pune (city) with iOS (system)"."""
    titles = story.reading.metric.dimensions
    said = [
        f"{_listed(members, 'and')} ({titles[by].lower()})"
        for members, by in zip(_members(cause), cause.dimensions, strict=True)
    ]
    return " with ".join(said)


def _members(cause: Cause) -> list[list[str]]:
    """The names of the segments, by dimension."""
    if len(cause.dimensions) == 1:
        return [[str(segment) for segment in cause.segments]]
    # Pairs are of one side, all segments found before, and one other segment each.
    side, _ = cause.segments[0]
    others = [str(other) for _, other in cause.segments]
    return [[str(one) for one in side], others]


def _part(share: float, move: str) -> str:
    if share > 1 + HALF_PERCENT:
        return f"more than all of the {move}"
    return f"{share * 100:.0f}% of the {move}"


def _warning(story: Story) -> str:
    """That the segments moved the other way: the mix, not they, moved the whole."""
    if story.why.reversal is None:
        return ""
    title, reversal = story.why.reversal
    verb = "rose" if reversal.rose else "fell"
    within = f"within every {title.lower()} it {verb}"
    if not reversal.all:
        within = (
            f"within each {title.lower()} of those with {_weight(reversal)} of the "
            f"weight it {verb}"
        )
    return f" But {within}: the {_move(story)} comes from the mix of them."


def _weight(reversal: Reversal) -> str:
    return f"{reversal.weight * 100:.0f}%"


def _move(story: Story) -> str:
    return "rise" if story.reading.rose else "fall"


def _added(factor: Factor, metric: Metric, company: Company) -> str:
    sign = "+" if factor.added > 0 else ""
    if metric.format == "percent":
        return f"{sign}{factor.added:.1f}{NBSP}pp"
    return sign + format_number(factor.added, metric.format, company)


def _moved(factor: Factor, company: Company) -> str:
    if factor.after == factor.before:
        return "stayed"
    change = format_change(factor.after, factor.before, "count", company)
    verb = "rose" if factor.after > factor.before else "fell"
    return f"{verb} {change.lstrip('+-')}"


def _listed(words: Sequence[str], last: str) -> str:
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
