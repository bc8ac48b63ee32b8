"""Where goals will end: pace, forecast and chance of the open period, and history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import nan

import pandas as pd

from analysis.holdout import Effect, Group, effect_of
from analysis.pace import Forecast, Past, forecast_end, share_due
from portal.board.goals import Standing, is_met, standing
from portal.board.periods import Period, Span, span_of
from portal.board.readings import Reading, goals_by_period, read
from portal.company import Company, Goal, Holdout
from queries.snapshot import Snapshot

HISTORY = 12
LIKELY, UNLIKELY = 0.8, 0.2
HELD_OUT, TREATED = 1, 0


@dataclass(frozen=True)
class Outlook:
    """One goal: how it stood, how it stands, and where it will end.

    Attributes:
        reading: Its metric over the complete periods.
        goal: What is wanted.
        last: How the last complete period stands to it; None without a value.
        open: The period that runs, if the data reaches into it.
        until: The last day that is over, with data of the metric.
        forecast: Of the end of the open period; None where too little is known.
        due: What the plan wants by `until`; None where days do not add up.
        history: The last complete periods, the oldest first, and whether each met it.
    """

    reading: Reading
    goal: Goal
    last: Standing | None
    open: Period | None
    until: date
    forecast: Forecast | None
    due: float | None
    history: tuple[tuple[Period, float, bool], ...]

    @property
    def chance(self) -> float | None:
        """Probability that the open period ends with the goal met."""
        if self.forecast is None or self.reading.metric.better == "neutral":
            return None
        at_least = self.reading.metric.better == "higher"
        return self.forecast.chance(self.goal.target, at_least=at_least)

    @property
    def verdict(self) -> tuple[str, str]:
        """Tone and word, from the chance."""
        if self.chance is None:
            return "neutral", "No forecast"
        if self.chance >= LIKELY:
            return "good", "On course"
        if self.chance <= UNLIKELY:
            return "bad", "Off course"
        return "warning", "Open"

    @property
    def done(self) -> int:
        """Days of the open period that are over."""
        return 0 if self.open is None else (self.until - self.open.start).days + 1


@dataclass(frozen=True)
class Held:
    """A goal against held-out users, and what came of it.

    Attributes:
        holdout: What is wanted.
        effect: What was measured; None before the experiment has users.
        users: With the treatment, and held out.
        days: First and last day of the window; the last is not known for an open one.
        mixed: Users left out, as they met both variants.
    """

    holdout: Holdout
    effect: Effect | None
    users: tuple[int, int] = (0, 0)
    days: tuple[date | None, date | None] = (None, None)
    mixed: int = 0

    @property
    def verdict(self) -> tuple[str, str]:
        """Tone and word, from the chance that the effect is as large as wanted."""
        if self.effect is None or pd.isna(self.effect.lift):
            return "neutral", "No data"
        chance = self.effect.chance(self.holdout.target)
        if chance >= LIKELY:
            return "good", "Met"
        return ("bad", "Missed") if chance <= UNLIKELY else ("warning", "Open")


def outlooks(
    snapshot: Snapshot, company: Company, known: Mapping[str, Reading] | None = None
) -> list[Outlook]:
    """Every goal whose metric has data, in the order of goals.toml.

    `known` holds readings over the periods of one kind that need not be asked again.
    """
    coverage = snapshot.coverage()
    if not coverage:
        return []
    first = min(days.first_on for days in coverage.values())
    last = max(days.last_on for days in coverage.values())
    found: dict[str, Outlook] = {}
    for kind, metrics in goals_by_period(company, frozenset(coverage)).items():
        span = span_of(first, last, kind)
        if span is not None:
            readings = _known(known or {}, metrics, span)
            readings = readings or read(snapshot, metrics, span, company)
            found |= _of_period(snapshot, readings, span, company)
    return [found[name] for name in company.goals if name in found]


def holdouts(snapshot: Snapshot, company: Company) -> list[Held]:
    """Every goal against held-out users."""
    return [_held(snapshot, one) for one in company.holdouts]


def _known(
    known: Mapping[str, Reading], names: Sequence[str], span: Span
) -> dict[str, Reading]:
    """The readings of these metrics, if all of them are known for these periods."""
    fit = all(name in known and known[name].period == span.last for name in names)
    return {name: known[name] for name in names} if fit else {}


def _of_period(
    snapshot: Snapshot, readings: Mapping[str, Reading], span: Span, company: Company
) -> dict[str, Outlook]:
    """The goals of one kind of period, with their days: one more question."""
    days = snapshot.measure(
        list(readings), start=span.first.start, end=span.last_day, grain="day"
    ).set_index("period")
    found = {}
    for name, reading in readings.items():
        goal = reading.goal
        if goal is None or goal.period != span.last.kind:
            continue
        until = min(
            snapshot.coverage()[reading.metric.subject].last_on,
            _last_whole_day(snapshot, span),
        )
        found[goal.name or name] = _outlook(reading, goal, span, until, days, company)
    return found


def _last_whole_day(snapshot: Snapshot, span: Span) -> date:
    """The last day of the data; not the day of the refresh, which still goes on."""
    is_today = span.last_day == snapshot.published_at.date()
    return span.last_day - timedelta(days=1) if is_today else span.last_day


def _outlook(
    reading: Reading,
    goal: Goal,
    span: Span,
    until: date,
    days: pd.DataFrame,
    company: Company,
) -> Outlook:
    open_ = span.open if span.open and until >= span.open.start else None
    name = reading.metric.name
    forecast = due = None
    if open_ is not None:
        forecast = forecast_end(_past(reading, open_, until, days[name]))
        if reading.metric.additive:
            done = (until - open_.start).days + 1
            due = goal.target * share_due(goal.path or "even", done, open_.days)
    return Outlook(
        reading=reading,
        goal=goal,
        last=standing(reading, span.last, company),
        open=open_,
        until=until,
        forecast=forecast,
        due=due,
        history=_history(reading, goal, span.last.kind),
    )


def _past(reading: Reading, open_: Period, until: date, days: pd.Series) -> Past:
    """The metric's days and periods as a forecast wants them."""
    starts = [*reading.course.index, open_.start, open_.next().start]
    known = days.astype(float)
    known.index = pd.DatetimeIndex(known.index)
    return Past(
        days=known[: pd.Timestamp(until)],
        starts=[pd.Timestamp(start) for start in starts],
        finals=reading.course.to_numpy(dtype=float),
        adds_up=reading.metric.additive,
        is_level=not reading.metric.from_zero,
    )


def _history(
    reading: Reading, goal: Goal, kind: str
) -> tuple[tuple[Period, float, bool], ...]:
    """The last complete periods with a value, and whether each met the goal."""
    known = reading.course.dropna().tail(HISTORY)
    return tuple(
        (
            Period(kind, start),
            float(value),
            is_met(float(value), goal.target, reading.metric.better),
        )
        for start, value in known.items()
    )


def _held(snapshot: Snapshot, holdout: Holdout) -> Held:
    """What came of one goal against held-out users."""
    rows = snapshot.fetch("goals/holdout", experiment=holdout.experiment)
    if rows.empty or set(rows["is_control"]) != {HELD_OUT, TREATED}:
        return Held(holdout, None)
    groups = rows.drop(columns=["variant", "started_on", "ended_on"])
    groups = groups.groupby("is_control").sum().to_dict("index")
    treated, held_out = (
        _group(groups[which], holdout.measure) for which in (TREATED, HELD_OUT)
    )
    first, last = (rows[name].iloc[0] for name in ("started_on", "ended_on"))
    enough = min(treated.users, held_out.users) > 1
    return Held(
        holdout,
        effect_of(treated, held_out) if enough else None,
        (treated.users, held_out.users),
        (first, None if pd.isna(last) else last),
        int(rows["mixed_users"].max()),
    )


def _group(sums: Mapping[str, float], measure: str) -> Group:
    """A group's users, mean and variance from its sums."""
    users = int(sums["users"])
    total, squares = float(sums[measure]), float(sums[f"{measure}_2"])
    if users < 2:  # noqa: PLR2004  one user has no variance
        return Group(users, total, nan)
    mean = total / users
    return Group(users, mean, max(squares - users * mean**2, 0.0) / (users - 1))
