"""Notes of events on the north star: what happened on which day, beside its course."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from portal.board.periods import Period
from portal.company import Event
from portal.numbers import format_period
from portal.svg.beside import Note

BAD = {"outage", "incident"}
MOST = 9


def notes(events: Sequence[Event], periods: Sequence[Period]) -> list[Note]:
    """The events within the periods of a drawing, numbered by day.

    A period stands at its place and reaches half a step to each side, so an event is
    put where its day lies within the period.
    """
    inside = [
        (place, event)
        for event in sorted(events, key=lambda event: event.day)
        if (place := _place(event.day, periods)) is not None
    ]
    return [
        Note(
            place,
            str(number),
            f"{format_period(event.day, event.day, year=False)}: {event.title}",
            _tone(event),
        )
        for number, (place, event) in enumerate(inside[-MOST:], start=1)
    ]


def _place(day: date, periods: Sequence[Period]) -> float | None:
    for at, period in enumerate(periods):
        if period.start <= day <= period.end:
            return at - 0.5 + ((day - period.start).days + 0.5) / period.days
    return None


def _tone(event: Event) -> str:
    return "bad" if event.kind in BAD else "neutral"
