"""Slots of the clock: which one is due, and which were missed.

A slot is a moment at which a job is due: every multiple of the period since 1970, in
UTC, so that neither a restart nor a night of summer time moves it.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Due:
    """The slot to run now, and how many before it were missed, the first of them."""

    slot: datetime
    missed: int = 0
    first_missed: datetime | None = None


def slot_of(moment: datetime, period: timedelta) -> datetime:
    """The slot in which a moment lies."""
    return EPOCH + (moment - EPOCH) // period * period


def due(now: datetime, period: timedelta, last: datetime | None) -> Due | None:
    """What there is to run; None if the slot of now was run already.

    However many slots were missed, one run catches up with them: a refresh reads all
    that is new. A last slot that lies ahead was written by a clock that was wrong.
    """
    current = slot_of(now, period)
    if last is None or last > now + period:
        return Due(current)
    last = slot_of(last, period)
    missed = (current - last) // period - 1
    if missed < 0:
        return None
    return Due(current, missed, last + period if missed else None)


@dataclass(frozen=True)
class Memory:
    """Which slot was run last, kept in a file beside the warehouse."""

    path: Path

    def last(self) -> datetime | None:
        """The last slot that was run; None if there was none, or the file is broken."""
        try:
            said = json.loads(self.path.read_text(encoding="utf-8"))
            found = datetime.fromisoformat(said["slot"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found if found.tzinfo else None

    def keep(self, slot: datetime, status: str) -> None:
        """Note that a slot was run, in one step that a power cut cannot halve."""
        draft = self.path.with_suffix(".tmp")
        with draft.open("w", encoding="utf-8") as stream:
            json.dump({"slot": slot.isoformat(), "status": status}, stream)
            stream.flush()
            os.fsync(stream.fileno())
        draft.rename(self.path)
