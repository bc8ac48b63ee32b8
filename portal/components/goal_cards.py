"""What the page of goals draws of metrics: pace, end, and what was met before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from portal.board.course import axis, exact, short
from portal.board.goals_ahead import Held, Outlook
from portal.company import Company
from portal.components.cards import STATUS, card, grid, kpi_card, status
from portal.components.notices import empty
from portal.components.svg import Svg
from portal.numbers import NONE, format_date
from portal.svg.bullet import bullet

ROOM = 1.16
HEADS = (
    ("Goal", "goal-name"),
    ("Course", ""),
    ("Chance", "num"),
    ("So far", "num"),
    ("Progress", "goal-bar"),
    ("Plan says today", "num goal-period"),
    ("Expected at the end", "num"),
    ("Target", "num"),
    ("Before", "goal-period"),
)


def numbers(outlooks: Sequence[Outlook], held: Sequence[Held]) -> html.Div:
    """How many goals there are, and how they stand."""
    words = [one.verdict[1] for one in outlooks]
    stands = [one.last for one in outlooks if one.last is not None]
    met = sum(one.met for one in stands)
    return grid(
        kpi_card("Goals", str(len(outlooks) + len(held))),
        kpi_card("On course", f"{words.count('On course')} of {len(words)}"),
        kpi_card("Off course", f"{words.count('Off course')} of {len(words)}"),
        kpi_card("Met in the last complete period", f"{met} of {len(stands)}"),
        columns="kpis",
    )


def running(kind: str, outlooks: Sequence[Outlook], company: Company) -> html.Section:
    """The goals of one kind of period."""
    one = next((one for one in outlooks if one.open is not None), outlooks[0])
    head = [html.Th(text, scope="col", className=css) for text, css in HEADS]
    words = f"Goals per {kind}, with pace, forecast and history"
    body = html.Table(
        [
            html.Caption(words, className="sr-only"),
            html.Thead(html.Tr(head)),
            html.Tbody([_row(each, company) for each in outlooks]),
        ],
        className="table",
    )
    return card(
        f"Per {kind}",
        html.Div(
            body,
            className="table-scroll",
            tabIndex="0",
            role="region",
            **{"aria-label": words},
        ),
        note=_said(one),
        wide=True,
    )


def none_set() -> html.Section:
    """What is shown where no goal is set, or none has data."""
    return card(
        "Goals",
        empty(
            [
                "No goal of a metric with data is set. Add goals to goals.toml in the "
                "company's folder, such as ",
                html.Code('[orders] target = 650, period = "week"'),
                ".",
            ]
        ),
    )


def _said(one: Outlook) -> str:
    """What the columns mean, for the period that runs."""
    if one.open is None:
        return "The last period is complete: there is nothing to foretell."
    return (
        f"{one.open}, {one.done} of {one.open.days} days are over, to "
        f"{format_date(one.until)}. Bar: so far, or expected where days do not add up; "
        "long tick: goal; short tick: where the plan says we should be. Expected: with "
        "an 80% interval, from how far the same forecast was off in earlier periods."
    )


def _row(one: Outlook, company: Company) -> html.Tr:
    reading, goal = one.reading, one.goal
    tone, word = one.verdict
    owner = goal.owner or reading.metric.owner
    name = [html.Div(reading.metric.title), html.Div(owner, className="quiet small")]
    due = NONE if one.due is None else short(one.due, reading, company)
    so_far = reading.so_far if one.open is not None else None
    return html.Tr(
        [
            html.Th(name, scope="row", className="goal-name"),
            html.Td(status(tone, word)),
            html.Td(chance_of(one), className="num"),
            html.Td(
                short(so_far, reading, company),
                className="num",
                title=exact(so_far, reading, company),
            ),
            html.Td(bar_of(one, company), className="goal-bar"),
            html.Td(due, className="num quiet goal-period"),
            html.Td(expected_of(one, company), className="num"),
            html.Td(
                axis(goal.target, reading, company),
                className="num quiet",
                title=exact(goal.target, reading, company),
            ),
            html.Td(_before(one, company), className="goal-period"),
        ]
    )


def bar_of(one: Outlook, company: Company) -> Svg | str:
    """Where the goal stands: so far against its plan, or what is expected."""
    reading = one.reading
    adds_up = reading.metric.additive
    value = reading.so_far if adds_up else one.forecast and one.forecast.expected
    if value is None or one.open is None:
        return ""
    ends = (one.goal.target * ROOM, value, one.due or 0.0)
    scale = max(ends) or 1.0
    tone, word = one.verdict
    due = None if one.due is None else one.due / scale
    label = (
        f"{reading.metric.title}: {short(value, reading, company)} "
        f"{'so far' if adds_up else 'expected'}, of a goal of "
        f"{axis(one.goal.target, reading, company)}. {word}."
    )
    filled = min(max(value / scale, 0.0), 1.0)
    markup = bullet(filled, max(one.goal.target / scale, 0.0), tone, 8, due=due)
    return Svg(markup, label, "bullet")


def expected_of(one: Outlook, company: Company) -> Any:
    """The forecast with its interval; or why there is none."""
    if one.forecast is None:
        return html.Span("too little history" if one.open else NONE, className="quiet")
    reading = one.reading
    low, high = (
        short(value, reading, company)
        for value in (one.forecast.low, one.forecast.high)
    )
    return [
        html.Div(short(one.forecast.expected, reading, company)),
        html.Div(f"{low} to {high}", className="quiet small"),
    ]


def _before(one: Outlook, company: Company) -> Any:
    """Each of the last complete periods: met or missed, as shape and words."""
    if not one.history:
        return NONE
    met = sum(was_met for _, _, was_met in one.history)
    marks = []
    for period, value, was_met in one.history:
        shape, css = STATUS["good" if was_met else "bad"]
        said = short(value, one.reading, company)
        title = f"{period}: {said}, {'met' if was_met else 'missed'}"
        marks.append(html.Span(shape, className=f"status-mark {css}", title=title))
    return html.Div(
        [
            html.Span(marks, className="history", **{"aria-hidden": "true"}),
            html.Div(f"{met} of {len(one.history)} met", className="quiet small"),
        ]
    )


def chance_of(one: Outlook) -> str:
    """A chance in whole percent; never 0% or 100%, as nothing is certain."""
    share = one.chance
    if share is None:
        return NONE
    return "<1%" if share < 0.01 else ">99%" if share > 0.99 else f"{share:.0%}"  # noqa: PLR2004
