"""Who writes again, and who writes to whom: cohorts and pairs of the messenger."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
from dash import html

from portal.components.bar_table import Bars, bar_table
from portal.components.cards import card
from portal.components.cohorts import cohort_table, triangle
from portal.components.links import page_link
from portal.components.messenger_cards import Asked
from portal.numbers import format_date

MOST_COHORTS = 26
MOST_PAIRS = 10
COUNT = "{:,}".format
PAIR_BARS: dict[str, Any] = {
    "name": "pair",
    "name_title": "Users",
    "value": "messages_both",
    "value_title": "Messages",
    "write": COUNT,
}
PAIR_COLUMNS = {
    "sent_by_one": ("By the first", COUNT),
    "sent_by_other": ("By the second", COUNT),
    "days_active": ("Days", COUNT),
}


def retention(asked: Asked) -> html.Section:
    """Who writes again, by the week of the first message."""
    found = asked.snapshot.fetch("messenger/retention", **asked.days)
    begin = asked.span.start - timedelta(days=asked.span.start.weekday())
    weeks = [
        stamp.date() for stamp in pd.date_range(begin, asked.span.end, freq="W-MON")
    ]
    shape = triangle(
        found, ("cohort_week", "week_number", "senders"), weeks, MOST_COHORTS
    )
    done = weeks[-1] + timedelta(days=6) <= asked.span.end
    return card(
        "Senders who write again, by week of their first message",
        cohort_table(
            shape,
            name=format_date,
            who="senders",
            step="week",
            caption="Senders who write again by week of their first message: "
            f"{len(shape.starts)} cohorts, to {format_date(asked.span.end)}.",
            last_is_whole=done,
        ),
        note=_cohort_note(shape.hidden, done),
        wide=True,
        head=asked.rows(),
    )


def _cohort_note(hidden: int, done: bool) -> str:
    parts = ["Weeks from Monday; first messages within the days chosen."]
    if hidden:
        parts.append(f"{hidden} earlier cohorts are not shown.")
    if not done:
        parts.append("The last week is not over: hatched.")
    return " ".join(parts)


def conversations(asked: Asked) -> html.Section:
    """The pairs of users with the most messages between them."""
    query = "messenger/pairs"
    top = asked.snapshot.rows(
        query, order_by=[("messages_both", "desc")], limit=MOST_PAIRS, **asked.days
    )
    top = top.assign(pair=top["one_user_id"] + " and " + top["other_user_id"])
    words = (
        f"The {len(top)} conversations with the most messages of "
        f"{asked.snapshot.count(query, **asked.days):,}, both directions together"
    )
    return card(
        "Busiest conversations, messages",
        bar_table(
            top,
            Bars(**PAIR_BARS, link=lambda row: _pair_link(asked, row)),
            PAIR_COLUMNS,
            caption=words,
        ),
        note=f"{words}.",
        wide=True,
        head=asked.rows(),
    )


def _pair_link(asked: Asked, row: dict[str, Any]) -> html.A:
    two = [row["one_user_id"], row["other_user_id"]]
    values = {"table": "interactions", **asked.days, "action": "message"}
    return page_link(
        "/rows", {**values, "user_id": two, "peer_user_id": two}, row["pair"]
    )
