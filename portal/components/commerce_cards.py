"""What the commerce page draws, card by card, for one state of its filters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any

import pandas as pd
from dash import html

from portal.company import Company
from portal.components.cards import grid
from portal.components.charts import chart
from portal.components.links import page_link, rows_link
from portal.components.measures import Span, scale_of
from portal.components.periods import marked
from portal.figures.periods import grain_for
from portal.figures.trend import trend
from portal.figures.words import trend_in_words
from portal.numbers import format_number
from queries.snapshot import Snapshot

HEIGHT = 300
TREND = ("revenue", "refunds", "customers", "new_customers")


@dataclass(frozen=True)
class Asked:
    """One state of the page.

    Attributes:
        snapshot: The generation that all numbers come from.
        company: Whose numbers they are.
        span: The days.
        last: Last day with data.
        filters: Chosen countries and product keys; only those that were chosen.
    """

    snapshot: Snapshot
    company: Company
    span: Span
    last: date
    filters: dict[str, list[str]]

    @property
    def days(self) -> dict[str, date]:
        """The days, as a query or a measure takes them."""
        return {"start": self.span.start, "end": self.span.end}

    @property
    def state(self) -> dict[str, object]:
        """Days and filters, as the addresses of pages hold them."""
        return {**self.days, **self.filters}

    @cached_property
    def grain(self) -> str:
        """The grain that the range of days calls for."""
        return grain_for(self.span.start, self.span.end)

    def money(self, value: Any, *, exact: bool = False) -> str:
        """An amount as the company writes it."""
        return format_number(value, "currency", self.company, exact)

    def rows(self, **more: Any) -> html.A:
        """A link to the order lines behind these days and filters."""
        return rows_link("order_lines", {**self.state, **more})

    def only(self, name: str, value: str, words: str) -> html.A:
        """A link to this page for one country or product alone."""
        return page_link("/commerce", {**self.state, name: [value]}, words)


def anything(asked: Asked) -> bool:
    """Whether there is any sale or refund to show."""
    found = asked.snapshot.measure(
        ["orders", "refunds"], **asked.days, where=asked.filters
    )
    return bool(found["orders"].iloc[0]) or bool(found["refunds"].iloc[0])


def nothing(asked: Asked) -> str:
    """Why there is nothing, and what to do."""
    names = {"country": "these countries", "product_id": "these products"}
    chosen = " and ".join(names[name] for name in asked.filters)
    words = f" for {chosen}" if chosen else ""
    advice = "Widen the dates or clear a filter." if chosen else "Widen the dates."
    return f"No orders between {asked.span.words}{words}. {advice}"


def over_time(asked: Asked) -> list[Any]:
    """Revenue, customers and refunds by period, from one question."""
    measured = asked.snapshot.measure(
        TREND, **asked.days, grain=asked.grain, where=asked.filters
    )
    rows = marked(measured, asked.grain, asked.span.start, asked.span.end)
    returning = rows["customers"] - rows["new_customers"]
    rows = rows.assign(returning_customers=returning)
    return [
        _revenue(asked, rows),
        grid(_customers(asked, rows), _refunds(asked, rows)),
    ]


def _revenue(asked: Asked, rows: pd.DataFrame) -> html.Section:
    write = partial(asked.money, exact=True)
    return chart(
        "commerce-revenue",
        trend(
            rows,
            {"revenue": "Revenue"},
            grain=asked.grain,
            scale=scale_of("currency", asked.company),
        ),
        f"Revenue by {asked.grain}, {asked.company.currency}",
        _words(rows, "revenue", "Revenue", asked, write),
        note=f"Sales less refunds.{_loose(asked, rows, 'Dotted')}",
        height=HEIGHT,
        wide=True,
        head=asked.rows(),
    )


def _customers(asked: Asked, rows: pd.DataFrame) -> html.Section:
    series = {"returning_customers": "Returning", "new_customers": "New"}
    words = [
        _words(rows, name, f"{title} customers", asked, lambda value: f"{value:,.0f}")
        for name, title in series.items()
    ]
    return chart(
        "commerce-customers",
        trend(
            rows,
            series,
            grain=asked.grain,
            scale=scale_of("users", asked.company),
            kind="bar",
            stacked=True,
        ),
        f"New and returning customers by {asked.grain}",
        " ".join(words),
        note="New: the first purchase of all falls in the period. Guests are not "
        f"counted.{_loose(asked, rows, 'Hatched')}",
        height=HEIGHT,
        head=asked.rows(customer_kind="known", kind="sale"),
    )


def _refunds(asked: Asked, rows: pd.DataFrame) -> html.Section:
    write = partial(asked.money, exact=True)
    return chart(
        "commerce-refunds",
        trend(
            rows,
            {"refunds": "Refunds"},
            grain=asked.grain,
            scale=scale_of("currency", asked.company),
            kind="bar",
        ),
        f"Refunds by {asked.grain}, {asked.company.currency}",
        _words(rows, "refunds", "Refunds", asked, write),
        note=f"On the day of their own line.{_loose(asked, rows, 'Hatched')}",
        height=HEIGHT,
        head=asked.rows(kind="refund"),
    )


def _words(
    rows: pd.DataFrame,
    column: str,
    title: str,
    asked: Asked,
    write: Callable[[float], str],
) -> str:
    return trend_in_words(rows, column, title, grain=asked.grain, write=write)


def _loose(asked: Asked, rows: pd.DataFrame, look: str) -> str:
    """What is said of periods of which only a part is shown."""
    return "" if rows["whole"].all() else f" {look}: a {asked.grain} shown in part."
