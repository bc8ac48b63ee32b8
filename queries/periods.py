"""Days, weeks and months: which periods a span of days has, and which have data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DECEMBER = 12
MONTHS = {"month": 1, "quarter": 3}


@dataclass(frozen=True)
class Coverage:
    """The days for which there is data of a subject, and how many rows."""

    first_on: date
    last_on: date
    rows: int

    def reaches(self, first: date, last: date) -> bool:
        """Whether any of some days lies between its own first and last."""
        return first <= self.last_on and last >= self.first_on


@dataclass(frozen=True)
class Span:
    """The days asked for, both included, and the length of a period."""

    start: date
    end: date
    grain: str

    def periods(self) -> list[date]:
        """The first day of every period that has a day in the span."""
        return list(self._walk())

    def _walk(self) -> Iterator[date]:
        day = floor(self.start, self.grain)
        while day <= self.end:
            yield day
            day = following(day, self.grain)

    def days_of(self, period: date) -> tuple[date, date]:
        """The first and last day of a period that lie in the span."""
        last = following(period, self.grain) - timedelta(days=1)
        return max(period, self.start), min(last, self.end)

    def is_whole(self, unit: str) -> bool:
        """Whether it begins and ends with a day, week or month."""
        after = self.end + timedelta(days=1)
        return floor(self.start, unit) == self.start and floor(after, unit) == after

    def is_one(self, unit: str) -> bool:
        """Whether it is exactly one day, week or month."""
        return self.is_whole(unit) and floor(self.end, unit) == self.start


def floor(day: date, grain: str) -> date:
    """The first day of the period that a day is in; weeks start on Monday."""
    if grain == "week":
        return day - timedelta(days=day.weekday())
    if grain in MONTHS:
        return day.replace(day=1, month=day.month - (day.month - 1) % MONTHS[grain])
    return day


def following(period: date, grain: str) -> date:
    """The first day of the next period."""
    if grain not in MONTHS:
        return period + timedelta(days=7 if grain == "week" else 1)
    years, month = divmod(period.month - 1 + MONTHS[grain], DECEMBER)
    return period.replace(year=period.year + years, month=month + 1)
