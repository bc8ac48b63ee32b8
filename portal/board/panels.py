"""The panels of the board: what changed, and the goals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from portal.board import words
from portal.board.course import axis, change_of, exact, number, proof_of, short
from portal.board.goals_ahead import Outlook
from portal.board.periods import Span
from portal.board.stories import Story
from portal.board.told import Told
from portal.company import Company
from portal.components.cards import card, status
from portal.components.goal_cards import bar_of, chance_of, expected_of
from portal.components.links import proof_link
from portal.components.notices import empty
from portal.numbers import NONE

MOST_USUAL, ALL_USUAL = 3, 8
MOST_GOALS = 7
GOAL_HEADS = (
    ("Goal", "goal-name"),
    ("Course", ""),
    ("Last period", "num"),
    ("So far", "num"),
    (html.Span("Pace", className="sr-only"), "goal-bar"),
    ("Expected", "num"),
)
GOAL_NOTE = (
    "Bar: so far, or expected where days do not add up. Long tick: goal; short tick: "
    "where the plan says we should be today. Expected at the end, with 80% interval."
)


def changes_card(board: Told, company: Company) -> html.Section:
    """What changed: unusual movements with their reasons, or that there are none."""
    unusual, usual, span = board.unusual, board.usual, board.span
    count = 1 + len(board.cards)
    kind = span.last.kind
    told = [
        html.Li(
            [
                html.Div(_headline(story, kind, company), className="change-head"),
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


def _headline(story: Story, kind: str, company: Company) -> Any:
    """What a metric did, as a link to the proof of its number."""
    reading = story.reading
    said = words.headline(reading, company)
    how = words.unusual_how(story, kind)
    return proof_link(proof_of(reading), said, reading.metric.title, how)


def _still_usual(
    usual: Sequence[Story], span: Span, company: Company, after_others: bool
) -> list[Any]:
    """What moved most of what is usual: said to be so."""
    if not usual:
        return []
    rows = []
    for story in usual[: MOST_USUAL if after_others else ALL_USUAL]:
        change = change_of(story.reading, span, company)
        said = f"{change.arrow} {change.text}".strip()
        how = words.unusual_how(story, span.last.kind)
        title = story.reading.metric.title
        link = proof_link(proof_of(story.reading), said, title, how)
        rows.append(html.Li([html.Span(title), link], title=how))
    head = "Also moved, but as usual" if after_others else "Nearest to unusual"
    return [
        html.H3(head, className="usual-head"),
        html.Ul(rows, className="usual"),
    ]


def goals_card(board: Told, company: Company) -> html.Section:
    """The goals: how the last period stood, and where the one that runs will end."""
    goals = board.goals
    if not goals:
        return card("Goals", empty(["No goals are set. ", *_how_to_set_goals()]))
    head = [html.Th(text, scope="col", className=css) for text, css in GOAL_HEADS]
    rows = [_goal_row(one, company) for one in goals[:MOST_GOALS]]
    body = html.Table(
        [
            html.Caption("Goals, so far and as expected", className="sr-only"),
            html.Thead(html.Tr(head)),
            html.Tbody(rows),
        ],
        className="table",
    )
    return card(
        "Goals",
        html.Div(
            body,
            className="table-scroll",
            tabIndex="0",
            role="region",
            **{"aria-label": "Goals, so far and as expected"},
        ),
        note=GOAL_NOTE,
        head=html.A(f"All goals ({len(goals)})", href="/goals", className="card-link"),
    )


def _goal_row(one: Outlook, company: Company) -> html.Tr:
    reading, target = one.reading, one.goal.target
    so_far = reading.so_far if one.open is not None else None
    return html.Tr(
        [
            html.Th(_goal_name(one, company), scope="row", className="goal-name"),
            html.Td(_course(one)),
            html.Td(_last(one, company), className="num"),
            html.Td(
                short(so_far, reading, company),
                className="num",
                title=exact(so_far, reading, company),
            ),
            html.Td(bar_of(one, company), className="goal-bar"),
            html.Td(expected_of(one, company), className="num"),
        ],
        title=f"{reading.metric.title}: {exact(target, reading, company)}",
    )


def _goal_name(one: Outlook, company: Company) -> list[Any]:
    """The metric, and what is wanted of it in which period."""
    target = axis(one.goal.target, one.reading, company)
    limit = "at most " if one.reading.metric.better == "lower" else ""
    return [
        html.Div(one.reading.metric.title),
        html.Div(f"{limit}{target} per {one.goal.period}", className="quiet small"),
    ]


def _last(one: Outlook, company: Company) -> list[Any]:
    """What the last complete period reached, and its light."""
    if one.last is None:
        return [html.Div(NONE)]
    lit = status(one.last.tone, one.last.word)
    return [
        html.Div(number(one.reading, company)),
        html.Div(lit, className="small", title=f"{one.last.period}: {one.last.said}"),
    ]


def _course(one: Outlook) -> list[Any]:
    """Whether the open period will meet the goal, with the chance."""
    chance = [] if one.chance is None else [f"{chance_of(one)} chance"]
    return [
        html.Div(status(*one.verdict)),
        *(html.Div(text, className="quiet small") for text in chance),
    ]


def _how_to_set_goals() -> list[Any]:
    example = '[revenue]  target = 250000  period = "week"'
    return [
        "Add them to goals.toml in the company's folder, such as ",
        html.Code(example),
        ".",
    ]
