"""Every metric a second time, the naive way: pandas over the raw rows of the facts.

Nothing here reads a definition, a mart or SQL: each metric is written out again from
its words, so that a planner that adds up the wrong rows cannot agree with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

Row = dict[str, Any]
Rows = list[Row]


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


def first_days(rows: Rows) -> dict[str, date]:
    """The first day of each user in some rows."""
    found: dict[str, date] = {}
    for row in sorted(rows, key=lambda one: one["on"]):
        found.setdefault(row["user_id"], row["on"])
    return found


def is_known_sale(row: Row) -> bool:
    """Whether a line was sold to a known customer."""
    return row["kind"] == "sale" and row["user_id"] is not None


def distinct(rows: Rows, column: str) -> int:
    """How many different values, the empty one left out."""
    return len({row[column] for row in rows} - {None})


def share(top: float, bottom: float, times: float = 1) -> float | None:
    """A ratio, or nothing where there is nothing to divide by."""
    return float(top) * times / float(bottom) if bottom else None


def _sold(lines: pd.DataFrame) -> pd.DataFrame:
    return lines[lines["kind"] == "sale"] if len(lines) else NO_LINES


def _sales(lines: pd.DataFrame) -> float:
    return float(_sold(lines)["amount"].astype(float).sum())


def _refunds(lines: pd.DataFrame) -> float:
    if not len(lines):
        return 0.0
    back = -lines.loc[lines["kind"] == "refund", "amount"].astype(float).sum()
    real = lines[lines["kind"] != "adjustment"]
    return float(back + real["refunded_amount"].astype(float).fillna(0).sum())


def _guest(lines: pd.DataFrame) -> float:
    sold = _sold(lines)
    return float(sold.loc[sold["user_id"].isna(), "amount"].astype(float).sum())


def _orders(lines: pd.DataFrame) -> int:
    return int(_sold(lines)["order_id"].nunique())


NO_LINES = pd.DataFrame(
    columns=["kind", "amount", "order_id", "user_id", "quantity", "product_id"]
)
COMMERCE: dict[str, Callable[[pd.DataFrame], Any]] = {
    "sales": _sales,
    "refunds": _refunds,
    "revenue": lambda lines: _sales(lines) - _refunds(lines),
    "orders": _orders,
    "customers": lambda lines: _sold(lines)["user_id"].nunique(),
    "units": lambda lines: _sold(lines)["quantity"].sum(),
    "products_sold": lambda lines: _sold(lines)["product_id"].nunique(),
    "guest_sales": _guest,
    "average_order_value": lambda lines: share(_sales(lines), _orders(lines)),
    "refund_rate": lambda lines: share(_refunds(lines), _sales(lines), 100),
    "guest_share": lambda lines: share(_guest(lines), _sales(lines), 100),
}


def _new_buyers(rows: Rows, first: dict[str, date]) -> int:
    known = [row for row in rows if is_known_sale(row)]
    return distinct(
        [row for row in known if first[row["user_id"]] == row["on"]], "user_id"
    )


def _repeat(rows: Rows, _: dict[str, date]) -> int:
    orders: dict[str, set[str]] = {}
    for row in filter(is_known_sale, rows):
        orders.setdefault(row["user_id"], set()).add(row["order_id"])
    return sum(len(placed) > 1 for placed in orders.values())


def _repeat_rate(rows: Rows, first: dict[str, date]) -> float | None:
    buyers = distinct([row for row in rows if is_known_sale(row)], "user_id")
    return share(_repeat(rows, first), buyers, 100)


BUYERS: dict[str, Callable[[Rows, dict[str, date]], Any]] = {
    "new_customers": _new_buyers,
    "repeat_customers": _repeat,
    "repeat_rate": _repeat_rate,
}


def _new(rows: Rows, _: date, first: dict[str, date]) -> int:
    return distinct(
        [row for row in rows if first[row["user_id"]] == row["on"]], "user_id"
    )


def _returning(rows: Rows, since: date, first: dict[str, date]) -> int:
    return distinct([row for row in rows if first[row["user_id"]] < since], "user_id")


ACTIVITY: dict[str, Callable[[Rows, date, dict[str, date]], Any]] = {
    "active_users": lambda rows, *_: distinct(rows, "user_id"),
    "new_users": _new,
    "returning_users": _returning,
    "actions": lambda rows, *_: len(rows),
    "actions_per_user": lambda rows, *_: share(len(rows), distinct(rows, "user_id")),
}
MESSENGER: dict[str, Callable[[Rows], Any]] = {
    "messages": len,
    "senders": lambda rows: distinct(rows, "user_id"),
    "receivers": lambda rows: distinct(rows, "peer_user_id"),
    "pairs": lambda rows: len({(row["user_id"], row["peer_user_id"]) for row in rows}),
    "messages_per_sender": lambda rows: share(len(rows), distinct(rows, "user_id")),
}


def _done(rows: Rows, action: str) -> Rows:
    return [row for row in rows if row["action"] == action]


FEED: dict[str, Callable[[Rows], Any]] = {
    "views": lambda rows: len(_done(rows, "view")),
    "likes": lambda rows: len(_done(rows, "like")),
    "viewers": lambda rows: distinct(_done(rows, "view"), "user_id"),
    "posts_viewed": lambda rows: distinct(_done(rows, "view"), "product_id"),
    "click_through_rate": lambda rows: share(
        len(_done(rows, "like")), len(_done(rows, "view")), 100
    ),
}
ALL = {**COMMERCE, **BUYERS, **ACTIVITY, **MESSENGER, **FEED}
