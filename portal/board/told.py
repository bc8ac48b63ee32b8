"""Everything that a board says of one period, before it is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from portal.board import readings, stories
from portal.board.ahead import ahead
from portal.board.goals import Standing, standing
from portal.board.goals_ahead import Outlook, outlooks
from portal.board.periods import Span
from portal.board.readings import Reading
from portal.board.stories import Story
from portal.company import Company
from queries import Snapshot

# Drawn where the catalogue knows them and the company has their data.
HEALTH = ("pipeline_success", "latency_p95", "overdue_refunds", "portal_adoption")
# Of these, the last 30 days are told where the period has none: a warehouse that is
# refreshed by hand was, too.
TOLD_LATELY = ("pipeline_success",)
EFFICIENCY = ("customer_acquisition_cost", "return_on_ad_spend")


@dataclass(frozen=True)
class Told:
    """A board of one generation and period.

    Attributes:
        span: The periods that it is about.
        star: The north star.
        ahead: Its forecast, as `portal.board.ahead` gives it.
        cards: The other metrics, in their order.
        stands: How metrics stand to a goal of this kind of period, by name.
        goals: How each goal stood, stands and will end; of this kind of period first.
        unusual: Changes that are unusual for their metric, with their causes.
        usual: The other changes.
        health: The rows of the query board/health.
        watched: Metrics of what the company and its numbers depend on, as far as
            they have a value.
        efficiency: Metrics of what things cost, likewise.
        generation: That all of it was read from.
        published_at: When that was published, UTC.
    """

    span: Span
    star: Reading
    ahead: pd.DataFrame | None
    cards: Sequence[Reading]
    stands: Mapping[str, Standing]
    goals: Sequence[Outlook]
    unusual: Sequence[Story]
    usual: Sequence[Story]
    health: pd.DataFrame
    watched: Sequence[Reading]
    efficiency: Sequence[Reading]
    generation: int
    published_at: datetime


def gather(snapshot: Snapshot, span: Span, company: Company) -> Told:
    """Ask the warehouse for all of a board: every metric of a period at once."""
    subjects = frozenset(snapshot.coverage())
    star, cards = readings.chosen(company, subjects)
    wanted = readings.goals_by_period(company, subjects).get(span.last.kind, [])
    asked = frozenset(snapshot.measurable())
    watched = readings.known(HEALTH, asked)
    efficiency = readings.known(EFFICIENCY, asked)
    names = list(dict.fromkeys([star, *cards, *wanted, *watched, *efficiency]))
    read = readings.read(snapshot, names, span, company)
    stands = {name: standing(read[name], span.last, company) for name in names}
    shown = [read[name] for name in (star, *cards)]
    unusual, usual = stories.find(snapshot, shown, span)
    return Told(
        span=span,
        star=shown[0],
        ahead=ahead(shown[0], span),
        cards=shown[1:],
        stands={name: stand for name, stand in stands.items() if stand},
        goals=_goals(snapshot, span, company, read),
        unusual=unusual,
        usual=usual,
        health=snapshot.fetch("board/health"),
        watched=_watched(snapshot, [read[name] for name in watched]),
        efficiency=[read[name] for name in efficiency if read[name].value is not None],
        generation=snapshot.generation,
        published_at=snapshot.published_at,
    )


def _watched(snapshot: Snapshot, found: Sequence[Reading]) -> list[Reading]:
    """Those with a value in the period, or else in the 30 days to the newest one."""
    lately = (
        readings.lately(snapshot, one)
        if one.value is None and one.metric.name in TOLD_LATELY
        else one
        for one in found
    )
    return [one for one in lately if one.value is not None]


def _goals(
    snapshot: Snapshot, span: Span, company: Company, known: Mapping[str, Reading]
) -> list[Outlook]:
    """The goals, those for this kind of period first."""
    goals = outlooks(snapshot, company, known)
    return sorted(goals, key=lambda one: one.goal.period != span.last.kind)
