"""Days, weeks and months along an axis of time: which grain, and which are whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

DAYS_SHOWN_AS_DAYS = 45
DAYS_SHOWN_AS_WEEKS = 400
DECEMBER = 12

HOVER_DATE = {"day": "%a %-d %b %Y", "week": "week of %-d %b %Y", "month": "%B %Y"}


def grain_for(start: date, end: date) -> str:
    """Return the grain that draws at most about 60 points between two days."""
    days = (end - start).days + 1
    if days <= DAYS_SHOWN_AS_DAYS:
        return "day"
    return "week" if days <= DAYS_SHOWN_AS_WEEKS else "month"


def last_day(period: date, grain: str) -> date:
    """Return the last day of the day, week or month that begins on `period`."""
    if grain == "week":
        return period + timedelta(days=6)
    if grain == "month":
        year, month = (
            (period.year + 1, 1)
            if period.month == DECEMBER
            else (period.year, period.month + 1)
        )
        return date(year, month, 1) - timedelta(days=1)
    return period


def whole(periods: Sequence[date], grain: str, start: date, end: date) -> list[bool]:
    """Say of each period whether all its days lie between `start` and `end`."""
    return [period >= start and last_day(period, grain) <= end for period in periods]
