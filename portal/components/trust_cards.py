"""What the quality page says of tables, of preparation, and of days that changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
from dash import html

from portal.components.cards import card, status
from portal.components.links import page_link
from portal.components.notices import empty
from portal.components.tables import table
from portal.quality import FAIR, quality_tone

COUNT = "{:,.0f}".format
SUCCESS_GOAL = 99.5
GOOD_ENDS = {"published", "nothing_new"}
MOST_ROWS = 60
SCORED = (
    "A table's score is the mean share of rows that pass its checks: one that stops a "
    "refresh weighs 3, one that warns 1. The score of all is the mean of the tables by "
    "their weight, times the share of rows not in quarantine."
)
UNSCORED = "No refresh has scored its tables yet."
COUNTED = (
    "Nothing is changed that is not counted here. Examples may hold personal data and "
    "are not shown."
)
UNPREPARED = (
    "No mapping declares a step of preparation: rows are loaded as they are. Steps are "
    "declared in a mapping's header, under [[prepare]]."
)
WORDS = {"good": "good", "warning": "fair", "bad": f"under {FAIR:g}"}


def success(refreshes: pd.DataFrame) -> tuple[float, int] | None:
    """Percent of attempts that ended well, and how many there were; None without any.

    One that runs while the journal is read has not ended, and does not count.
    """
    ended = refreshes[refreshes["status"] != "running"]
    attempts = int(ended["attempts"].sum())
    good = int(ended["attempts"][ended["status"].isin(GOOD_ENDS)].sum())
    return (100 * good / attempts, attempts) if attempts else None


def goal(value: float | None, target: float, note: str = "") -> html.Div:
    """Whether a number is above its goal: shape, word, and the goal itself."""
    words = f"Goal: above {target:g}%{note}"
    if value is None:
        return html.Div(words, className="quiet kpi-goal")
    met = value > target
    mark = status("good" if met else "bad", "Met" if met else "Missed")
    return html.Div(
        [mark, html.Span(f" {words}", className="quiet")], className="kpi-goal"
    )


def tables(rows: pd.DataFrame) -> html.Section:
    """Each table with its score, rows and days; the worst first."""
    title = "Quality of each table"
    filled = rows[rows["weight"] > 0]
    if filled.empty:
        return card(title, empty(UNSCORED))
    shown = filled.assign(
        state=filled["score"].astype(str),
        last=filled.apply(_last, axis=1),
        too_old=filled.apply(_too_old, axis=1),
    )
    return card(
        title,
        table(
            shown,
            {
                "table_name": ("Table", _table_link),
                "state": ("State", _state),
                "score": ("Score, %", _score),
                "checks_failing": ("Checks that warn", COUNT),
                "checks": ("Checks", COUNT),
                "row_count": ("Rows", COUNT),
                "weight": ("Weight", COUNT),
                "last": ("Newest day", None),
                "too_old": ("Too old after", None),
            },
            caption=f"Quality of {len(filled)} tables",
        ),
        note=SCORED + _bare(len(rows) - len(filled)),
        wide=True,
    )


def _bare(count: int) -> str:
    return f" {count} tables have no rows and do not count." if count else ""


def _last(row: pd.Series) -> str:
    return "" if pd.isna(row["last_on"]) else f"{row['last_on']:%Y-%m-%d}"


def _state(score: str) -> html.Span:
    tone = quality_tone(float(score))
    return status(tone, WORDS[tone])


def _score(score: float) -> str:
    """Never rounded up to 100."""
    return "100" if score >= 100 else f"{min(score, 99.99):.2f}"  # noqa: PLR2004


def _too_old(row: pd.Series) -> str:
    """Only facts can be too old: the rest follows from them."""
    if not row["table_name"].startswith("fct_"):
        return ""
    return f"{row['fresh_hours']:.0f} h" if row["fresh_hours"] else "never"


def changes(rows: pd.DataFrame) -> html.Section:
    """What each declared step of preparation changed."""
    title = "What preparation changed"
    if rows.empty:
        return card(title, empty(UNPREPARED))
    changed = rows[rows["rows_changed"] > 0]
    shown = changed.head(MOST_ROWS)
    shown = shown.assign(
        share=shown["rows_changed"] / shown["rows_seen"].clip(lower=1),
        column_name=shown["column_name"].replace("", "whole rows"),
    )
    return card(
        title,
        table(
            shown,
            {
                "about": ("Step", None),
                "table_name": ("Table", _table_link),
                "column_name": ("Column", None),
                "rows_seen": ("Rows seen", COUNT),
                "rows_changed": ("Rows changed", COUNT),
                "share": ("Share", "{:.2%}".format),
                "mapping": ("Mapping", None),
            },
            caption=f"{len(shown)} steps of preparation that changed rows",
        ),
        note=COUNTED + _others(len(changed) - len(shown), len(rows) - len(changed)),
        wide=True,
    )


def _others(more: int, idle: int) -> str:
    """The steps that have no line in the table."""
    return (f" {more:,} more steps." if more else "") + (
        f" {idle:,} steps found nothing to change." if idle else ""
    )


def days(rows: pd.DataFrame, scores: pd.DataFrame) -> html.Section:
    """Which days may still change, and which did although they were long over."""
    title = "Open and restated days"
    open_days = html.P(_open(scores))
    if rows.empty:
        note = empty("No day was restated: none changed after it was settled.")
        return card(title, open_days, note)
    shown = rows.head(MOST_ROWS)
    more = len(rows) - len(shown)
    return card(
        title,
        open_days,
        table(
            shown,
            {
                "day_on": ("Day", "{:%Y-%m-%d}".format),
                "table_name": ("Table", _table_link),
                "rows_before": ("Rows before", COUNT),
                "rows_after": ("Rows now", COUNT),
                "measure": ("Sum of", None),
                "total_before": ("Before", "{:,.2f}".format),
                "total_after": ("Now", "{:,.2f}".format),
                "restated_at": ("Changed, UTC", "{:%Y-%m-%d %H:%M}".format),
            },
            caption=f"{len(rows)} days that were restated",
        ),
        note="Days that changed after they were settled; pages that show these tables "
        f"say so for a week.{f' {more:,} older ones are not shown.' if more else ''}",
        wide=True,
    )


def _open(scores: pd.DataFrame) -> str:
    """Which days are provisional."""
    known = scores.dropna(subset=["late_hours", "finished_at"])
    if known.empty:
        return "No refresh has said yet for how long days stay open."
    hours = int(known["late_hours"].iloc[0])
    since = known["finished_at"].iloc[0] - timedelta(hours=hours)
    return (
        f"Days from {since:%Y-%m-%d} on are provisional: rows that come up to {hours} "
        "hours late still change them, and nobody is told. Earlier days are settled; "
        "one that changes is listed as restated."
    )


def _table_link(name: Any) -> html.A:
    return page_link("/catalogue", {"item": f"table:{name}"}, name)
