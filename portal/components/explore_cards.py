"""What the explorer draws: the answer as chart or table, its meaning, its SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
from dash import dcc, html

from portal.company import Company
from portal.components.bar_table import Bars, bar_table
from portal.components.cards import card
from portal.components.charts import chart
from portal.components.links import links, page_link, rows_link
from portal.components.measures import scale_of, unit_words
from portal.components.notices import empty
from portal.components.periods import marked
from portal.components.tables import table
from portal.figures.trend import trend
from portal.figures.words import trend_in_words
from portal.numbers import format_number, format_period
from portal.selections import explore
from portal.selections.explore import Question
from portal.selections.segments import OTHER_COLUMN, Answer
from queries.snapshot import Snapshot

HEIGHT = 380
MOST_PERIODS = 370
ROW_FILTERS: Mapping[str, dict[str, str]] = {
    "messenger": {"country": "user_country", "source": "user_source", "os": "user_os"},
    "activity": {"country": "user_country", "source": "user_source", "os": "user_os"},
}
ROW_CHOICE: Mapping[str, dict[str, str]] = {
    "messenger": {"action": "message"},
    "feed": {"surface": "feed"},
}


@dataclass(frozen=True)
class Shown:
    """An answer on its way to the page."""

    snapshot: Snapshot
    company: Company
    question: Question
    answer: Answer

    def number(self, value: Any, *, exact: bool = True) -> str:
        """A value as it is read."""
        return format_number(value, self.question.metric.format, self.company, exact)

    @property
    def title(self) -> str:
        """The question, with the unit."""
        unit = unit_words(self.question.metric.unit, self.company)
        words = self.question.words
        return words if unit.lower() in words.lower() else f"{words}, {unit}"


def result(shown: Shown) -> html.Section:
    """The answer as it was asked for, with what is not in it."""
    question, answer = shown.question, shown.answer
    days = format_period(question.start, question.end)
    head = _links(shown)
    if answer.rows.empty or answer.rows[list(answer.names)].isna().all(axis=None):
        said = f"{question.metric.title}: nothing between {days} for these filters. "
        return card(shown.title, empty(f"{said}Widen the dates or clear a filter."))
    note = " ".join([f"{days}.", *answer.remarks])
    if question.grain == "all":
        return card(shown.title, _ranked(shown), note=note, head=head)
    rows = marked(answer.rows, question.grain, question.start, question.end)
    if question.chart == "table":
        return card(shown.title, _table(shown), note=note, head=head)
    loose = "" if rows["whole"].all() else " Dotted or hatched: shown in part."
    return chart(
        "explore-chart",
        trend(
            rows,
            answer.names,
            grain=question.grain,
            scale=scale_of(question.metric.unit, shown.company),
            kind=answer.kind,
            stacked=answer.stacked,
            muted=OTHER_COLUMN,
        ),
        shown.title,
        _in_words(shown, rows),
        note=f"{note}{loose}",
        height=HEIGHT,
        head=head,
    )


def _in_words(shown: Shown, rows: pd.DataFrame) -> str:
    say = partial(trend_in_words, rows, grain=shown.question.grain, write=shown.number)
    return " ".join(say(name, title) for name, title in shown.answer.names.items())


def _links(shown: Shown) -> html.Span:
    question = shown.question
    said = explore.written(question) | {"generation": shown.snapshot.generation}
    return links(
        page_link("/download/explore.csv", said, "CSV"),
        page_link("/download/explore.csv", said | {"notes": "1"}, "CSV with notes"),
        _rows(question),
    )


def _rows(question: Question) -> html.A:
    """A link to the rows behind the metric, with the same days and filters."""
    source = question.metric.source
    orders = source.table == "fct_order_line"
    rename = ROW_FILTERS.get(source.name, {})
    where = {rename.get(name, name): list(v) for name, v in question.where.items()}
    values = {"start": question.start, "end": question.end}
    chosen = {**ROW_CHOICE.get(source.name, {}), **values, **where}
    return rows_link("order_lines" if orders else "interactions", chosen)


def _ranked(shown: Shown) -> Any:
    """One number, or a bar for each segment."""
    answer, question = shown.answer, shown.question
    if question.by is None:
        value = answer.rows[question.metric.name].iloc[0]
        exact = shown.number(value)
        return html.Div(shown.number(value, exact=False), title=exact, className="big")
    names = {k: name for k, name in answer.names.items() if k != OTHER_COLUMN}
    segments = pd.DataFrame(
        {
            "segment": list(names.values()),
            "value": [answer.rows[name].iloc[0] for name in names],
        }
    )
    title = question.metric.dimensions[question.by]
    bars = Bars("segment", title, "value", question.metric.title, shown.number)
    drawn = bar_table(segments, bars, {}, caption=shown.title)
    if OTHER_COLUMN not in answer.names:
        return drawn
    rest = shown.number(answer.rows[OTHER_COLUMN].iloc[0])
    said = f"{answer.names[OTHER_COLUMN]}: {rest}"
    return html.Div([drawn, html.P(said, className="rest")])


def _table(shown: Shown) -> Any:
    """A row for each period, a column for each segment."""
    answer = shown.answer
    rows = answer.rows.tail(MOST_PERIODS)
    hidden = len(answer.rows) - len(rows)
    columns = {
        "period": (shown.question.grain.capitalize(), str),
        **{name: (title, shown.number) for name, title in answer.names.items()},
    }
    drawn = table(rows, columns, caption=shown.title)
    if not hidden:
        return drawn
    said = f"{hidden:,} earlier periods are not shown; the CSV holds them all."
    return html.Div([html.P(said, className="card-note"), drawn])


def meaning(question: Question) -> html.Section:
    """What the metric means, and who answers for it."""
    metric = question.metric
    good = {"higher": "More is better.", "lower": "Less is better."}
    said = [
        metric.about,
        good.get(metric.better, ""),
        "" if metric.additive else "It does not add up over segments or periods.",
    ]
    return card(
        f"What “{metric.title}” means",
        html.P(" ".join(text for text in said if text)),
        html.P(f"Owner: {metric.owner}. Made from {', '.join(metric.tables)}."),
        head=page_link("/catalogue", {"item": f"metric:{metric.name}"}, "Catalogue"),
    )


def sql(statements: list[str]) -> html.Section:
    """The SQL as it was run, to be read and copied."""
    text = ";\n\n".join(statements)
    return card(
        "SQL as run",
        html.Div(
            [
                html.Pre(
                    html.Code(text, id="explore-sql"), className="sql", tabIndex="0"
                ),
                dcc.Clipboard(
                    target_id="explore-sql", title="Copy the SQL", className="copy"
                ),
            ],
            className="sql-box",
        ),
    )
