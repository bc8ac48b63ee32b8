"""What backs a number, as the page and the drawer of a proof draw it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pandas as pd
from dash import html

from portal.company import Company
from portal.components.cards import card, status
from portal.components.links import explore_link, links, page_link
from portal.components.tables import table
from portal.logbook import LONGEST_TEXT
from portal.numbers import format_change, format_date, format_number
from portal.selections.proof import PATH, Question, link
from portal.selections.proved import Proof, Source

CATALOGUE = "/catalogue"
TEXT_ID = "proof-text"
FRESH = {"table_name": "Table", "row_count": "Rows", "last_on": "Newest day"}


def number(
    proof: Proof, question: Question, state: tuple[str, str], company: Company
) -> html.Section:
    """The number itself, exactly, with its parts and its definition."""
    when = str(question.period) if question.period else "newest refresh"
    parts = [
        (title, format_number(value, unit, company, exact=True))
        for title, unit, value in proof.parts
    ]
    names = ("Numerator", "Denominator")
    made = [(name, f"{t}: {v}") for name, (t, v) in zip(names, parts, strict=False)]
    return card(
        proof.title,
        html.Div(_written(proof, company), className="ban"),
        pairs(
            [
                ("Of", when),
                ("Days", status(*state)),
                *made,
                *_change(proof, question, company),
                ("Definition", proof.about),
                *((name, html.Code(text)) for name, text in proof.facts[:1]),
                *proof.facts[1:],
                ("Owner", proof.owner),
            ]
        ),
        head=_ways_on(proof, question),
    )


def _change(
    proof: Proof, question: Question, company: Company
) -> list[tuple[str, Any]]:
    """The period before, as a link to its own proof, and the change since."""
    if proof.before is None or question.period is None:
        return []
    earlier = question.period.next(-1)
    was = format_number(proof.before, proof.unit, company, exact=True)
    said = link(question.of, question.generation, earlier)
    found = [("Before", [page_link(PATH, said, was), f", {earlier}"])]
    if proof.value is not None:
        text = format_change(proof.value, proof.before, proof.unit, company)
        found.append(("Change", text))
    return found


def _written(proof: Proof, company: Company) -> str:
    """The number with every digit."""
    if isinstance(proof.value, datetime):
        return f"{proof.value:%Y-%m-%d %H:%M:%S} UTC"
    return format_number(proof.value, proof.unit, company, exact=True)


def _ways_on(proof: Proof, question: Question) -> html.Span:
    """Where to look next."""
    item = page_link(CATALOGUE, {"item": f"{proof.kind}:{proof.name}"}, "In catalogue")
    if question.period is None:
        return links(item)
    asked = {
        "metric": proof.name,
        "grain": "day",
        "start": question.period.start,
        "end": question.end,
    }
    return links(explore_link(asked, "Explore it"), item)


def pairs(rows: Iterable[tuple[str, Any]]) -> html.Dl:
    """Names and what they are."""
    cells = [(html.Dt(name), html.Dd(value)) for name, value in rows]
    return html.Dl([cell for pair in cells for cell in pair], className="pairs")


def sql(proof: Proof) -> html.Section:
    """The statements as they are run."""
    text = ";\n\n".join(proof.statements)
    code = html.Pre(html.Code(text), className="sql", tabIndex="0")
    return card("SQL as it is run", code, note="Run it, and it gives this number.")


def sources(
    proof: Proof,
    tables: pd.DataFrame,
    generation: int,
    published_at: datetime,
    last_day: Any,
) -> html.Section:
    """The tables read, why these, and how fresh all of it is."""
    read = [html.Li(_source(one)) for one in proof.sources]
    fresh = tables[tables["table_name"].isin(proof.tables)].sort_values("table_name")
    rows = [
        table(
            fresh.assign(last_on=fresh["last_on"].map(_day)),
            {
                "table_name": (FRESH["table_name"], None),
                "row_count": (FRESH["row_count"], "{:,.0f}".format),
                "last_on": (FRESH["last_on"], None),
            },
            caption="Freshness of the tables behind this number",
        )
    ]
    data = f"data to {format_date(last_day)}, " if last_day else ""
    return card(
        "Where it was read from",
        html.Ul(read, className="plain-list"),
        *(rows if len(fresh) else []),
        note=f"Generation {generation}: {data}published "
        f"{published_at:%Y-%m-%d %H:%M} UTC.",
    )


def _source(source: Source) -> list[Any]:
    """A table that was read and why, and the smaller ones that were not."""
    said = [page_link(CATALOGUE, {"item": f"table:{source.table}"}, source.table)]
    said.append(f": {source.why}")
    passed = [
        html.Li(["Not ", html.Code(name), f": {why}"])
        for name, why in source.passed_over
    ]
    return [*said, html.Ul(passed, className="plain-list")] if passed else said


def _day(value: Any) -> str:
    return "–" if pd.isna(value) else f"{value:%Y-%m-%d}"


def report(said: str, question: Question) -> html.Section:
    """The form in which a reader says that something is wrong with the number.

    Args:
        said: The query string of this proof, which the answer leads back to.
        question: Of the proof.
    """
    form = html.Form(
        [
            html.Label(
                "What is wrong with this number?",
                htmlFor=TEXT_ID,
                className="control-label",
            ),
            html.Textarea(
                id=TEXT_ID,
                name="text",
                rows=3,
                required=True,
                maxLength=LONGEST_TEXT,
                className="report-text",
            ),
            html.Button("Report a problem", type="submit", className="button"),
        ],
        action=f"/problem{said}",
        method="post",
        className="report",
    )
    told = [html.P(question.reported, role="status")] if question.reported else []
    return card(
        "Report a problem",
        *told,
        form,
        note="It is stored with this number and its generation, without your name, and "
        "shown on Data quality.",
    )
