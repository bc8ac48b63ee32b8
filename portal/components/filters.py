"""Controls that choose what a page shows; each has a label that stays in view."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import dcc, html

Option = str | dict[str, Any]


def filter_bar(*controls: Any) -> html.Div:
    """The controls of a page, in one row above what they change."""
    return html.Div(
        list(controls),
        className="filter-bar",
        role="group",
        **{"aria-label": "Filters"},
    )


def date_range(
    id: str,  # noqa: A002 - Dash names properties so
    start: date,
    end: date,
    first: date,
    last: date,
    label: str = "Dates",
) -> html.Div:
    """Two days, both included, within the days that have data.

    The picker's properties are `start_date` and `end_date`, as ISO text.
    """
    return _labelled(
        id,
        label,
        dcc.DatePickerRange(
            id=id,
            start_date=start.isoformat(),
            end_date=end.isoformat(),
            min_date_allowed=first.isoformat(),
            max_date_allowed=last.isoformat(),
            initial_visible_month=end.isoformat(),
            display_format="D MMM YYYY",
            minimum_nights=0,
            first_day_of_week=1,
            number_of_months_shown=1,
        ),
        "control-dates",
    )


def choice(
    id: str,  # noqa: A002 - Dash names properties so
    label: str,
    options: Sequence[Option],
    value: str | None,
) -> html.Div:
    """One of `options`; its property is `value`."""
    return _labelled(
        id,
        label,
        dcc.Dropdown(list(options), value, id=id, clearable=False, searchable=True),
        "control-choice",
    )


def choices(
    id: str,  # noqa: A002 - Dash names properties so
    label: str,
    options: Sequence[Option],
    values: Sequence[str],
    placeholder: str = "All",
) -> html.Div:
    """Any of `options`, none meaning all; its property is `value`."""
    return _labelled(
        id,
        label,
        dcc.Dropdown(
            list(options), list(values), id=id, multi=True, placeholder=placeholder
        ),
        "control-choices",
    )


def _labelled(id: str, label: str, control: Any, css: str) -> html.Div:  # noqa: A002
    return html.Div(
        [html.Label(label, htmlFor=id, className="control-label"), control],
        className=f"control {css}",
    )
