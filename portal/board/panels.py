"""The panels of the board: what changed, goals, and the health of the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
from dash import html

from portal.board import words
from portal.board.cards import bullet_of
from portal.board.course import change_of, exact, short
from portal.board.goals import Standing
from portal.board.periods import Span
from portal.board.stories import Story
from portal.company import Company
from portal.components.cards import card, status
from portal.components.notices import empty
from portal.numbers import format_date, format_number
from portal.quality import quality_tone, quality_words

MOST_USUAL, ALL_USUAL = 3, 6
MOST_GOALS = 7
FRESH, LATE, LONG_AGO = timedelta(days=2), timedelta(days=7), timedelta(days=90)
ENDINGS = {
    "published": ("good", "Published"),
    "nothing_new": ("good", "Nothing new"),
    "stopped": ("bad", "Stopped by a check"),
    "failed": ("bad", "Failed"),
    "died": ("bad", "Died"),
}


def changes_card(
    unusual: Sequence[Story],
    usual: Sequence[Story],
    span: Span,
    company: Company,
    count: int,
) -> html.Section:
    """What changed: unusual movements with their reasons, or that there are none."""
    kind = span.last.kind
    told = [
        html.Li(
            [
                html.Div(
                    words.headline(story.reading, company),
                    className="change-head",
                    title=words.unusual_how(story, kind),
                ),
                html.Div(words.reason(story, company), className="change-why"),
            ]
        )
        for story in unusual
    ]
    first = (
        html.Ol(told, className="changes")
        if told
        else html.P(words.calm(usual, span, count), className="calm")
    )
    return card(
        "What changed",
        first,
        *_still_usual(usual, span, company, bool(told)),
        note=f"Movements unusual for their metric, against the {kind} before",
    )


def _still_usual(
    usual: Sequence[Story], span: Span, company: Company, after_others: bool
) -> list[Any]:
    """What moved most of what is usual: said to be so."""
    if not usual:
        return []
    rows = []
    for story in usual[: MOST_USUAL if after_others else ALL_USUAL]:
        change = change_of(story.reading, span, company)
        said = f"{change.arrow} {change.text}"
        how = words.unusual_how(story, span.last.kind)
        rows.append(
            html.Li([html.Span(story.reading.metric.title), html.Span(said)], title=how)
        )
    head = "Also moved, but as usual" if after_others else "Nearest to unusual"
    return [
        html.H3(head, className="usual-head"),
        html.Ul(rows, className="usual"),
    ]


def goals_card(stands: Sequence[Standing], company: Company) -> html.Section:
    """Every goal, with how far the last complete period came."""
    if not stands:
        return card("Goals", empty(["No goals are set. ", *_how_to_set_goals()]))
    heads = [
        html.Th(text, scope="col", className=css)
        for text, css in (
            ("Metric", ""),
            ("Reached", "num"),
            ("", "goal-bar"),
            ("Goal", "num"),
            ("Period", "goal-period"),
            ("Status", ""),
        )
    ]
    rows = [_goal_row(stand, company) for stand in stands[:MOST_GOALS]]
    body = html.Table(
        [
            html.Caption("Goals and how far they were reached", className="sr-only"),
            html.Thead(html.Tr(heads)),
            html.Tbody(rows),
        ],
        className="table",
    )
    note = "Bar: reached in the last complete period. Tick: its goal."
    if len(stands) > MOST_GOALS:
        note += f" {len(stands) - MOST_GOALS} more are in goals.toml."
    return card("Goals", html.Div(body, className="table-scroll"), note=note)


def _goal_row(stand: Standing, company: Company) -> html.Tr:
    reading, target = stand.reading, stand.goal.target
    return html.Tr(
        [
            html.Th(reading.metric.title, scope="row"),
            html.Td(
                short(reading.value, reading, company),
                className="num",
                title=exact(reading.value, reading, company),
            ),
            html.Td(bullet_of(stand, 8, company), className="goal-bar"),
            html.Td(
                short(target, reading, company),
                className="num quiet",
                title=exact(target, reading, company),
            ),
            html.Td(
                f"per {stand.period.kind}",
                className="quiet goal-period",
                title=str(stand.period),
            ),
            html.Td(status(stand.tone, stand.word), title=stand.said),
        ]
    )


def _how_to_set_goals() -> list[Any]:
    example = '[revenue]  target = 250000  period = "week"'
    return [
        "Add them to goals.toml in the company's folder, such as ",
        html.Code(example),
        ".",
    ]


def health_card(
    health: pd.DataFrame, last_day: date, published_on: date, company: Company
) -> html.Section:
    """What the numbers depend on: each with its state as shape, colour and word.

    Args:
        health: The rows of the query board/health.
        last_day: Of the data.
        published_on: The day on which this generation was published.
        company: Writes the numbers.
    """
    note = "What the numbers depend on"
    link = html.A("All checks", href="/quality", className="card-link")
    if health.empty:
        return card("Health", empty("No refresh was recorded."), note=note, head=link)
    row = health.to_dict("records")[0]
    lines = [
        _quality(row, company),
        _refresh(row),
        _freshness(last_day, published_on),
        _checks(row, company),
        _quarantine(row, company),
    ]
    rows = [
        html.Tr(
            [
                html.Th(name, scope="row"),
                html.Td(value, className="num", title=title),
                html.Td(status(tone, word)),
            ]
        )
        for name, value, title, tone, word in lines
    ]
    caption = html.Caption("Health of the data", className="sr-only")
    body = html.Table([caption, html.Tbody(rows)], className="table health")
    return card("Health", body, note=note, head=link)


Line = tuple[str, str, str, str, str]


def _quality(row: Mapping[str, Any], company: Company) -> Line:
    score = row["quality_score"]
    if pd.isna(score):
        return ("Data quality", "–", "", "neutral", "Not scored")
    tone = quality_tone(score)
    word = {"good": "Good", "warning": "Fair", "bad": "Poor"}[tone]
    title = f"{score:.4f}%: rows not put aside x rows that pass each check"
    return ("Data quality", quality_words(score, company), title, tone, word)


def _refresh(row: Mapping[str, Any]) -> Line:
    tone, word = ENDINGS.get(row["last_status"], ("neutral", str(row["last_status"])))
    began = row["last_started_at"]
    day = format_date(began.date())
    return ("Last refresh", day, f"Began {began:%Y-%m-%d %H:%M} UTC", tone, word)


def _freshness(last_day: date, published_on: date) -> Line:
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


def _checks(row: Mapping[str, Any], company: Company) -> Line:
    failing, checks = int(row["checks_failing"]), int(row["checks"])
    value = f"{failing} of {format_number(checks, 'count', company)}"
    if not checks:
        return ("Checks failing", value, "", "neutral", "None were run")
    tone, word = ("warning", "Look") if failing else ("good", "All pass")
    return ("Checks failing", value, "", tone, word)


def _quarantine(row: Mapping[str, Any], company: Company) -> Line:
    aside, rows_in = int(row["rows_quarantined"] or 0), int(row["rows_in"] or 0)
    title = f"{aside:,} of {rows_in:,} rows of the last published refresh"
    rows = "row" if aside == 1 else "rows"
    value = f"{format_number(aside, 'count', company)} {rows}"
    tone, word = ("warning", "Look") if aside else ("good", "Empty")
    return ("Quarantine", value, title, tone, word)
