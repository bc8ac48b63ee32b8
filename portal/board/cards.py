"""The cards of the board that hold one metric each: the north star and its kin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from dash import html

from portal.board.course import change_of, course_of, described, exact, short, spark
from portal.board.goals import Standing
from portal.board.periods import Span
from portal.board.readings import Reading
from portal.company import Company
from portal.components.cards import card, details, kpi_card, status
from portal.components.notices import empty
from portal.components.svg import Svg
from portal.components.tables import table
from portal.svg.bullet import bullet
from portal.svg.trend import trend

TABLE_ROWS = 27


def north_star_card(
    reading: Reading, stand: Standing | None, span: Span, company: Company
) -> html.Section:
    """The north star: its number, its change, and its course with the goal."""
    metric, course = reading.metric, course_of(reading, span)
    number = html.Div(
        short(reading.value, reading, company),
        className="ban",
        title=exact(reading.value, reading, company),
    )
    rows = course.iloc[::-1].head(TABLE_ROWS)
    as_table = table(
        rows.assign(state=rows["complete"].map({True: "", False: "incomplete"})),
        {
            "label": (span.last.kind.capitalize(), None),
            "value": (metric.title, lambda value: exact(value, reading, company)),
            "state": ("", None),
        },
        caption=f"{metric.title} by {span.last.kind}, the newest first",
    )
    return card(
        [metric.title, html.Span(" · north star", className="star-word")],
        _trend(reading, course, stand, span, company),
        html.Div(
            [
                html.P(span.said_open(), className="card-note"),
                details("As a table", as_table),
            ],
            className="trend-foot",
        ),
        note=metric.about,
        head=[number, *_banner(reading, stand, span, company)],
    )


def kpi_cards(
    readings: Sequence[Reading],
    stands: Mapping[str, Standing],
    span: Span,
    company: Company,
) -> html.Section:
    """The cards: each a number, its course, its change, and its goal."""
    cards = [
        kpi_card(
            reading.metric.title,
            short(reading.value, reading, company),
            exact=exact(reading.value, reading, company),
            change=change_of(reading, span, company),
            spark=spark(reading, span, company),
            goal=_goal(reading, stands.get(reading.metric.name), company),
            about=reading.metric.about,
        )
        for reading in readings
    ]
    return html.Section(
        cards,
        className=f"grid kpis kpis-rest-{len(cards) % 4}",
        **{"aria-label": "Key metrics"},
    )


def bullet_of(stand: Standing, height: int, company: Company) -> Svg:
    """The bullet of a goal, with its meaning in words."""
    reading = stand.reading
    label = (
        f"{reading.metric.title}: {short(reading.value, reading, company)} of a goal "
        f"of {short(stand.goal.target, reading, company)}. {stand.word}."
    )
    markup = bullet(stand.filled, stand.tick, stand.tone, height)
    return Svg(markup, label, "bullet")


def _trend(
    reading: Reading,
    course: pd.DataFrame,
    stand: Standing | None,
    span: Span,
    company: Company,
) -> Any:
    goal = stand.goal.target if stand else None
    markup = trend(
        course,
        short=lambda value: short(value, reading, company),
        exact=lambda value: exact(value, reading, company),
        goal=goal,
        goal_label=f"Goal {short(goal, reading, company)}",
    )
    if not markup:
        return empty(
            f"{reading.metric.title} has no value in any complete {span.last.kind}. "
            "Choose another period."
        )
    return Svg(markup, described(reading, span, company), "trend")


def _banner(
    reading: Reading, stand: Standing | None, span: Span, company: Company
) -> list[html.Div]:
    """Under the north star's number: its change, and how it stands to its goal."""
    change = change_of(reading, span, company)
    arrow = html.Span(f"{change.arrow} ", **{"aria-hidden": "true"})
    lines = [
        html.Div(
            [
                html.Span(
                    [*([arrow] if change.arrow else []), change.text],
                    className=f"kpi-change tone-{change.tone}",
                ),
                html.Span(change.versus, className="quiet"),
            ],
            className="ban-change",
        )
    ]
    if stand is not None:
        said = status(stand.tone, f"{stand.word}: {stand.said}")
        lines.append(html.Div(said, className="ban-change"))
    return lines


def _goal(reading: Reading, stand: Standing | None, company: Company) -> html.Div:
    """A card's goal: bullet and words, or why there is none."""
    if reading.goal is None:
        words = "no goal set: add it in goals.toml"
        return html.Div(words, className="goal-line goal-none")
    if stand is None:
        return html.Div(
            f"its goal is per {reading.goal.period}: see Goals",
            className="goal-line goal-none",
        )
    return html.Div(
        [
            bullet_of(stand, 6, company),
            html.Div(
                [
                    html.Span(
                        f"goal {short(stand.goal.target, reading, company)}",
                        className="quiet",
                        title=exact(stand.goal.target, reading, company),
                    ),
                    status(stand.tone, f"{stand.word}: {stand.said}"),
                ],
                className="goal-foot",
            ),
        ],
        className="goal-line",
    )
