"""Days, weeks, months and quarters, counted back from the last day of the data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from portal.numbers import MONTHS, format_date, format_period

KINDS = ("week", "month", "quarter")
# Days of their own, in place of a period that nothing is known of.
LATELY = "30-days"
DAYS = {"day": 1, "week": 7, LATELY: 30}
LENGTHS = {"month": 1, "quarter": 3}
# A day is compared with the same weekday before, any other period with the last one.
LAGS = {"day": 7}
# Complete periods to look back over: what it takes to know a weekday, a year and one
# week, two years, four.
REACH = {"day": 120, "week": 53, "month": 25, "quarter": 17}
YEAR = 12


@dataclass(frozen=True)
class Period:
    """A day, a week from Monday, a month or a quarter; or any 30 days."""

    kind: str
    start: date

    @property
    def end(self) -> date:
        """The last day."""
        return self.next().start - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    @property
    def grain(self) -> str:
        """How its number is asked for, from its first day to its last."""
        return "all" if self.kind == LATELY else self.kind

    def next(self, count: int = 1) -> Period:
        """The period `count` later; earlier where it is negative."""
        if self.kind not in LENGTHS:
            days = timedelta(days=DAYS[self.kind] * count)
            return Period(self.kind, self.start + days)
        months = self.start.year * YEAR + self.start.month - 1
        year, month = divmod(months + count * LENGTHS[self.kind], YEAR)
        return Period(self.kind, date(year, month + 1, 1))

    def __str__(self) -> str:
        if self.kind in DAYS:
            return format_period(self.start, self.end)
        if self.kind == "month":
            return f"{MONTHS[self.start.month - 1]} {self.start.year}"
        return f"Q{(self.start.month + 2) // 3} {self.start.year}"


@dataclass(frozen=True)
class Span:
    """The periods that a board is about.

    Attributes:
        last: The last complete period, which the board reports.
        first: The earliest complete period within reach.
        open: The period after `last`, if the data reaches into it.
        last_day: The last day of the data.
    """

    last: Period
    first: Period
    open: Period | None
    last_day: date

    @property
    def before(self) -> Period:
        """The period that `last` is compared with."""
        return self.last.next(-self.lag)

    @property
    def lag(self) -> int:
        """How many periods lie between the two."""
        return LAGS.get(self.last.kind, 1)

    @property
    def end(self) -> date:
        """The last day to ask for."""
        return self.last_day if self.open else self.last.end

    def said_open(self) -> str:
        """What is said of the incomplete period; nothing where there is none."""
        if self.open is None:
            return ""
        done = (self.last_day - self.open.start).days + 1
        return (
            f"{self.open} is incomplete ({done} of {self.open.days} days, to "
            f"{format_date(self.last_day)}): drawn dashed and hollow, never compared."
        )


def period_of(day: date, kind: str) -> Period:
    """The period that a day is in."""
    if kind in DAYS:
        return Period(
            kind, day - timedelta(days=day.weekday() if kind == "week" else 0)
        )
    month = day.month if kind == "month" else day.month - (day.month - 1) % 3
    return Period(kind, date(day.year, month, 1))


def span_of(first_day: date, last_day: date, kind: str) -> Span | None:
    """The periods of data from `first_day` to `last_day`.

    None where not even one period is complete.
    """
    newest = period_of(last_day, kind)
    complete = newest.end == last_day
    last = newest if complete else newest.next(-1)
    oldest = period_of(first_day, kind)
    first = oldest if oldest.start == first_day else oldest.next()
    if last.start < first.start:
        return None
    reach = last.next(1 - REACH[kind])
    first = max(first, reach, key=lambda period: period.start)
    return Span(last, first, None if complete else newest, last_day)
