"""The days of the demo company: which there are, which is which, how busy each hour is.

A moment is a number of seconds since the first day's midnight, UTC; a day is a number
of days since then. Each day and subject has random numbers of its own, so that a day is
the same whatever else is written.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from pipeline.demo.truth import TruthError

DAY, HOUR = 86_400, 3_600
MONTHS = 12
LAST_SAFE_DAY = 28
WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)


@dataclass(frozen=True)
class Days:
    """The period: from `first` to the day before `until`; written from day `start`."""

    first: date
    until: date
    start: int
    zone: ZoneInfo
    seed: int

    @property
    def count(self) -> int:
        """Days in the period."""
        return (self.until - self.first).days

    @property
    def written(self) -> range:
        """The days of which files are written."""
        return range(self.start, self.count)

    def date_of(self, day: int) -> date:
        """The date of a day."""
        return self.first + timedelta(days=int(day))

    def weekdays(self) -> np.ndarray:
        """The weekday of each day of the period, Monday as 0."""
        return (np.arange(self.count) + self.first.weekday()) % 7

    def stamps(self, moments: np.ndarray) -> np.ndarray:
        """Moments as times of the calendar, in seconds."""
        return np.datetime64(self.first, "s") + moments.astype("timedelta64[s]")

    def rng(self, subject: str, day: int = 0) -> np.random.Generator:
        """Random numbers of a subject and day."""
        return np.random.default_rng([self.seed, zlib.crc32(subject.encode()), day])

    def day_of(self, told: Mapping[str, Any]) -> int | None:
        """The day that truth.toml tells; None if the period has no such date.

        Raises:
            TruthError: If it is told in another way than truth.toml explains.
        """
        if set(told) == {"month", "day"}:
            return self._date_of_the_year(told["month"], told["day"])
        if not set(told) <= {"days_before_end", "weekday"} or len(told) == 0:
            raise TruthError(
                f"A day is told as {dict(told)}; it takes days_before_end, with a "
                "weekday or without, or month and day."
            )
        day = self.until - timedelta(days=told["days_before_end"])
        if "weekday" in told:
            day -= timedelta((day.weekday() - WEEKDAYS.index(told["weekday"])) % 7)
        return (day - self.first).days

    def day_within(self, told: Mapping[str, Any]) -> int:
        """The day that truth.toml tells.

        Raises:
            TruthError: If it is not within the period.
        """
        day = self.day_of(told)
        if day is None or not 0 <= day < self.count:
            raise TruthError(
                f"A day is told as {dict(told)}, which is not from {self.first} to the "
                f"day before {self.until}; tell one that is."
            )
        return day

    def _date_of_the_year(self, month: int, day: int) -> int | None:
        for year in range(self.until.year, self.first.year - 1, -1):
            if self.first <= date(year, month, day) < self.until:
                return (date(year, month, day) - self.first).days
        return None

    def hours(self, day: int, weights: list[float]) -> np.ndarray:
        """How likely each hour UTC of a day is, if `weights` are those of the zone."""
        midnight = datetime.combine(self.date_of(day), datetime.min.time(), UTC)
        local = [
            (midnight + timedelta(hours=hour)).astimezone(self.zone).hour
            for hour in range(24)
        ]
        busy = np.asarray(weights, float)[local]
        return np.asarray(busy / busy.sum())


def period(until: date, months: int, written: int, zone: str, seed: int) -> Days:
    """The `months` before `until`, of which the last `written` are written."""
    first, start = _before(until, months), _before(until, min(written, months))
    return Days(first, until, (start - first).days, ZoneInfo(zone), seed)


def _before(until: date, months: int) -> date:
    number = until.year * MONTHS + until.month - 1 - months
    day = min(until.day, LAST_SAFE_DAY)
    return date(number // MONTHS, number % MONTHS + 1, day)
