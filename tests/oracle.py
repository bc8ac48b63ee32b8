"""Every metric a second time, the naive way: pandas over the raw rows of the facts.

Nothing here reads a definition, a mart or SQL: each metric is written out again from
its words, so that a planner that adds up the wrong rows cannot agree with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from tests.formulas import (
    ACTIVITY,
    BUYERS,
    COMMERCE,
    FEED,
    MESSENGER,
    Row,
    Rows,
    first_days,
    is_known_sale,
)


class Oracle:
    """Answers of all metrics on given rows.

    Args:
        tables: dim_user, dim_product, fct_order_line, fct_interaction; whole rows.
    """

    def __init__(self, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        self.users = {row["user_id"]: row for row in tables["dim_user"]}
        self.products = {row["product_id"]: row for row in tables["dim_product"]}
        self.lines = [self._line(dict(row)) for row in tables["fct_order_line"]]
        self.events = [self._event(dict(row)) for row in tables["fct_interaction"]]
        self.actions = self._actions()
        self.messages = [
            row
            for row in self.events
            if row["action"] == "message" and row["peer_user_id"] is not None
        ]
        self.feed = [row for row in self.events if row["surface"] == "feed"]

    def _line(self, row: Row) -> Row:
        product = self.products.get(row["product_id"], {})
        guest = row["user_id"] is None
        return {
            **row,
            "on": row["ordered_at"].date(),
            "by_country": row["country"] or "unknown",
            "by_product": product.get("name") or row["product_id"],
            "by_product_id": row["product_id"],
            "by_category": product.get("category") or "unknown",
            "by_channel": row["channel"] or "unknown",
            "by_customer_kind": "guest" if guest else "known",
            "by_kind": row["kind"],
        }

    def _event(self, row: Row) -> Row:
        user = self.users.get(row["user_id"], {})
        post = self.products.get(row["product_id"], {})
        row["on"] = row["occurred_at"].date()
        for name in ("country", "city", "source", "os"):
            row[f"by_{name}"] = row[name] or user.get(name) or "unknown"
            row[f"of_{name}"] = user.get(name) or "unknown"
        row["by_post"] = post.get("name") or row["product_id"] or "unknown"
        row["by_category"] = post.get("category") or "unknown"
        return row

    def _actions(self) -> Rows:
        """One row per action, with the user's own attributes to split by."""
        orders = {
            (row["on"], row["user_id"], row["order_id"])
            for row in self.lines
            if row["kind"] == "sale" and row["user_id"] is not None
        }
        placed = [{"on": on, "user_id": u, "surface": "shop"} for on, u, _ in orders]
        done = [
            {"on": row["on"], "user_id": row["user_id"], "surface": row["surface"]}
            for row in self.events
        ]
        for row in placed + done:
            user = self.users.get(row["user_id"], {})
            row["by_surface"] = row["surface"]
            for name in ("country", "source", "os"):
                row[f"by_{name}"] = user.get(name) or "unknown"
        return placed + done

    def measure(
        self,
        metric: str,
        start: date,
        end: date,
        grain: str,
        by: str | None,
        where: Mapping[str, Sequence[str]],
    ) -> dict[tuple[Any, ...], float | None]:
        """The value for each period and segment that has any row at all."""
        formula, rows = self._formula(metric)
        column = "of_" if metric in MESSENGER else "by_"
        kept = [
            row
            for row in rows
            if start <= row["on"] <= end
            and all(row[column + name] in picks for name, picks in where.items())
        ]
        groups: dict[tuple[Any, ...], Rows] = {} if by or grain != "all" else {(): []}
        for row in kept:
            period = () if grain == "all" else (first_day(row["on"], grain),)
            segment = (row[column + by],) if by else ()
            groups.setdefault(period + segment, []).append(row)
        return {
            key: formula(part, max(start, key[0]) if grain != "all" else start)
            for key, part in groups.items()
        }

    def _formula(self, metric: str) -> tuple[Callable[[Rows, date], Any], Rows]:
        if metric in COMMERCE:
            return (lambda rows, _: COMMERCE[metric](pd.DataFrame(rows))), self.lines
        if metric in MESSENGER:
            return (lambda rows, _: MESSENGER[metric](rows)), self.messages
        if metric in FEED:
            return (lambda rows, _: FEED[metric](rows)), self.feed
        if metric in ACTIVITY:
            first = first_days(self.actions)
            chosen = ACTIVITY[metric]
            return (lambda rows, since: chosen(rows, since, first)), self.actions
        bought = first_days([row for row in self.lines if is_known_sale(row)])
        buyers = BUYERS[metric]
        return (lambda rows, _: buyers(rows, bought)), self.lines


def first_day(day: date, grain: str) -> date:
    """The first day of the period of a day."""
    moment = pd.Timestamp(day)
    if grain == "week":
        return (moment - timedelta(days=moment.weekday())).date()
    if grain == "quarter":
        return date(day.year, {1: 1, 2: 4, 3: 7, 4: 10}[moment.quarter], 1)
    return moment.replace(day=1).date() if grain == "month" else day
