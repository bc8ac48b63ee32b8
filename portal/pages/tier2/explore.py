"""Tier 2 · Explore: any metric, split, grain and filter, as chart, table or CSV."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
from dash import Dash, Input, Output, State, ctx, dcc, html, no_update

from portal.components import explore_cards as cards
from portal.components.cards import grid
from portal.components.filter_search import filter_search, found
from portal.components.filters import choice, date_range, filter_bar
from portal.components.notices import connect_data, notice
from portal.components.periods import given
from portal.page import Context, Page
from portal.selections import explore, segments
from portal.selections import rows as selections
from portal.selections.explore import NO_SPLIT, Question
from portal.selections.segments import Answer
from queries.snapshot import Snapshot

PAGE = Page(
    path="/explore",
    title="Explore",
    tier=2,
    question="How does any number split, move and compare?",
    owner="data-platform",
    connect_what="any data: a mapping in the company's sources",
)

ADDRESS, CONTENT, CONTROLS = "explore-address", "explore-content", "explore-controls"
METRIC, BY, GRAIN, CHART = (
    "explore-metric",
    "explore-by",
    "explore-grain",
    "explore-kind",
)
TOP, DATES, FILTERS = "explore-top", "explore-dates", "explore-filters"
GRAINS = {"day": "Day", "week": "Week", "month": "Month", "all": "All days together"}
CHARTS = {"line": "Line", "bar": "Bars", "area": "Area", "table": "Table"}


def layout(context: Context, **asked: Any) -> html.Div:
    """The page as its address asks for it."""
    snapshot = context.warehouse.snapshot()
    coverage = snapshot.measurable()
    if not explore.metrics(coverage):
        return html.Div(connect_data(PAGE))
    question = explore.read(asked, coverage)
    answer = segments.find(snapshot, question)
    return html.Div(
        [
            dcc.Location(id=ADDRESS, refresh=False),
            html.Div(controls(snapshot, question, answer), id=CONTROLS),
            html.Div(
                content(context, snapshot, question, answer),
                id=CONTENT,
                className="stack",
            ),
        ],
        className="stack",
    )


def controls(snapshot: Snapshot, question: Question, answer: Answer) -> html.Div:
    """What can be chosen, given the metric."""
    known = explore.metrics(snapshot.measurable())
    splits = {NO_SPLIT: "Not split", **question.metric.dimensions}
    grains = {name: GRAINS[name] for name in explore.grains(question.metric)}
    picks = selections.chosen(question.where)
    return filter_bar(
        choice(METRIC, "Metric", _options({k: m.title for k, m in known.items()}),
               question.metric.name),
        choice(BY, "Split by", _options(splits), question.by or NO_SPLIT),
        choice(GRAIN, "By", _options(grains), question.grain),
        choice(CHART, "As", _options(CHARTS), question.chart),
        choice(TOP, "Segments", list(explore.TOPS), str(question.top)),
        date_range(DATES, question.start, question.end, question.first, question.last),
        filter_search(FILTERS, options(snapshot, question, answer.segments, ""), picks),
    )  # fmt: skip


def content(
    context: Context, snapshot: Snapshot, question: Question, answer: Answer
) -> list[Any]:
    """The answer, its meaning and its SQL, from one generation."""
    shown = cards.Shown(snapshot, context.company, question, answer)
    statements = snapshot.compiled_measure(
        [question.metric.name],
        start=question.start,
        end=question.end,
        grain=question.grain,
        by=question.by,
        where=question.where,
    )
    return [
        *(notice(problem, "warning") for problem in question.problems),
        cards.result(shown),
        grid(cards.meaning(question), cards.sql(statements)),
    ]


def options(
    snapshot: Snapshot, question: Question, listed: tuple[str, ...], words: str
) -> list[dict[str, Any]]:
    """Values to filter by: those of the split, or those that hold what was typed."""
    known = pd.DataFrame(
        [(question.by, name) for name in listed],
        columns=["filter_name", "filter_value"],
    )
    if words and question.metric.dimensions:
        found_by = [
            explore.answer(snapshot, question, grain="all", by=name, where={})
            .assign(filter_name=name)
            .rename(columns={"segment": "filter_value"})
            for name in question.metric.dimensions
        ]
        known = pd.concat(found_by)[["filter_name", "filter_value"]]
    chosen = selections.chosen(question.where)
    return found(known, question.metric.dimensions, (), words, chosen)


def asked_for(snapshot: Snapshot, values: tuple[Any, ...]) -> Question:
    """The question that the controls ask."""
    metric, by, grain, chart, top, start, end, picks = values
    coverage = snapshot.measurable()
    known = explore.metrics(coverage)
    dimensions = known[metric].dimensions if metric in known else {}
    filters = selections.filters_of(picks or ())
    asked = given(
        metric=metric,
        by=by if by in dimensions else None,
        grain=grain,
        chart=chart,
        top=top,
        start=start,
        end=end,
        **{name: kept for name, kept in filters.items() if name in dimensions},
    )
    if ctx.triggered_id == METRIC:
        days = coverage[known[metric].subject] if metric in known else None
        asked |= {} if days is None else explore.within(asked, days)
    return explore.read(asked, coverage)


def update_content(context: Context, *values: Any) -> tuple[Any, ...]:
    """The answer to what the controls ask, and its address."""
    snapshot = context.warehouse.snapshot()
    question = asked_for(snapshot, values)
    answer = segments.find(snapshot, question)
    another = ctx.triggered_id == METRIC
    return (
        content(context, snapshot, question, answer),
        explore.write(question, snapshot.measurable()),
        controls(snapshot, question, answer) if another else no_update,
    )


def search_values(context: Context, words: str | None, *values: Any) -> Any:
    """The values that hold what was typed."""
    snapshot = context.warehouse.snapshot()
    return options(snapshot, asked_for(snapshot, values), (), words or "")


def _options(titles: dict[str, str]) -> list[dict[str, str]]:
    return [{"value": value, "label": label} for value, label in titles.items()]


def connect(app: Dash, context: Context) -> None:
    """Bind the functions above to the page's components."""
    chosen = (
        (METRIC, "value"),
        (BY, "value"),
        (GRAIN, "value"),
        (CHART, "value"),
        (TOP, "value"),
        (DATES, "start_date"),
        (DATES, "end_date"),
        (FILTERS, "value"),
    )
    app.callback(
        Output(CONTENT, "children"),
        Output(ADDRESS, "search"),
        Output(CONTROLS, "children"),
        *(Input(*one) for one in chosen),
        prevent_initial_call=True,
    )(partial(update_content, context))
    app.callback(
        Output(FILTERS, "options"),
        Input(FILTERS, "search_value"),
        *(State(*one) for one in chosen),
        prevent_initial_call=True,
    )(partial(search_values, context))
