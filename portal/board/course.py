"""One reading as the board writes and draws it."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
from dash import html

from portal.board.periods import Period, Span
from portal.board.readings import Reading
from portal.company import Company
from portal.components.cards import Change
from portal.components.links import explore_link, proof_link
from portal.components.svg import Svg
from portal.numbers import format_change, format_date, format_number
from portal.selections import proof
from portal.svg.sparkline import sparkline

# Periods that are drawn: 13 weeks are 91 days, 13 months hold the same one last year.
RECENT = {"week": 13, "month": 13, "quarter": 9}


def short(value: float | None, reading: Reading, company: Company) -> str:
    """A value of this metric with three significant digits."""
    return format_number(value, reading.metric.format, company)


def axis(value: float | None, reading: Reading, company: Company) -> str:
    """A round value as an axis or a goal says it: 36k where a card says 36.0k."""
    return re.sub(r"[.,](\d*?)0+(?=\D*$)", _decimals, short(value, reading, company))


def _decimals(found: re.Match[str]) -> str:
    """What stays of the decimals once the zeros at their end are gone."""
    return found[0][0] + found[1] if found[1] else ""


def exact(value: float | None, reading: Reading, company: Company) -> str:
    """A value of this metric with every digit."""
    return format_number(value, reading.metric.format, company, exact=True)


def change_of(reading: Reading, span: Span, company: Company) -> Change:
    """The change against the period before; or that there is nothing to compare."""
    if reading.value is None:
        return Change(f"no value in {span.last}", "")
    if reading.before is None:
        return Change("no value before", "")
    text = format_change(reading.value, reading.before, reading.metric.format, company)
    versus = f"vs {span.last.kind} before"
    if reading.value == reading.before:
        return Change("no change", versus)
    # Colour is for what the light calls good or bad, and goes the same way.
    tone = reading.tone if reading.tone == reading.light.tone else "neutral"
    return Change(text, versus, tone, "▲" if reading.rose else "▼")


def number(reading: Reading, company: Company) -> Any:
    """The value as it is read, as a link to its proof."""
    return proof_link(
        proof_of(reading),
        short(reading.value, reading, company),
        reading.metric.title,
        exact(reading.value, reading, company),
    )


def proof_of(reading: Reading) -> dict[str, object]:
    """What the address of the value's proof says."""
    of = f"metric:{reading.metric.name}"
    return proof.link(of, reading.generation, reading.period)


def explored(reading: Reading, span: Span, drawn: Any) -> html.A:
    """A drawing that leads to the same metric, grain and days in the explorer."""
    asked = {
        "metric": reading.metric.name,
        "grain": "month" if span.last.kind == "quarter" else span.last.kind,
        "start": recent(reading, span)[0].start,
        "end": span.end,
    }
    spoken = f"Explore {reading.metric.title}: {drawn.label}"
    return html.A(
        drawn,
        href=explore_link(asked, "").href,
        className="drawn",
        title=f"Explore {reading.metric.title}",
        **{"aria-label": spoken},
    )


def recent(reading: Reading, span: Span) -> list[Period]:
    """The complete periods that are drawn."""
    starts = list(reading.course.index)[-RECENT[span.last.kind] :]
    return [Period(span.last.kind, start) for start in starts]


def spark(reading: Reading, span: Span, company: Company) -> list[Any] | None:
    """The sparkline of a card, and its values for those who do not see it.

    None where there are too few values.
    """
    markup = sparkline(course_of(reading, span)[["value", "complete"]])
    if not markup:
        return None
    drawn = Svg(markup, described(reading, span, company), "spark")
    heard = html.Div(listed(reading, span, company), className="sr-only")
    return [explored(reading, span, drawn), heard]


def listed(reading: Reading, span: Span, company: Company) -> html.Table:
    """The periods that are drawn, in numbers, the newest first."""
    rows = course_of(reading, span).iloc[::-1]
    title, kind = reading.metric.title, span.last.kind
    columns = zip(rows["label"], rows["value"], rows["complete"], strict=True)
    heads = [html.Th(text, scope="col") for text in (kind.capitalize(), title)]
    body = [
        html.Tr(
            [
                html.Th(label, scope="row"),
                html.Td(_cell(exact(value, reading, company), whole)),
            ]
        )
        for label, value, whole in columns
    ]
    caption = html.Caption(f"{title} by {kind}, the newest first", className="sr-only")
    return html.Table(
        [caption, html.Thead(html.Tr(heads)), html.Tbody(body)], className="table"
    )


def _cell(value: str, whole: bool) -> str:
    return value if whole else f"{value}, incomplete"


def course_of(reading: Reading, span: Span) -> pd.DataFrame:
    """A metric's periods as a drawing wants them: label, tick, value, complete."""
    periods = recent(reading, span)
    values = reading.course.tolist()[-len(periods) :]
    if span.open is not None:
        values.append(reading.so_far)
        periods.append(span.open)
    return pd.DataFrame(
        {
            "label": [str(period) for period in periods],
            "tick": [tick(period) for period in periods],
            "value": pd.Series(values, dtype=float),
            "complete": [period.start <= span.last.start for period in periods],
        }
    )


def described(reading: Reading, span: Span, company: Company) -> str:
    """A metric's course in one sentence, for those who hear it."""
    title, kind = reading.metric.title, span.last.kind
    known = reading.course.tail(RECENT[kind]).dropna()
    if known.empty:
        return f"{title} has no value yet."

    def told(place: Any) -> str:
        return f"{short(known[place], reading, company)} ({Period(kind, place)})"

    return (
        f"{title} over {len(known)} {kind}s: lowest {told(known.idxmin())}, highest "
        f"{told(known.idxmax())}, last {told(known.index[-1])}."
    )


def tick(period: Period) -> str:
    """A period as the axis of a drawing writes it."""
    return format_date(period.start) if period.kind == "week" else str(period)
