"""What readers reported, as the quality page tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from dash import html

from portal.components.cards import card, details
from portal.components.notices import empty
from portal.components.tables import table

MOST_SHOWN, LONGEST = 20, 160
NONE = (
    "Nobody has reported a problem. A click on a number of the board opens its proof, "
    "which ends with a form to report one."
)
COLUMNS = ("problem_id", "reported_at", "page", "metric", "generation", "text", "state")


def together(
    stored: pd.DataFrame, waiting: Iterable[Mapping[str, Any]]
) -> pd.DataFrame:
    """Problems of the warehouse and those that no refresh has taken in yet.

    Args:
        stored: The rows of quality/problems.
        waiting: Lines of the portal's own files; one may be in both.
    """
    rows = {row["problem_id"]: row for row in stored.to_dict("records")}
    for line in waiting:
        row = {name: line.get(name) for name in COLUMNS}
        row["reported_at"] = pd.Timestamp(str(line.get("reported_at")))
        rows.setdefault(str(line.get("problem_id")), row)
    found = pd.DataFrame(list(rows.values()), columns=list(COLUMNS))
    return found.sort_values("reported_at", ascending=False, kind="stable")


def problems(rows: pd.DataFrame) -> html.Section:
    """The latest reports, with a way to the proof that each is about."""
    title = "Problems that readers reported"
    if rows.empty:
        return card(title, empty(NONE))
    shown = rows.head(MOST_SHOWN).assign(
        about=[
            html.A(str(name), href=str(page))
            for name, page in zip(rows["metric"], rows["page"], strict=True)
        ][:MOST_SHOWN]
    )
    drawn = table(
        shown,
        {
            "reported_at": ("Reported, UTC", "{:%Y-%m-%d %H:%M}".format),
            "about": ("Number", lambda link: link),
            "generation": ("Generation", None),
            "text": ("What they wrote", _text),
            "state": ("State", None),
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
