"""A week by hours: when things happen, in the company's own time."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pandas as pd
from dash import html

from portal.components.heat import Heat, heat_table

WEEKDAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
HOURS = 24


def by_hour(
    slots: pd.DataFrame, column: str, start: date, end: date, timezone: str
) -> list[list[float | None]]:
    """The mean of each hour of the week: what happened in it, by such hours passed.

    Args:
        slots: Columns `slot_15m` (UTC) and `column` (counts).
        column: The counts.
        start: First day, included.
        end: Last day, included.
        timezone: Whose hours are meant, as "Europe/London".

    Returns:
        Seven lists, Monday first, of 24 means; None where no such day passed.
    """
    local = slots["slot_15m"].dt.tz_localize("UTC").dt.tz_convert(timezone)
    sums = slots.groupby([local.dt.day_of_week, local.dt.hour])[column].sum()
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    passed = Counter(day.weekday() for day in days)
    return [
        [
            float(sums.get((weekday, hour), 0)) / passed[weekday]
            if passed[weekday]
            else None
            for hour in range(HOURS)
        ]
        for weekday in range(len(WEEKDAYS))
    ]


def hours_table(means: list[list[float | None]], what: str, timezone: str) -> html.Div:
    """Draw the hours of a week; every cell says its mean on hover and to a reader."""
    flat = [
        (value, day, hour)
        for day, row in enumerate(means)
        for hour, value in enumerate(row)
        if value is not None
    ]
    most, day, hour = max(flat, default=(0.0, 0, 0))
    return heat_table(
        Heat(
            rows=[name[:3] for name in WEEKDAYS],
            columns=[f"{hour:02d}" for hour in range(HOURS)],
            values=means,
            texts=lambda value, _day, _hour: _short(value),
            titles=lambda value, day, hour: (
                f"{WEEKDAYS[day]} {hour:02d}:00-{hour:02d}:59: {value:,.1f} {what}"
            ),
        ),
        corner="Day",
        caption=f"Mean {what} by weekday and hour, {timezone}: most on {WEEKDAYS[day]} "
        f"at {hour:02d}:00, {most:,.1f}.",
    )


def _short(value: float) -> str:
    """As few letters as tell the size; a cell is narrow."""
    if value >= 10_000:  # noqa: PLR2004
        return f"{value / 1000:.0f}k"
    if value >= 1000:  # noqa: PLR2004
        return f"{value / 1000:.1f}k"
    return f"{value:.0f}" if value >= 10 or value == 0 else f"{value:.1f}"  # noqa: PLR2004
