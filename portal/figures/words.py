"""Figures in words, for those who do not see them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd


def trend_in_words(
    rows: pd.DataFrame,
    column: str,
    title: str,
    *,
    grain: str,
    write: Callable[[float], str],
) -> str:
    """Say from when to when, lowest, highest and last value of a trend.

    Args:
        rows: Columns `period` (date), `whole` (bool) and `column`, in order.
        column: The numbers to tell.
        title: What they are.
        grain: "day", "week" or "month".
        write: Writes one number with its unit.
    """
    known = rows[rows[column].notna()]
    if known.empty:
        return f"{title} by {grain}: no values."
    low = known.loc[known[column].astype(float).idxmin()]
    high = known.loc[known[column].astype(float).idxmax()]
    last = known.iloc[-1]
    unfinished = "" if bool(last["whole"]) else f" (that {grain} is not whole)"
    return (
        f"{title} by {grain}, {known.iloc[0]['period']} to {last['period']}: "
        f"lowest {write(float(low[column]))} ({low['period']}), "
        f"highest {write(float(high[column]))} ({high['period']}), "
        f"last {write(float(last[column]))}{unfinished}."
    )
