"""Cards: the frames in which numbers, drawings and tables stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

STATUS = {
    "good": ("●", "status-good"),
    "warning": ("▲", "status-warning"),
    "bad": ("■", "status-bad"),
    "neutral": ("○", "status-neutral"),
}
# Every frame bears it, so that the budget of a page can be counted in what is drawn.
WIDGET = {"data-widget": "1"}


def card(
    title: Any,
    *children: Any,
    note: Any = None,
    id: str | None = None,  # noqa: A002 - Dash names properties so
    wide: bool = False,
    head: Any = None,
) -> html.Section:
    """A titled card.

    Args:
        title: A sentence or a metric with its unit.
        children: What stands in it.
        note: A line under the title, in a quieter voice.
        id: Of the card, where a callback needs it.
        wide: Whether it takes the whole width of its grid.
        head: Stands at the right of the title: a number, a link.
    """
    titles = [html.H2(title, className="card-title")]
    if note is not None:
        titles.append(html.P(note, className="card-note"))
    # A component without children is false, so each is compared with None.
    heads = [] if head is None else [html.Div(head, className="card-head")]
    top = html.Div([html.Div(titles), *heads], className="card-top")
    return html.Section(
        [top, *children],
        className="card card-wide" if wide else "card",
        **WIDGET,
        **({"id": id} if id else {}),
    )


@dataclass(frozen=True)
class Change:
    """A change as it is read: "+4.1%", against what, and whether that is good.

    The arrow follows the number, the tone ("good", "bad", "neutral") the metric's
    direction: they need not agree.
    """

    text: str
    versus: str
    tone: str = "neutral"
    arrow: str = ""


def kpi_card(
    title: str,
    value: Any,
    *,
    exact: str = "",
    change: Change | None = None,
    spark: Sequence[Any] | None = None,
    goal: Any = None,
    about: str = "",
) -> html.Article:
    """A card of one number: value, sparkline, change against what, goal.

    Args:
        title: The metric.
        value: As it is read, with its unit; or a link that reads so.
        exact: Every digit of it, shown on hover.
        change: Against the period before; None where there is none.
        spark: Its course over the last periods, drawn and told.
        goal: The goal's bullet and words, or why there is none.
        about: The definition, shown on hover over the title.
    """
    said = {"title": exact} if exact else {}
    number = html.Span(value, className="kpi-value", **said)
    return html.Article(
        [
            html.H2(title, className="kpi-title", title=about),
            html.Div([number, *(spark or [])], className="kpi-row"),
            *([changed(change)] if change is not None else []),
            *([goal] if goal is not None else []),
        ],
        className="card kpi",
        **WIDGET,
    )


def changed(change: Change) -> html.Div:
    """The line that says how a number moved, and against what."""
    return html.Div(moved(change), className="kpi-row kpi-foot")


def moved(change: Change) -> list[html.Span]:
    """A change and against what: a grey arrow, and words in the colour of its tone."""
    arrow = html.Span(f"{change.arrow} ", className="arrow", **{"aria-hidden": "true"})
    return [
        html.Span(
            [*([arrow] if change.arrow else []), change.text],
            className=f"kpi-change tone-{change.tone}",
        ),
        html.Span(change.versus, className="quiet"),
    ]


def grid(*children: Any, columns: str = "") -> html.Div:
    """Cards side by side: "kpis" (small ones), "two" (2:1), or evenly."""
    return html.Div(list(children), className=f"grid {columns}".strip())


def status(tone: str, words: str) -> html.Span:
    """A status as shape, colour and word: never colour alone."""
    shape, css = STATUS[tone]
    mark = html.Span(shape, className="status-mark", **{"aria-hidden": "true"})
    return html.Span([mark, f" {words}"], className=f"status {css}")


def marked(known: Mapping[str, tuple[str, str]], word: str) -> html.Span:
    """A status as shape, colour and word; one that is not known as it stands."""
    return status(*known.get(word, ("neutral", word)))


def details(summary: Any, *children: Any, open: bool = False) -> Component:  # noqa: A002
    """What folds away; works by keyboard and without JavaScript."""
    return html.Details(
        [html.Summary(summary), *children], open=open, className="details"
    )
