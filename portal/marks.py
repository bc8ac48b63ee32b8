"""What a page must say of the data that it shows: warnings, and days that changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import groupby
from typing import Any

import pandas as pd
from dash import html

from portal.company import Company
from portal.components.cards import details, status
from portal.components.links import page_link
from portal.page import Page
from queries import catalog
from queries.snapshot import Snapshot

QUALITY = "/quality"
# A page that can ask anything shows every table.
ANY = {"/explore"}
# For so long the pages tell of a day that was restated; /quality keeps it longer.
TOLD_DAYS = 7


@dataclass(frozen=True)
class Warned:
    """A rule that found rows."""

    table: str
    title: str
    rows: int


@dataclass(frozen=True)
class Restated:
    """Days of a table that one refresh changed long after they were over."""

    table: str
    days: str
    at: str


@dataclass(frozen=True)
class Marks:
    """All that pages have to say of one generation, by table."""

    warned: tuple[Warned, ...] = ()
    restated: tuple[Restated, ...] = ()

    def of(self, tables: Iterable[str]) -> Marks:
        """The marks of some tables."""
        wanted = set(tables)
        return Marks(
            tuple(one for one in self.warned if one.table in wanted),
            tuple(one for one in self.restated if one.table in wanted),
        )


def read(snapshot: Snapshot) -> Marks:
    """The marks of a snapshot."""
    warned = snapshot.fetch("quality/warnings").to_dict("records")
    restated = snapshot.fetch("quality/restated")
    since = pd.Timestamp(snapshot.published_at.replace(tzinfo=None))
    since -= timedelta(days=TOLD_DAYS)
    recent = restated[restated["restated_at"] >= since]
    return Marks(
        tuple(
            Warned(row["table_name"], row["title"], int(row["offending_rows"]))
            for row in warned
        ),
        tuple(_restated(recent.to_dict("records"))),
    )


def _restated(rows: Iterable[Mapping[str, Any]]) -> Iterable[Restated]:
    """One for each refresh and table; the rows stand in that order."""
    for (_, table), some in groupby(
        rows, key=lambda row: (row["refresh_id"], row["table_name"])
    ):
        found = list(some)
        at = f"{found[0]['restated_at']:%Y-%m-%d %H:%M} UTC"
        yield Restated(table, days_in_words([row["day_on"] for row in found]), at)


def days_in_words(days: list[Any]) -> str:
    """Few days one by one, more by their number and span."""
    said = [f"{day:%Y-%m-%d}" for day in sorted(days)]
    if len(said) <= 3:  # noqa: PLR2004
        return ", ".join(said)
    return f"{len(said):,} days from {said[0]} to {said[-1]}"


@cache
def tables_of(page: Page, board: tuple[str, ...] = ()) -> frozenset[str]:
    """Every table behind a page; `board` names the metrics that a company chose."""
    if page.path in ANY:
        return frozenset(catalog.tables())
    known = catalog.metrics()
    metrics = (*page.metrics, *(board if page.path == "/" else ()))
    read = {name for one in metrics if one in known for name in known[one].tables}
    found = set[str]()
    for sql in [catalog.load(name).sql for name in page.queries]:
        found |= set(catalog.lineage(sql))
    for table in read:
        found |= set(catalog.lineage(f"select 1 as one from {table}"))
    return frozenset(found)


def chosen(company: Company) -> tuple[str, ...]:
    """The metrics of a company's board."""
    star = (company.north_star,) if company.north_star else ()
    goals = (goal.metric for goal in company.goals.values())
    return (*star, *company.cards, *goals)


def strip(marks: Marks) -> list[Any]:
    """The line over a page that says what to know of its data; none if all is well."""
    said = []
    if marks.warned:
        checks = "1 check warns" if len(marks.warned) == 1 else "checks warn"
        count = "" if len(marks.warned) == 1 else f"{len(marks.warned)} "
        said.append(f"{count}{checks}")
    if marks.restated:
        said.append("days were restated")
    if not said:
        return []
    words = f"Data of this page: {' and '.join(said)}"
    listed = [html.Li(_warned(one)) for one in marks.warned]
    listed += [html.Li(_told(one)) for one in marks.restated]
    link = page_link(QUALITY, {}, "Data quality")
    return [
        html.Div(
            details(
                status("warning", words),
                html.Ul(listed, className="plain-list"),
                html.P(["More on ", link, "."], className="quiet"),
            ),
            className="notice notice-warning marks",
            role="note",
        )
    ]


def _warned(one: Warned) -> list[Any]:
    rows = "1 row breaks" if one.rows == 1 else f"{one.rows:,} rows break"
    return [f"{one.title}: {rows} this (", _table(one.table), ")."]


def _told(one: Restated) -> list[Any]:
    return [_table(one.table), f": {one.days}, changed by the refresh of {one.at}."]


def _table(name: str) -> html.A:
    return page_link("/catalogue", {"item": f"table:{name}"}, name)
