"""Each metric written out again from its words, over plain rows.

Nothing here reads a definition, a mart or SQL.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd

Row = dict[str, Any]
Rows = list[Row]


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
    real = lines[lines["kind"].isin(["sale", "refund"])]
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
