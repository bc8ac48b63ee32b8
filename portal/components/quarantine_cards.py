"""What was put aside, and why: by reason, and row by row."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from portal.components.cards import card
from portal.components.links import page_link
from portal.components.notices import empty
from portal.components.tables import table

PATH = "/quality"
MOST_REASONS = 30
PAGE_SIZE = 50
COUNT = "{:,}".format
CLEAN = "Nothing was put aside: every row of every file was taken in."


def reasons(rows: pd.DataFrame) -> html.Section:
    """What was put aside, by reason; each reason leads to its rows."""
    if rows.empty:
        return card("Quarantine by reason", empty(CLEAN))
    shown = rows.head(MOST_REASONS).reset_index(drop=True)
    hidden = len(rows) - len(shown)
    shown["open"] = shown.index
    return card(
        "Quarantine by reason",
        table(
            shown,
            {
                "reason": ("Reason", None),
                "mapping": ("Mapping", None),
                "scope": ("What", None),
                "rows_aside": ("Rows", COUNT),
                "problems": ("Problems", COUNT),
                "files": ("Files", COUNT),
                "latest_refresh": ("Latest refresh", COUNT),
                "open": ("Where", lambda at: _link(shown.iloc[at].to_dict())),
            },
            caption=f"{len(rows)} reasons for which rows were put aside",
        ),
        note=f"Over all refreshes, the most rows first.{_hidden(hidden)}",
        wide=True,
    )


def _hidden(count: int) -> str:
    return f" {count:,} reasons with fewer rows are not shown." if count else ""


def _link(row: dict[str, Any]) -> html.A:
    chosen = {name: row[name] for name in ("mapping", "scope", "reason")}
    return page_link(PATH, chosen, "Files and lines")


def listing(
    rows: pd.DataFrame, total: int, start: int, chosen: dict[str, str]
) -> html.Section:
    """Where each problem stands: file, line and reason, a page at a time.

    Args:
        rows: One page of problems.
        total: Problems that the choice has in all.
        start: Problems before this page.
        chosen: Mapping, scope and reason, where chosen.
    """
    title = "Quarantine, file by file and line by line"
    if rows.empty:
        return card(title, empty(CLEAN if not chosen else "No problem of this kind."))
    pager = [_page(chosen, start - PAGE_SIZE, "Newer")] if start else []
    if start + len(rows) < total:
        pager.append(_page(chosen, start + PAGE_SIZE, "Older"))
    if chosen:
        pager.append(page_link(PATH, {}, "All reasons"))
    lines = rows.assign(line=[_line(number) for number in rows["line_number"]])
    return card(
        title,
        table(
            lines,
            {
                "file_name": ("File", None),
                "line": ("Line", None),
                "reason": ("Reason", None),
                "mapping": ("Mapping", None),
                "table_name": ("Table", None),
                "row_count": ("Rows", COUNT),
                "refresh_id": ("Refresh", COUNT),
            },
            caption=f"Problems {start + 1} to {start + len(rows)} of {total}",
        ),
        note=f"{start + 1:,} to {start + len(rows):,} of {total:,} problems. The rows "
        "themselves may hold personal data and are not shown.",
        wide=True,
        head=html.Span(pager, className="card-links") if pager else None,
    )


def _line(number: float | None) -> str:
    return "whole file" if pd.isna(number) else f"{number:.0f}"


def _page(chosen: dict[str, str], start: int, words: str) -> html.A:
    return page_link(PATH, {**chosen, "from": max(start, 0)}, words)
