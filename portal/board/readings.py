"""The metrics of a board over its periods, from one question to the warehouse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from math import nan

import pandas as pd

from analysis.lights import Light, light
from analysis.usual import Usual
from portal.board.judged import judge, parts
from portal.board.periods import DAYS, LATELY, Period, Span, period_of
from portal.company import Company, Goal
from queries import catalog
from queries.definitions import Metric
from queries.snapshot import Snapshot

MOST_CARDS = 8
LEAST_CARDS = 6
USUAL_STARS = ("revenue", "active_users")


@dataclass(frozen=True)
class Reading:
    """One metric over the periods of a board.

    Attributes:
        metric: What it is.
        course: Its value by the first day of each period, complete ones only.
        so_far: Its value in the incomplete period, if there is one.
        goal: What the company wants of it, in whatever period.
        period: The last complete one, which `value` is of.
        generation: That it was read from.
        lag: How many periods back the one is that it is compared with.
        usual: How usual the value is; None where nobody can know.
    """

    metric: Metric
    course: pd.Series
    so_far: float | None
    goal: Goal | None
    period: Period | None = None
    generation: int = 0
    lag: int = 1
    usual: Usual | None = None

    @cached_property
    def value(self) -> float | None:
        """In the last complete period."""
        return _at(self.course, -1)

    @cached_property
    def before(self) -> float | None:
        """In the period that it is compared with."""
        return _at(self.course, -1 - self.lag)

    @property
    def light(self) -> Light:
        """Its traffic light: its goal for this period first, then what is usual."""
        fits = self.goal is not None and (
            self.period is None or self.goal.period == self.period.kind
        )
        target = self.goal.target if self.goal is not None and fits else None
        return light(self.value, target, self.metric.better, self.usual)

    @property
    def tone(self) -> str:
        """Which way the change goes, for the metric; whether it matters says `light`.

        From the metric's direction, not from the sign.
        """
        if self.value is None or self.before is None or self.value == self.before:
            return "neutral"
        if self.metric.better == "neutral":
            return "neutral"
        return "good" if self.rose == (self.metric.better == "higher") else "bad"

    @property
    def rose(self) -> bool:
        """Whether the last period is above the one before."""
        return (self.value or 0.0) > (self.before or 0.0)


def chosen(company: Company, subjects: frozenset[str]) -> tuple[str, list[str]]:
    """The north star and the cards, of what this company has data for.

    What company.toml names comes first; where it names too little, metrics of tier 0
    fill up, so that a company never described still has its board.

    Raises:
        ValueError: If company.toml names a metric that does not exist, or there is no
            data for any metric.
    """
    known = catalog.metrics()
    wanted = [goal.metric for goal in company.goals.values()]
    for name in filter(None, (company.north_star, *company.cards, *wanted)):
        catalog.metric(name)
    offered = [
        metric
        for metric in sorted(known.values(), key=lambda metric: metric.tier)
        if metric.subject in subjects and (metric.tier == 0)
    ]
    stars = [metric.name for metric in offered if metric.level == "north star"]
    first = [company.north_star] if company.north_star else list(USUAL_STARS)
    names = [*first, *stars, *(metric.name for metric in offered)]
    names = [name for name in names if known[name].subject in subjects]
    if not names:
        raise ValueError(
            "There is data for no metric of the board; connect orders, messages or "
            "a feed by a mapping, then run `python -m pipeline refresh`."
        )
    star = names[0]
    asked = [name for name in company.cards if known[name].subject in subjects]
    fill = [metric.name for metric in offered] if len(asked) < LEAST_CARDS else []
    cards = [name for name in dict.fromkeys([*asked, *fill]) if name != star]
    wanted = max(LEAST_CARDS + 2, len(asked)) if fill else len(asked)
    return star, cards[: min(wanted, MOST_CARDS)]


def read(
    snapshot: Snapshot, names: Sequence[str], span: Span, company: Company
) -> dict[str, Reading]:
    """Every metric over every period of the span: one question."""
    metrics = [catalog.metric(name) for name in names]
    halves = [name for metric in metrics for name in parts(metric)]
    asked = list(dict.fromkeys([*names, *halves]))
    rows = snapshot.measure(
        asked, start=span.first.start, end=span.end, grain=span.last.kind
    ).set_index("period")
    complete = rows.loc[[day for day in rows.index if day <= span.last.start]]
    return {
        name: Reading(
            metric=catalog.metric(name),
            course=complete[name].astype(float),
            so_far=_at(rows[name], -1) if span.open else None,
            goal=_goal(company.goal_of(name, span.last.kind), complete[name]),
            period=span.last,
            generation=snapshot.generation,
            lag=span.lag,
            usual=judge(catalog.metric(name), complete, span.last.kind),
        )
        for name in names
    }


def lately(snapshot: Snapshot, reading: Reading) -> Reading:
    """The same metric over the 30 days that end with the newest day it is known of."""
    newest = snapshot.measurable()[reading.metric.subject].last_on
    period = Period(LATELY, newest - timedelta(days=DAYS[LATELY] - 1))
    name = reading.metric.name
    rows = snapshot.measure([name], start=period.start, end=newest, grain=period.grain)
    return Reading(
        metric=reading.metric,
        course=rows[name].astype(float),
        so_far=None,
        goal=None,
        period=period,
        generation=snapshot.generation,
    )


def known(names: Sequence[str], subjects: frozenset[str]) -> list[str]:
    """Those of `names` that the catalogue has and the company has data for."""
    found = catalog.metrics()
    return [name for name in names if name in found and found[name].subject in subjects]


def goals_by_period(
    company: Company, subjects: frozenset[str]
) -> Mapping[str, list[str]]:
    """The metrics that have a goal and data, by the period of the goal."""
    known = catalog.metrics()
    found: dict[str, list[str]] = {}
    for goal in company.goals.values():
        if known[goal.metric].subject in subjects:
            found.setdefault(goal.period, []).append(goal.metric)
    return found


def _goal(goal: Goal | None, course: pd.Series) -> Goal | None:
    """A goal with the target that its baseline gives it."""
    if goal is None or not isinstance(goal.baseline, date):
        return goal
    start = period_of(goal.baseline, goal.period).start
    before = course.get(start, nan)
    return goal.measured(None if pd.isna(before) else float(before))


def _at(course: pd.Series, place: int) -> float | None:
    if len(course) < abs(place) or pd.isna(course.iloc[place]):
        return None
    return float(course.iloc[place])
