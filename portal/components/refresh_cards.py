"""What the quality page says of refreshes: how they ended, what they did, how long."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from portal.components.bar_table import Bars, bar_table
from portal.components.cards import card, marked
from portal.components.links import page_link
from portal.components.notices import empty
from portal.components.tables import table

PATH = "/quality"
ENDED = {
    "published": ("good", "published"),
    "nothing_new": ("neutral", "nothing new"),
    "stopped": ("bad", "stopped by a check"),
    "failed": ("bad", "failed"),
    "died": ("bad", "died"),
}
STEPPED = {
    "done": ("good", "done"),
    "skipped": ("neutral", "skipped"),
    "failed": ("bad", "failed"),
}
MOST_REFRESHES, MOST_STEPS = 30, 25
COUNT = "{:,.0f}".format


def history(refreshes: pd.DataFrame, chosen: int) -> html.Section:
    """The latest refreshes: when, how long, what became of them."""
    shown = refreshes.head(MOST_REFRESHES)
    seconds = (shown["finished_at"] - shown["started_at"]).dt.total_seconds()
    older = len(refreshes) - len(shown)
    more = f" {older:,} older ones are not shown." if older else ""
    return card(
        "Refreshes",
        table(
            shown.assign(seconds=seconds, number=shown["refresh_id"].astype(str)),
            {
                "number": ("Refresh", _refresh_link),
                "started_at": ("Started, UTC", "{:%Y-%m-%d %H:%M:%S}".format),
                "status": ("End", lambda word: marked(ENDED, word)),
                "seconds": ("Seconds", "{:,.1f}".format),
                "rows_in": ("Rows read", COUNT),
                "rows_loaded": ("Loaded", COUNT),
                "rows_filtered": ("Left out on purpose", COUNT),
                "rows_quarantined": ("Quarantine", COUNT),
                "quality_score": ("Score, %", "{:.4f}".format),
                "message": ("In words", None),
            },
            caption=f"The {len(shown)} latest refreshes",
        ),
        note=f"Steps of refresh {chosen} are below; choose another by its number."
        f"{more}",
        wide=True,
    )


def steps(rows: pd.DataFrame, refresh: int) -> html.Section:
    """What one refresh did, and how long its slowest steps took."""
    title = f"Steps of refresh {refresh}, seconds"
    if rows.empty:
        return card(title, empty(f"Refresh {refresh} wrote no steps."))
    # A failed step is what a reader looks for, however short it was.
    slowest = rows.nlargest(MOST_STEPS, "seconds").index
    kept = rows.index.isin(slowest) | (rows["status"] == "failed")
    shown, others = rows[kept], rows[~kept]
    body = bar_table(
        shown,
        Bars("step", "Step", "seconds", "Seconds", "{:,.2f}".format),
        {
            "rows_in": ("Rows in", _count),
            "rows_out": ("Rows out", _count),
            "status": ("End", lambda word: marked(STEPPED, word)),
            "detail": ("In words", lambda text: text or ""),
        },
        caption=f"{len(shown)} of {len(rows)} steps of refresh {refresh}",
    )
    seconds = others["seconds"].sum()
    more = f"{len(others)} shorter steps took {seconds:,.2f} s together."
    return card(title, body, note=more if len(others) else None, wide=True)


def _count(value: Any) -> str:
    return "–" if pd.isna(value) else f"{value:,.0f}"


def _refresh_link(number: str) -> html.A:
    return page_link(PATH, {"refresh": number}, number)
