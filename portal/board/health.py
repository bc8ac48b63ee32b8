"""The panel of health and efficiency: what the numbers and the company depend on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
from dash import html

from portal.board.course import change_of, exact, proof_of, short
from portal.board.goals import Standing
from portal.board.periods import LATELY
from portal.board.readings import Reading
from portal.board.told import Told
from portal.company import Company
from portal.components.cards import card, status
from portal.components.links import proof_link
from portal.components.notices import empty
from portal.numbers import format_date, format_number
from portal.quality import quality_tone, quality_words
from portal.selections import proof

FRESH, LATE, LONG_AGO = timedelta(days=2), timedelta(days=7), timedelta(days=90)
ENDINGS = {
    "published": ("good", "Published"),
    "nothing_new": ("good", "Nothing new"),
    "stopped": ("bad", "Stopped by a check"),
    "failed": ("bad", "Failed"),
    "died": ("bad", "Died"),
}


@dataclass(frozen=True)
class Line:
    """One line of the panel.

    Attributes:
        name: What it is.
        value: As it is read.
        exact: More of it, shown on hover.
        tone: good, warning, bad or neutral.
        word: The state in words.
        said: What the address of its proof says; None for what needs none.
    """

    name: str
    value: str
    exact: str
    tone: str
    word: str
    said: Mapping[str, object] | None = None


Parts = tuple[str, str, str, str, str]


def health_card(told: Told, company: Company) -> html.Section:
    """What the numbers depend on: each with its state as shape, colour and word."""
    title = "Health and efficiency" if told.efficiency else "Health"
    note = "What the numbers and the company depend on"
    if told.watched or told.efficiency:
        note += f"; changes are against the {told.span.last.kind} before"
    link = html.A("All checks", href="/quality", className="card-link")
    if told.health.empty:
        return card(title, empty("No refresh was recorded."), note=note, head=link)
    costs = _metrics(told.efficiency, told, company)
    health = lines(told, company)[: -len(costs) or None]
    parts = [_table(health, "Health of the data and the services")]
    if costs:
        parts.append(html.H3("Efficiency", className="usual-head"))
        parts.append(_table(costs, "Efficiency"))
    return card(title, *parts, note=note, head=link)


def lines(told: Told, company: Company) -> list[Line]:
    """Everything that the panel tells: of health first, then of efficiency."""
    journal = [] if told.health.empty else _journal(told, company)
    metrics = [*told.watched, *told.efficiency]
    return journal + _metrics(metrics, told, company)


def _table(some: Sequence[Line], caption: str) -> html.Table:
    rows = [
        html.Tr(
            [
                html.Th(line.name, scope="row"),
                html.Td(_value(line), className="num"),
                html.Td(status(line.tone, line.word)),
            ]
        )
        for line in some
    ]
    said = html.Caption(caption, className="sr-only")
    return html.Table([said, html.Tbody(rows)], className="table health")


def _value(line: Line) -> Any:
    if line.said is None:
        return html.Span(line.value, title=line.exact)
    return proof_link(line.said, line.value, line.name, line.exact)


def _metrics(readings: Sequence[Reading], told: Told, company: Company) -> list[Line]:
    """Metrics as lines: against their goal, else against what is usual."""
    return [
        Line(
            reading.metric.title,
            short(reading.value, reading, company),
            exact(reading.value, reading, company),
            *_verdict(reading, told.stands.get(reading.metric.name), told, company),
            proof_of(reading),
        )
        for reading in readings
    ]


def _verdict(
    reading: Reading, stand: Standing | None, told: Told, company: Company
) -> tuple[str, str]:
    """Tone and word of a metric."""
    if reading.period is not None and reading.period.kind == LATELY:
        days = f"{reading.period.days} days to {format_date(reading.period.end)}"
        return "neutral", f"{days}; none in {told.span.last}"
    if stand is not None:
        return stand.tone, f"{stand.word}: {stand.said}"
    change = change_of(reading, told.span, company)
    if reading.usual is None:
        return "neutral", change.text
    tone, word = reading.light
    return tone, f"{word}, {change.text}"


def _journal(told: Told, company: Company) -> list[Line]:
    """What the journal of refreshes says of the data."""
    row = told.health.to_dict("records")[0]
    published = told.published_at.date()

    def said(column: str) -> dict[str, object]:
        return proof.link(f"health:{column}", told.generation)

    return [
        Line(*_quality(row, company), said("quality_score")),
        Line(*_refresh(row), said("last_started_at")),
        Line(*_freshness(told.span.last_day, published)),
        Line(*_checks(row, company), said("checks_failing")),
        Line(*_quarantine(row, company), said("rows_quarantined")),
    ]


def _quality(row: Mapping[str, Any], company: Company) -> Parts:
    score = row["quality_score"]
    if pd.isna(score):
        return ("Data quality", "–", "", "neutral", "Not scored")
    tone = quality_tone(score)
    word = {"good": "Good", "warning": "Fair", "bad": "Poor"}[tone]
    title = f"{score:.4f}%: rows not put aside x rows that pass each check"
    return ("Data quality", quality_words(score, company), title, tone, word)


def _refresh(row: Mapping[str, Any]) -> Parts:
    tone, word = ENDINGS.get(row["last_status"], ("neutral", str(row["last_status"])))
    began = row["last_started_at"]
    day = format_date(began.date())
    return ("Last refresh", day, f"Began {began:%Y-%m-%d %H:%M} UTC", tone, word)


def _freshness(last_day: date, published_on: date) -> Parts:
    lag = published_on - last_day
    title = f"{max(lag.days, 0):,} days before the refresh"
    tone, word = ("bad", "Stale")
    if lag <= FRESH:
        tone, word = ("good", "Current")
    elif lag <= LATE:
        tone, word = ("warning", "Late")
    elif lag > LONG_AGO:
        tone, word = ("neutral", "History only")
    return ("Data to", format_date(last_day), title, tone, word)


def _checks(row: Mapping[str, Any], company: Company) -> Parts:
    failing, checks = int(row["checks_failing"]), int(row["checks"])
    value = f"{failing} of {format_number(checks, 'count', company)}"
    if not checks:
        return ("Checks failing", value, "", "neutral", "None were run")
    tone, word = ("warning", "Look") if failing else ("good", "All pass")
    return ("Checks failing", value, "", tone, word)


def _quarantine(row: Mapping[str, Any], company: Company) -> Parts:
    aside, rows_in = (
        0 if pd.isna(row[name]) else int(row[name])
        for name in ("rows_quarantined", "rows_in")
    )
    title = f"{aside:,} of {rows_in:,} rows of the last published refresh"
    rows = "row" if aside == 1 else "rows"
    value = f"{format_number(aside, 'count', company)} {rows}"
    tone, word = ("warning", "Look") if aside else ("good", "Empty")
    return ("Quarantine", value, title, tone, word)
