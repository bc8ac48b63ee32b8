"""What the messenger page draws, card by card, for some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import nan
from typing import Any

import pandas as pd
from dash import html

from portal.company import Company
from portal.components.cards import card, kpi_card
from portal.components.charts import chart
from portal.components.hours import by_hour, hours_table
from portal.components.links import rows_link
from portal.components.measures import Span, change_of, metric_cards
from portal.components.periods import marked
from portal.figures.periods import grain_for
from portal.figures.shares import concentration
from portal.figures.style import Scale
from portal.figures.trend import trend
from portal.figures.words import trend_in_words
from portal.numbers import format_number
from queries.snapshot import Snapshot

HEIGHT = 300
TOLD = (1, 10, 50)
METRICS = ("messages", "senders", "receivers", "pairs", "messages_per_sender")
BUSIEST = 10
FACTS = {
    "new_senders": (
        "New senders",
        "users",
        "higher",
        "Senders whose first message lies in these days.",
    ),
    "returning_senders": (
        "Returning senders",
        "users",
        "higher",
        "Senders whose first message was before these days.",
    ),
    "busiest": (
        "Written by the busiest 10%",
        "percent",
        "neutral",
        "Share of the messages that the tenth of the senders who write most wrote.",
    ),
}


@dataclass(frozen=True)
class Asked:
    """One state of the page: the generation, the company and the days."""

    snapshot: Snapshot
    company: Company
    span: Span

    @property
    def days(self) -> dict[str, date]:
        """The days, as a query or a measure takes them."""
        return {"start": self.span.start, "end": self.span.end}

    @cached_property
    def grain(self) -> str:
        """The grain that the range of days calls for."""
        return grain_for(self.span.start, self.span.end)

    def rows(self, **more: Any) -> html.A:
        """A link to the messages of these days."""
        return rows_link("interactions", {**self.days, "action": "message", **more})


def anything(asked: Asked) -> bool:
    """Whether there is any message to show."""
    found = asked.snapshot.measure(["messages"], **asked.days)
    return bool(found["messages"].fillna(0).iloc[0])


def numbers(asked: Asked) -> list[html.Section]:
    """The big numbers, each with its change."""
    now = _facts(asked.snapshot, asked.span.start, asked.span.end)
    before = _facts(asked.snapshot, *asked.span.before) if asked.span.before else {}
    more = [
        kpi_card(
            title,
            format_number(now[name], unit, asked.company),
            exact=format_number(now[name], unit, asked.company, exact=True),
            change=change_of(
                (unit, better), now[name], before.get(name), asked.span, asked.company
            ),
            about=about,
        )
        for name, (title, unit, better, about) in FACTS.items()
    ]
    return metric_cards(asked.snapshot, asked.company, METRICS, asked.span) + more


def _facts(snapshot: Snapshot, start: date, end: date) -> dict[str, float]:
    days = {"start": start, "end": end}
    people = snapshot.fetch("messenger/new_and_returning", grain="all", **days)
    by_rank = snapshot.fetch("messenger/concentration", **days)
    busiest = by_rank[by_rank["hundredth"] <= BUSIEST]["messages"].sum()
    every = by_rank["messages"].sum()
    return {
        "new_senders": float(people["new_senders"].sum()),
        "returning_senders": float(people["returning_senders"].sum()),
        "busiest": float(busiest / every * 100) if every else nan,
    }


def messages(asked: Asked) -> html.Section:
    """Messages over time."""
    measured = asked.snapshot.measure(["messages"], **asked.days, grain=asked.grain)
    rows = marked(measured, asked.grain, asked.span.start, asked.span.end)
    return chart(
        "messenger-messages",
        trend(rows, {"messages": "Messages"}, grain=asked.grain, scale=Scale()),
        f"Messages by {asked.grain}",
        _words(rows, "messages", "Messages", asked),
        note=_loose(asked, rows, "Dotted") or None,
        height=HEIGHT,
        wide=True,
        head=asked.rows(),
    )


def senders(asked: Asked) -> html.Section:
    """New and returning senders over time."""
    found = asked.snapshot.fetch(
        "messenger/new_and_returning", grain=asked.grain, **asked.days
    )
    every = asked.snapshot.measure(["senders"], **asked.days, grain=asked.grain)
    filled = every[["period"]].merge(found, on="period", how="left").fillna(0)
    rows = marked(filled, asked.grain, asked.span.start, asked.span.end)
    series = {"returning_senders": "Returning", "new_senders": "New"}
    return chart(
        "messenger-senders",
        trend(rows, series, grain=asked.grain, scale=Scale(), kind="bar", stacked=True),
        f"New and returning senders by {asked.grain}",
        " ".join(
            _words(rows, column, f"{title} senders", asked)
            for column, title in series.items()
        ),
        note=f"New: the first message lies in the {asked.grain}."
        f"{_loose(asked, rows, ' Hatched')}",
        height=HEIGHT,
        head=asked.rows(),
    )


def concentrated(asked: Asked) -> html.Section:
    """How many of the messages the busiest senders write."""
    found = asked.snapshot.fetch("messenger/concentration", **asked.days)
    shares = pd.DataFrame(
        {
            "hundredth": found["hundredth"],
            "people_share": found["senders"].cumsum() / found["senders"].sum() * 100,
            "total_share": found["messages"].cumsum() / found["messages"].sum() * 100,
        }
    )
    told = [
        f"top {top}%: {shares[shares['hundredth'] <= top]['total_share'].max():.0f}%"
        for top in TOLD
    ]
    words = f"Share of messages that the busiest senders write: {', '.join(told)}."
    return chart(
        "messenger-concentration",
        concentration(shares, who="senders", what="messages"),
        "How much the busiest senders write",
        words,
        note=words,
        height=HEIGHT,
        head=asked.rows(),
    )


def week(asked: Asked) -> html.Section:
    """When messages are sent: weekday and hour, in the company's time."""
    slots = asked.snapshot.fetch("messenger/quarter_hours", **asked.days)
    zone = asked.company.timezone
    means = by_hour(slots, "messages", asked.span.start, asked.span.end, zone)
    return card(
        "Messages per hour, by weekday and hour",
        hours_table(means, "messages per hour", zone),
        note=f"Mean over the weeks shown; hours in {zone}, days cut in UTC.",
        wide=True,
        head=asked.rows(),
    )


def _words(rows: pd.DataFrame, column: str, title: str, asked: Asked) -> str:
    return trend_in_words(
        rows, column, title, grain=asked.grain, write=lambda value: f"{value:,.0f}"
    )


def _loose(asked: Asked, rows: pd.DataFrame, look: str) -> str:
    """What is said of periods of which only a part is shown."""
    return "" if rows["whole"].all() else f"{look}: a {asked.grain} shown in part."
