"""How far an incremental read has come, and from where the next one reads again."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from pipeline.databases.address import SourceError
from pipeline.databases.source import Database
from pipeline.databases.values import as_text

TIME_TEXT = re.compile(r"(\d{4}-\d\d-\d\d)([ T])(\d\d:\d\d:\d\d)")
DAY_TEXT = re.compile(r"\d{4}-\d\d-\d\d")


def kind_of(value: Any) -> str:
    """The kind of a value of the incremental column.

    Raises:
        SourceError: If rows cannot be put in order by it.
    """
    if isinstance(value, datetime):
        return "timestamp" if value.tzinfo is None else "timestamptz"
    if isinstance(value, date):
        return "date"
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return "number"
    if isinstance(value, str):
        return "text"
    raise SourceError(
        f"The incremental column holds {type(value).__name__} values; it must hold "
        "times, dates, whole numbers or text that sorts by time."
    )


def parse(kind: str, text: str) -> Any:
    """The value that was written as this text."""
    if kind == "timestamp":
        return datetime.fromisoformat(text)
    if kind == "timestamptz":
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    if kind == "date":
        return date.fromisoformat(text)
    return Decimal(text) if kind == "number" else text


def read_from(kind: str, high: str, database: Database, now: datetime) -> Any:
    """The value from which the next read starts: `high` less the overlap.

    A time that lies ahead of the clock does not count as read so far: one row with a
    date of 2099 must not hide every row after it.
    """
    value = parse(kind, high)
    overlap = database.overlap
    if kind in {"timestamp", "timestamptz"}:
        ahead = now if kind == "timestamptz" else now.replace(tzinfo=None)
        return (min(value, ahead) - overlap).replace(microsecond=0)
    if kind == "date":
        return min(value, now.date()) - max(overlap, timedelta(days=1))
    if kind == "number":
        start = value - database.overlap_numbers
        return int(start) if start == int(start) else start
    return _text_from(value, overlap, now)


def _text_from(value: str, overlap: timedelta, now: datetime) -> str:
    """Text that is a time is moved back within its own spelling; other text stays."""
    try:
        if found := TIME_TEXT.match(value):
            moment = datetime.fromisoformat(f"{found[1]} {found[3]}")
            earlier = min(moment, now.replace(tzinfo=None)) - overlap
            return earlier.strftime(f"%Y-%m-%d{found[2]}%H:%M:%S")
        if DAY_TEXT.fullmatch(value):
            day = min(date.fromisoformat(value), now.date())
            return (day - max(overlap, timedelta(days=1))).isoformat()
    except (ValueError, OverflowError):
        return value
    return value


def reaches(kind: str | None, text: str | None, start: Any) -> bool:
    """Whether a landed value is one that is read again from `start` on."""
    if start is None:
        return True
    if text is None:
        return False
    if kind == "number":
        return bool(Decimal(text) >= start)
    return text >= str(as_text(start))


class Span:
    """The greatest value of the incremental column, and how many rows have none."""

    def __init__(self, kind: str | None) -> None:
        self.kind = kind
        self.high: Any = None
        self.nulls = 0

    def add(self, value: Any) -> None:
        """Count one more value."""
        if value is None:
            self.nulls += 1
            return
        kind = kind_of(value)
        if self.kind not in {None, kind}:
            raise SourceError(
                f"The incremental column mixes {self.kind} and {kind} values, which "
                "have no common order. Use a column of one type."
            )
        self.kind = kind
        self.high = value if self.high is None else max(self.high, value)

    def beyond(self, before: str | None) -> str | None:
        """The greater of what had been read before and what was read now."""
        if before is None or self.high is None:
            return before if self.high is None else self.high_text
        earlier = parse(str(self.kind), before)
        return as_text(max(earlier, self.high))

    @property
    def high_text(self) -> str | None:
        """The greatest value as it is written into files."""
        return as_text(self.high)
