"""Who buys again: the purchase cohorts of the commerce page."""

from __future__ import annotations

import pandas as pd
from dash import html

from portal.components.cards import card
from portal.components.cohorts import cohort_table, triangle
from portal.components.commerce_cards import Asked
from portal.figures.periods import last_day
from portal.numbers import format_date

MOST_COHORTS = 25


def cohorts(asked: Asked, found: pd.DataFrame) -> html.Section:
    """Who bought again, by the month of the first purchase, up to the last day."""
    months = [
        stamp.date()
        for stamp in pd.date_range(
            asked.span.first.replace(day=1), asked.span.end, freq="MS"
        )
    ]
    shape = triangle(
        found, ("cohort_month", "month_number", "customers"), months, MOST_COHORTS
    )
    done = last_day(asked.span.end.replace(day=1), "month") <= asked.span.end
    caption = (
        f"Customers who bought again, by month of their first purchase, to "
        f"{format_date(asked.span.end)}"
    )
    return card(
        "Customers who buy again, by month of their first purchase",
        cohort_table(
            shape,
            name=lambda day: f"{day:%b %Y}",
            who="customers",
            step="month",
            caption=f"{caption}: {len(shape.starts)} cohorts.",
            last_is_whole=done,
        ),
        note=_cohort_note(asked, shape.hidden, done),
        wide=True,
        head=asked.rows(start=asked.span.first, customer_kind="known", kind="sale"),
    )


def _cohort_note(asked: Asked, hidden: int, done: bool) -> str:
    parts = [
        "All known customers since the data begins, on "
        f"{format_date(asked.span.first)}; who was a customer before then counts as "
        "new in the first cohort."
    ]
    if asked.filters:
        words = {
            "country": "in the chosen countries",
            "product_id": "of the chosen products",
        }
        chosen = " and ".join(words[name] for name in asked.filters)
        parts.append(f"Only purchases {chosen}.")
    if hidden:
        parts.append(f"{hidden} earlier cohorts are not shown.")
    if not done:
        parts.append(f"{asked.span.end:%B %Y} is not over: hatched.")
    return " ".join(parts)
