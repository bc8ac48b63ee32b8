"""The days that a page shows: in its address, in order, whole or in part."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pandas as pd

from portal import address
from portal.figures.periods import whole
from portal.numbers import format_date
from queries.answers import Coverage

DAYS_SHOWN = 90


def default_days(coverage: Coverage, days: int = DAYS_SHOWN) -> list[address.Field]:
    """The fields `start` and `end`: by default the last days that have data.

    At most the later half of them, so that there are as many days to compare with.
    """
    first, last = coverage.first_on, coverage.last_on
    days = max(1, min(days, ((last - first).days + 1) // 2))
    return [
        address.day("start", max(first, last - timedelta(days=days - 1)), first, last),
        address.day("end", last, first, last),
    ]


def given(**controls: Any) -> dict[str, Any]:
    """What the controls say, as an address would: what is empty is left out."""
    return {
        name: [str(one) for one in value] if isinstance(value, list) else _plain(value)
        for name, value in controls.items()
        if value not in (None, "", [])
    }


def _plain(value: Any) -> str:
    """A day as its first ten letters: pickers sometimes add the time."""
    text = str(value)
    return text[:10] if re.match(r"\d{4}-\d\d-\d\dT", text) else text


def exchanged(state: address.State) -> tuple[date, date, tuple[str, ...]]:
    """First and last day in their order, and what a reader is told of the address."""
    start, end = state["start"], state["end"]
    if start <= end:
        return start, end, state.problems
    said = (
        f"The first day, {format_date(start)}, is after the last, {format_date(end)}; "
        "they were exchanged."
    )
    return end, start, (*state.problems, said)


def marked(rows: pd.DataFrame, grain: str, start: date, end: date) -> pd.DataFrame:
    """The rows with the column `whole`: whether all days of the period are in."""
    return rows.assign(whole=whole(list(rows["period"]), grain, start, end))
