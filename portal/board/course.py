"""One reading as the board writes and draws it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from portal.board.periods import Period, Span
from portal.board.readings import Reading
from portal.company import Company
from portal.components.cards import Change
from portal.components.svg import Svg
from portal.numbers import format_change, format_date, format_number
from portal.svg.sparkline import sparkline

# Periods of a sparkline: more are noise in so small a drawing.
RECENT = {"week": 27, "month": 14, "quarter": 9}


def short(value: float | None, reading: Reading, company: Company) -> str:
    """A value of this metric with three significant digits."""
    return format_number(value, reading.metric.format, company)


def exact(value: float | None, reading: Reading, company: Company) -> str:
    """A value of this metric with every digit."""
    return format_number(value, reading.metric.format, company, exact=True)


def change_of(reading: Reading, span: Span, company: Company) -> Change:
    """The change against the period before; or that there is nothing to compare."""
    if reading.value is None:
        return Change(f"no value in {span.last}", "")
    if reading.before is None:
        return Change("no value before", "")
    text = format_change(reading.value, reading.before, reading.metric.format, company)
    versus = f"vs {span.last.kind} before"
    if reading.value == reading.before:
        return Change("no change", versus)
    return Change(text, versus, reading.tone, "▲" if reading.rose else "▼")


def spark(reading: Reading, span: Span, company: Company) -> Svg | None:
    """The sparkline of a card; None where there are too few values."""
    recent = course_of(reading, span)[["value", "complete"]].tail(
        RECENT[span.last.kind]
    )
    markup = sparkline(recent)
    return Svg(markup, described(reading, span, company), "spark") if markup else None


def course_of(reading: Reading, span: Span) -> pd.DataFrame:
    """A metric's periods as a drawing wants them: label, tick, value, complete."""
    values, starts = reading.course.tolist(), list(reading.course.index)
    if span.open is not None:
        values.append(reading.so_far)
        starts.append(span.open.start)
    periods = [Period(span.last.kind, start) for start in starts]
    return pd.DataFrame(
        {
            "label": [str(period) for period in periods],
            "tick": [_tick(period) for period in periods],
            "value": pd.Series(values, dtype=float),
            "complete": [period.start <= span.last.start for period in periods],
        }
    )


def described(reading: Reading, span: Span, company: Company) -> str:
    """A metric's course in one sentence, for those who hear it."""
    known, title, kind = reading.course.dropna(), reading.metric.title, span.last.kind
    if known.empty:
        return f"{title} has no value yet."

    def told(place: Any) -> str:
        return f"{short(known[place], reading, company)} ({Period(kind, place)})"

    return (
        f"{title} over {len(known)} {kind}s: lowest {told(known.idxmin())}, highest "
        f"{told(known.idxmax())}, last {told(known.index[-1])}."
    )


def _tick(period: Period) -> str:
    return format_date(period.start) if period.kind == "week" else str(period)
