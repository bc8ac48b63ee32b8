"""Every metric a second time, the naive way: plain Python over raw rows of the facts.

Nothing here reads a definition, a mart or SQL: each metric is written out again from
its words, so that a planner that adds up the wrong rows cannot agree with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from tests import formulas, raw_business, raw_people
from tests.plain_rows import Row, Rows, share

FACT_TIMES = {
    "fct_order_line": "ordered_at",
    "fct_interaction": "occurred_at",
    "fct_group_deal": "opened_at",
    "fct_deal_member": "joined_at",
    "fct_marketing_spend": "spent_on",
    "fct_touchpoint": "touched_at",
    "fct_lead": "created_at",
}
Answer = dict[tuple[Any, ...], float | None]


class Oracle:
    """Answers of all metrics on given rows.

    Args:
        tables: Whole rows, by table; all those that `worlds.TABLES` names.
    """

    def __init__(self, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        copies = {name: [dict(row) for row in rows] for name, rows in tables.items()}
        users = {row["user_id"]: row for row in copies["dim_user"]}
        products = {row["product_id"]: row for row in copies["dim_product"]}
        self.rows = {
            **_of_people(copies, users, products),
            **_of_business(copies, products),
        }
        last = max((row["on"] for row in self.rows["actions"]), default=None)
        opened = raw_business.deals(copies, products, last)
        joins = copies["fct_deal_member"]
        self.rows["deals"] = opened
        self.rows["groups"] = raw_business.groups(joins, opened)
        seen = self.rows["views"]
        self.rows["portal_days"] = raw_business.portal_days(
            seen, copies["ops_refresh"], _days_of_facts(copies)
        )
        self.rows["joins"] = raw_business.joined(joins, opened, users)

    def measure(
        self,
        metric: str,
        start: date,
        end: date,
        grain: str,
        by: str | None,
        where: Mapping[str, Sequence[str]],
    ) -> Answer:
        """The value for each period and segment that has any row at all."""
        asked = (start, end, grain, by, where)
        if metric in formulas.ACROSS:
            above, below, times = formulas.ACROSS[metric]
            top, bottom = (self.measure(part, *asked) for part in (above, below))
            return {
                key: share(top.get(key) or 0, bottom.get(key), times)
                for key in top.keys() | bottom.keys()
            }
        [kind] = [name for name, made in formulas.ALL.items() if metric in made]
        groups = _grouped(self.rows[kind], *asked)
        return {
            key: formulas.ALL[kind][metric](
                part, max(start, key[0]) if grain != "all" else start
            )
            for key, part in groups.items()
        }


def _of_people(
    tables: dict[str, Rows], users: dict[str, Row], products: dict[str, Row]
) -> dict[str, Rows]:
    events = [
        {**row, "on": row["occurred_at"].date()} for row in tables["fct_interaction"]
    ]
    lines = raw_business.lines(tables["fct_order_line"], products)
    done = raw_people.actions(events, lines, users)
    return {
        "actions": done,
        "audience": raw_people.audience(done, users),
        "newcomers": raw_people.newcomers(done, users),
        "weeks": raw_people.weeks(done, users),
        "sessions": raw_people.sessions(events, users),
        "requests": raw_people.requests(events),
        "messages": raw_people.messages(events, users),
        "feed": raw_people.feed(events, users, products),
        "lines": lines,
        "windows": raw_business.windows(lines),
    }


def _of_business(tables: dict[str, Rows], products: dict[str, Row]) -> dict[str, Rows]:
    campaigns = tables["dim_campaign"]
    return {
        "spend": raw_business.marketing(
            tables["fct_marketing_spend"], campaigns, "spent_on"
        ),
        "touches": raw_business.marketing(
            tables["fct_touchpoint"], campaigns, "touched_at"
        ),
        "leads": raw_business.leads(tables["fct_lead"]),
        "refreshes": raw_business.refreshes(tables["ops_refresh"]),
        "checks": raw_business.checks(tables["ops_check"]),
        "views": raw_business.views(tables["ops_page_view"]),
    }


def _days_of_facts(tables: dict[str, Rows]) -> list[date]:
    """Every day on which there is a fact: the calendar has the years of these."""
    return [
        pd.Timestamp(row[column]).date()
        for name, column in FACT_TIMES.items()
        for row in tables[name]
    ]


def _grouped(
    rows: Rows,
    start: date,
    end: date,
    grain: str,
    by: str | None,
    where: Mapping[str, Sequence[str]],
) -> dict[tuple[Any, ...], Rows]:
    """The rows of each period and segment that was asked for."""
    groups: dict[tuple[Any, ...], Rows] = {} if by or grain != "all" else {(): []}
    for row in rows:
        wanted = all(row[f"by_{name}"] in picks for name, picks in where.items())
        if wanted and start <= row["on"] <= end:
            period = () if grain == "all" else (first_day(row["on"], grain),)
            segment = (row[f"by_{by}"],) if by else ()
            groups.setdefault(period + segment, []).append(row)
    return groups


def first_day(day: date, grain: str) -> date:
    """The first day of the period of a day."""
    moment = pd.Timestamp(day)
    if grain == "week":
        return (moment - timedelta(days=moment.weekday())).date()
    if grain == "quarter":
        return date(day.year, {1: 1, 2: 4, 3: 7, 4: 10}[moment.quarter], 1)
    return moment.replace(day=1).date() if grain == "month" else day
