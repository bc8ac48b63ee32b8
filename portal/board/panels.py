"""The panels of the board: what changed, and the goals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from portal.board import words
from portal.board.cards import bullet_of
from portal.board.course import axis, change_of, exact, number, proof_of
from portal.board.goals import Standing
from portal.board.periods import Span
from portal.board.stories import Story
from portal.board.told import Told
from portal.company import Company
from portal.components.cards import card, status
from portal.components.links import proof_link
from portal.components.notices import empty

MOST_USUAL, ALL_USUAL = 3, 8
MOST_GOALS = 7


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
        said = f"{change.arrow} {change.text}"
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
    """Every goal, with how far the last complete period came."""
    stands = [*board.stands.values(), *board.elsewhere]
    if not stands:
        return card("Goals", empty(["No goals are set. ", *_how_to_set_goals()]))
    heads = [
        html.Th(text, scope="col", className=css)
        for text, css in (
            ("Metric", ""),
            ("Reached", "num"),
            (html.Span("How far", className="sr-only"), "goal-bar"),
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
            html.Td(number(reading, company), className="num"),
            html.Td(bullet_of(stand, 8, company), className="goal-bar"),
            html.Td(
                axis(target, reading, company),
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
