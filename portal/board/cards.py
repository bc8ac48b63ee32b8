"""The cards of the board that hold one metric each: the north star and its kin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from portal.board.ahead import said
from portal.board.course import (
    axis,
    change_of,
    course_of,
    described,
    exact,
    explored,
    listed,
    number,
    recent,
    short,
    spark,
)
from portal.board.events import notes
from portal.board.goals import Standing
from portal.board.periods import Span
from portal.board.readings import Reading
from portal.board.told import Told
from portal.company import Company
from portal.components.cards import card, details, kpi_card, moved, status
from portal.components.notices import empty
from portal.components.svg import Svg
from portal.svg.beside import Note
from portal.svg.bullet import bullet
from portal.svg.trend import NARROW, WIDE, Size, trend


def north_star_card(told: Told, company: Company) -> html.Section:
    """The north star: its number, its change, and its course with the goal."""
    reading, span = told.star, told.span
    metric, stand = reading.metric, told.stands.get(reading.metric.name)
    markup, happened = trend_of(told, company, (WIDE, NARROW))
    to_come = said(told.ahead, reading, company)
    notes_under = [html.P(text) for text in (to_come, span.said_open()) if text]
    return card(
        [metric.title, html.Span(" · north star", className="star-word")],
        _trend(told, markup, company),
        *_happened(happened),
        html.Div(
            [
                html.Div(notes_under, className="card-note"),
                details("As a table", listed(reading, span, company)),
            ],
            className="trend-foot",
        ),
        note=metric.about,
        head=[
            html.Div(number(reading, company), className="ban"),
            *_banner(reading, stand, span, company),
        ],
    )


def _happened(some: Sequence[Note]) -> list[Any]:
    """The notes in words, by the numbers that the drawing bears."""
    if not some:
        return []
    listed = [html.Li(note.words, className=f"happened-{note.tone}") for note in some]
    spoken = {"aria-label": "What happened meanwhile"}
    return [html.Ol(listed, className="happened", **spoken)]


def kpi_cards(told: Told, company: Company) -> html.Section:
    """The cards: each a number, its course, its change, and its goal."""
    span = told.span
    cards = [
        kpi_card(
            reading.metric.title,
            number(reading, company),
            change=change_of(reading, span, company),
            spark=spark(reading, span, company),
            goal=_goal(reading, told.stands.get(reading.metric.name), company),
            about=reading.metric.about,
        )
        for reading in told.cards
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
        f"of {axis(stand.goal.target, reading, company)}. {stand.word}."
    )
    markup = bullet(stand.filled, stand.tick, stand.tone, height)
    return Svg(markup, label, "bullet")


def trend_of(
    told: Told, company: Company, sizes: Sequence[Size]
) -> tuple[str, list[Note]]:
    """The course of the north star, and what happened meanwhile.

    Args:
        told: The board.
        company: Writes the numbers, and noted what happened.
        sizes: Of the drawings.
    """
    reading, span = told.star, told.span
    stand = told.stands.get(reading.metric.name)
    goal = stand.goal.target if stand else None
    periods = [*recent(reading, span), *filter(None, [span.open])]
    happened = notes(company.events, periods)
    markup = trend(
        course_of(reading, span),
        short=lambda value: axis(value, reading, company),
        exact=lambda value: exact(value, reading, company),
        goal=goal,
        goal_label=f"Goal {axis(goal, reading, company)}",
        notes=happened,
        forecast=told.ahead,
        sizes=sizes,
    )
    return markup, happened


def _trend(told: Told, markup: str, company: Company) -> Any:
    """The drawing, which leads to the explorer; or why there is none."""
    reading, span = told.star, told.span
    if not markup:
        return empty(
            f"{reading.metric.title} has no value in any complete {span.last.kind}. "
            "Choose another period."
        )
    spoken = f"{described(reading, span, company)} {said(told.ahead, reading, company)}"
    drawn = Svg(markup, spoken.strip(), "trend")
    return explored(reading, span, drawn)


def _banner(
    reading: Reading, stand: Standing | None, span: Span, company: Company
) -> list[html.Div]:
    """Under the north star's number: its change, and how it stands to its goal."""
    change = change_of(reading, span, company)
    lines = [html.Div(moved(change), className="ban-change")]
    if stand is not None:
        said = status(stand.tone, f"{stand.word}: {stand.said}")
        lines.append(html.Div(said, className="ban-change"))
    elif reading.usual is not None:
        lines.append(html.Div(status(*reading.light), className="ban-change"))
    return lines


def _no_goal(reading: Reading) -> str:
    """Why a card shows no goal."""
    if reading.goal is None:
        return "no goal set: add it in goals.toml"
    return f"its goal is per {reading.goal.period}: see Goals"


def _goal(reading: Reading, stand: Standing | None, company: Company) -> html.Div:
    """A card's light: with a goal its bullet and words, else what is usual."""
    if stand is None:
        why = html.Span(_no_goal(reading))
        lit = [status(*reading.light)] if reading.usual is not None else []
        foot = html.Div([why, *lit], className="goal-foot")
        return html.Div(foot, className="goal-line goal-none")
    return html.Div(
        [
            bullet_of(stand, 6, company),
            html.Div(
                [
                    html.Span(
                        f"goal {axis(stand.goal.target, reading, company)}",
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
