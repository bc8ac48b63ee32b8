"""The answer to an explorer's question: the largest segments, and what is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from portal.selections import explore
from portal.selections.explore import Question
from queries.snapshot import Snapshot

OTHER, OTHER_COLUMN = "All others", "other"
MOST_DRAWN = 7


@dataclass(frozen=True)
class Answer:
    """What is drawn.

    Attributes:
        rows: `period` (unless the grain is "all") and a column for each segment.
        names: Column to the segment's name, the largest first.
        kind: "line", "bar" or "area".
        stacked: Whether the segments add up.
        remarks: What is not in it, in sentences.
        segments: All segments, the largest first; empty without a split.
    """

    rows: pd.DataFrame
    names: Mapping[str, str]
    kind: str
    stacked: bool
    remarks: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()


def find(snapshot: Snapshot, question: Question) -> Answer:
    """Ask the warehouse; only segments that can be told apart are drawn one by one."""
    metric = question.metric
    stacked = metric.additive and question.by is not None
    kind, remarks = _kind(question)
    if question.by is None:
        rows = explore.answer(snapshot, question)
        return Answer(rows, {metric.name: metric.title}, kind, False, remarks)
    ranked = _ranked(snapshot, question)
    drawn = min(question.top, MOST_DRAWN) if _is_drawn(question) else question.top
    top, rest = ranked[:drawn], ranked[drawn:]
    names = {f"segment_{place}": name for place, name in enumerate(top)}
    rows = _columns(snapshot, question, names)
    if drawn < question.top and rest:
        said = f"A chart tells {drawn} segments apart; a table shows {question.top}."
        remarks = (*remarks, said)
    if rest and metric.additive:
        names[OTHER_COLUMN] = f"{OTHER} ({len(rest):,})"
        every = explore.answer(snapshot, question, by=None)[metric.name]
        rows[OTHER_COLUMN] = every - rows[
            [name for name in names if name != OTHER_COLUMN]
        ].sum(axis=1)
        remarks = (*remarks, f"{len(rest):,} smaller segments are summed up.")
    elif rest:
        said = (
            f"{len(rest):,} smaller segments are not shown, and {metric.title.lower()} "
            "cannot be summed up; the CSV holds them all."
        )
        remarks = (*remarks, said)
    return Answer(rows, names, kind, stacked and kind != "line", remarks, tuple(ranked))


def _is_drawn(question: Question) -> bool:
    """Whether segments are told apart by colour, which works for a few only."""
    return question.grain != "all" and question.chart != "table"


def _kind(question: Question) -> tuple[str, tuple[str, ...]]:
    """The kind of chart; areas only where they add up."""
    if question.chart != "area" or question.metric.additive or not question.by:
        return ("line" if question.chart == "table" else question.chart), ()
    said = f"{question.metric.title} does not add up, so lines are drawn and not areas."
    return "line", (said,)


def _ranked(snapshot: Snapshot, question: Question) -> list[str]:
    """The segments, the largest over all days first."""
    name = question.metric.name
    totals = explore.answer(snapshot, question, grain="all")
    order = totals.sort_values(
        [name, "segment"], ascending=[False, True], na_position="last"
    )
    return [str(segment) for segment in order["segment"]]


def _columns(
    snapshot: Snapshot, question: Question, names: Mapping[str, str]
) -> pd.DataFrame:
    """A row for each period, a column for each segment; no row is missing."""
    metric, by = question.metric, question.by
    assert by is not None
    where = {**question.where, by: tuple(names.values())}
    found = explore.answer(snapshot, question, where=where)
    if question.grain == "all":
        values = found.set_index("segment")[metric.name]
        return pd.DataFrame({key: [values.get(name)] for key, name in names.items()})
    every = explore.answer(snapshot, question, by=None)[["period"]]
    wide = found.pivot(index="period", columns="segment", values=metric.name)
    wide = wide.reindex(every["period"])
    columns = {key: wide.get(name) for key, name in names.items()}
    rows = pd.DataFrame(columns, index=wide.index).reset_index()
    return rows.fillna(dict.fromkeys(names, 0)) if metric.from_zero else rows
