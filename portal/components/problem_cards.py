"""What readers reported, as the quality page tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html

from portal.components.cards import card, details
from portal.components.notices import empty
from portal.components.tables import table
from queries import spool

MOST_SHOWN, LONGEST = 20, 160
NONE = (
    "Nobody has reported a problem. A click on a number of the board opens its proof, "
    "which ends with a form to report one."
)


def problems(rows: pd.DataFrame) -> html.Section:
    """The latest reports, with a way to the proof that each is about."""
    title = "Problems that readers reported"
    if rows.empty:
        return card(title, empty(NONE))
    shown = rows.head(MOST_SHOWN).assign(
        about=[
            html.A(str(name), href=str(page))
            for name, page in zip(rows["metric"], rows["page"], strict=True)
        ][:MOST_SHOWN],
        stands=[_state(row) for row in rows.head(MOST_SHOWN).to_dict("records")],
    )
    drawn = table(
        shown,
        {
            "reported_at": ("Reported, UTC", "{:%Y-%m-%d %H:%M}".format),
            "about": ("Number", lambda link: link),
            "generation": ("Generation", None),
            "text": ("What they wrote", _text),
            "stands": ("State", lambda words: words),
        },
        caption=f"{len(shown)} of {len(rows)} problems that readers reported",
    )
    more = len(rows) - len(shown)
    note = f"{more:,} older ones are not shown." if more else None
    return card(title, drawn, note=note, wide=True)


def _text(words: str) -> Any:
    """What was written; a long text folds away."""
    first, rest = words[:LONGEST], words[LONGEST:]
    return details(f"{first} …", html.P(words)) if rest else words


def _state(row: Mapping[str, Any]) -> Any:
    """Open, or when it was closed and why."""
    if row["state"] != spool.CLOSED or pd.isna(row["closed_at"]):
        return str(row["state"])
    return f"closed {row['closed_at']:%Y-%m-%d %H:%M}: {row['note']}"
