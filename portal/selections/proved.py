"""The proof of a number: the number asked for once more, with all that backs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from portal.board.periods import Period
from portal.selections.proof import HEALTH, Question
from queries import catalog
from queries.definitions import Metric
from queries.snapshot import Snapshot

BETTER = {"higher": "more is better", "lower": "less is better", "neutral": "neither"}


@dataclass(frozen=True)
class Source:
    """A table that a number was read from, and why that one.

    Attributes:
        table: Its name.
        why: In words.
        passed_over: Smaller tables that would not be exact here: name and reason.
    """

    table: str
    why: str
    passed_over: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Proof:
    """What backs a number.

    Attributes:
        kind: Of the catalogue's item that it is: "metric" or "query".
        name: Of that item.
        title: The number, as it is read.
        about: Its definition.
        owner: Who answers for it.
        unit: As the catalogue names units.
        value: The number itself; a moment for "when the last refresh began".
        parts: Numerator and denominator, or nothing: title, unit and value.
        before: The same number of the period before, where there is one.
        facts: What else defines it: formula, direction, ...
        statements: The SQL that gives exactly this number.
        sources: The tables that the SQL reads.
        tables: These, and all that they are made from.
    """

    kind: str
    name: str
    title: str
    about: str
    owner: str
    unit: str
    value: Any
    parts: tuple[tuple[str, str, float | None], ...]
    before: float | None
    facts: tuple[tuple[str, str], ...]
    statements: tuple[str, ...]
    sources: tuple[Source, ...]
    tables: frozenset[str]


def prove(snapshot: Snapshot, question: Question) -> Proof:
    """Ask for the number once more, with all that backs it."""
    if question.period is None or question.end is None:
        return _of_health(snapshot, question)
    return _of_metric(snapshot, question.name, question.period, question.end)


def _of_metric(snapshot: Snapshot, name: str, period: Period, end: date) -> Proof:
    metric = catalog.metric(name)
    names = [name, *(metric.ratio or ())]
    asked: dict[str, Any] = {"start": period.start, "end": end, "grain": period.grain}
    row = snapshot.measure(names, **asked).iloc[0]
    value, *parts = [None if pd.isna(row[one]) else float(row[one]) for one in names]
    told = [catalog.metric(one) for one in metric.ratio or ()]
    sources = _sources(snapshot, name, asked)
    return Proof(
        kind="metric",
        name=name,
        title=metric.title,
        about=metric.about,
        owner=metric.owner,
        unit=metric.format,
        value=value,
        parts=tuple(
            (one.title, one.format, part) for one, part in zip(told, parts, strict=True)
        ),
        before=_before(snapshot, name, period),
        facts=_facts(metric),
        statements=tuple(snapshot.compiled_measure(names, **asked)),
        sources=sources,
        tables=_behind([*metric.tables, *(one.table for one in sources)]),
    )


def _before(snapshot: Snapshot, name: str, period: Period) -> float | None:
    """The metric in the period before; None where that has no data."""
    earlier = period.next(-1)
    if earlier.start < snapshot.measurable()[catalog.metric(name).subject].first_on:
        return None
    rows = snapshot.measure(
        [name], start=earlier.start, end=earlier.end, grain=period.grain
    )
    value = rows[name].iloc[0]
    return None if pd.isna(value) else float(value)


def _sources(
    snapshot: Snapshot, name: str, asked: Mapping[str, Any]
) -> tuple[Source, ...]:
    """The tables that a metric is read from, each once, and why these."""
    [explained] = snapshot.explained([name], **asked)
    found = {
        origin.table: Source(
            origin.table,
            origin.why,
            tuple((one.table, one.why) for one in origin.passed_over),
        )
        for origin in explained.origins
    }
    return tuple(found.values())


def _facts(metric: Metric) -> tuple[tuple[str, str], ...]:
    made = (
        f"{metric.ratio[0]} / {metric.ratio[1]} x {metric.times:g}"
        if metric.ratio
        else " ".join((metric.value or "").split())
    )
    return (
        ("Formula", made),
        ("Unit", metric.unit),
        ("Direction", BETTER[metric.better]),
    )


def _of_health(snapshot: Snapshot, question: Question) -> Proof:
    query = catalog.load(HEALTH)
    rows = snapshot.fetch(HEALTH).to_dict("records")
    column = question.name
    said = query.columns[column]
    value = rows[0][column] if rows else None
    tables = sorted(catalog.reads(query.sql))
    return Proof(
        kind="query",
        name=HEALTH,
        title=column.replace("_", " ").capitalize(),
        about=f"{said}: {query.about}",
        owner=query.owner,
        unit="percent" if said == "percent" else "count",
        value=None if pd.isna(value) else value,
        parts=(),
        before=None,
        facts=(("Column", column), ("Query", HEALTH)),
        statements=(snapshot.compiled(HEALTH),),
        sources=tuple(Source(one, "The journal of refreshes.") for one in tables),
        tables=frozenset(tables),
    )


def _behind(tables: Sequence[str]) -> frozenset[str]:
    """These tables and all that they are made from."""
    found = set(tables)
    for table in tables:
        found |= set(catalog.lineage(f"select 1 as one from {table}"))
    return frozenset(found)


def settled(
    question: Question, tables: pd.DataFrame, restated: pd.DataFrame
) -> tuple[str, str]:
    """Whether the days of the number may still change, or did: a tone and words.

    Args:
        question: Of the proof.
        tables: The rows of quality/tables.
        restated: The rows of quality/restated of the tables behind the number.
    """
    period, end = question.period, question.end
    if period is None or end is None:
        return "neutral", "It is of the journal, which is never changed."
    inside = restated[restated["day_on"].map(lambda day: period.start <= day <= end)]
    if len(inside):
        days = inside["day_on"].nunique()
        return "warning", f"Restated: {days} of its days changed after being settled."
    since = _open_since(tables)
    if since is None:
        return "neutral", "No refresh has said for how long days stay open."
    if end < period.end:
        return "warning", f"Incomplete: the data ends on {end:%Y-%m-%d}."
    if end >= since:
        return "warning", f"Provisional: days from {since:%Y-%m-%d} on may change."
    return "good", "Settled: none of its days is open, and none was restated."


def _open_since(tables: pd.DataFrame) -> date | None:
    """The first day that late rows may still change."""
    known = tables.dropna(subset=["late_hours", "finished_at"])
    if known.empty:
        return None
    hours = timedelta(hours=int(known["late_hours"].iloc[0]))
    moment: datetime = known["finished_at"].iloc[0] - hours
    return moment.date()
