"""Plain rows of orders, deals, marketing and refreshes, made in the naive way.

Nothing here reads a definition, a mart or SQL. Every row says `on`, its day, and
`by_<dimension>` for each way in which its metrics may be split.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.plain_rows import Row, Rows, first_days, of
from tests.raw_people import of_user

WINDOWS = 56


def lines(orders: Rows, products: dict[str, Row]) -> Rows:
    """Order lines, with the first day on which their customer bought."""
    found = [_line(line, products) for line in orders]
    known = [line for line in of(found, kind="sale") if line["user_id"] is not None]
    first = first_days(known)
    return [{**line, "first_buy": first.get(line["user_id"])} for line in found]


def _line(line: Row, products: dict[str, Row]) -> Row:
    product = products.get(line["product_id"], {})
    return {
        **line,
        "on": line["ordered_at"].date(),
        "by_country": line["country"] or "unknown",
        "by_product": product.get("name") or line["product_id"],
        "by_product_id": line["product_id"],
        "by_category": product.get("category") or "unknown",
        "by_channel": line["channel"] or "unknown",
        "by_customer_kind": "guest" if line["user_id"] is None else "known",
        "by_kind": line["kind"],
    }


def windows(sold: Rows) -> Rows:
    """Each line once for every day whose last 56 days hold it; whole windows only."""
    real = [line for line in sold if line["kind"] in {"sale", "refund"}]
    if not real:
        return []
    first, last = min(line["on"] for line in real), max(line["on"] for line in real)
    rows = []
    for line in real:
        for ago in range(WINDOWS):
            on = line["on"] + timedelta(days=ago)
            if (on - first).days >= WINDOWS - 1 and on <= last:
                gain = line["amount"] if line["kind"] == "sale" else 0
                rows.append({**line, "on": on, "ago": ago, "sold": gain})
    return rows


def deals(tables: dict[str, Rows], products: dict[str, Row], last: date | None) -> Rows:
    """One row per deal with what came of it; `last` is the newest day of activity."""
    vendors = {row["vendor_id"]: row for row in tables["dim_vendor"]}
    return [
        {
            **deal,
            "on": deal["opened_at"].date(),
            **_outcome(of(tables["fct_order_line"], deal_id=deal["deal_id"])),
            "seconds": _seconds_to_fill(deal),
            "overdue": _overdue(deal, last),
            **_of_deal(deal, products, vendors),
        }
        for deal in tables["fct_group_deal"]
    ]


def _outcome(found: Rows) -> dict[str, Any]:
    sold = of(found, kind="sale")
    kept = [
        line
        for line in sold
        if (line["status"] == "completed" or line["paid_at"] is not None)
        and (
            line["refunded_amount"] is None or line["refunded_amount"] < line["amount"]
        )
    ]
    back = -sum(line["amount"] for line in of(found, kind="refund"))
    real = [line for line in found if line["kind"] in {"sale", "refund"}]
    back += sum(line["refunded_amount"] or 0 for line in real)
    return {
        "orders": {line["order_id"] for line in sold},
        "kept_orders": {line["order_id"] for line in kept},
        "revenue": sum(line["amount"] for line in sold) - back,
    }


def _seconds_to_fill(deal: Row) -> float | None:
    opened, closed = deal["opened_at"], deal["closed_at"]
    if deal["status"] != "completed" or closed is None or closed < opened:
        return None
    return (closed - opened).total_seconds()


def _overdue(deal: Row, last: date | None) -> bool:
    due, back = deal["refund_due_at"], deal["refunded_at"]
    if due is None:
        return False
    return back > due if back else last is not None and due.date() < last


def _of_deal(
    deal: Row, products: dict[str, Row], vendors: dict[str, Row]
) -> dict[str, str]:
    product, vendor = deal["product_id"], deal["vendor_id"]
    return {
        "by_category": products.get(product, {}).get("category") or "unknown",
        "by_product": products.get(product, {}).get("name") or product or "unknown",
        "by_vendor": vendors.get(vendor, {}).get("name") or vendor or "unknown",
        "by_status": deal["status"],
    }


def groups(joins: Rows, opened: Rows) -> Rows:
    """Joins of known deals, on the day on which the deal was opened."""
    known = {deal["deal_id"]: deal for deal in opened}
    return [
        {
            **known[join["deal_id"]],
            **join,
            "goal": known[join["deal_id"]]["member_goal"],
        }
        for join in joins
        if join["deal_id"] in known
    ]


def joined(joins: Rows, opened: Rows, users: dict[str, Row]) -> Rows:
    """Joins of deals, on the day on which the user joined."""
    status = {deal["deal_id"]: deal["status"] for deal in opened}
    return [
        {
            **join,
            "on": join["joined_at"].date(),
            "by_status": status.get(join["deal_id"], "unknown"),
            **of_user(users, join["user_id"]),
        }
        for join in joins
    ]


def marketing(rows: Rows, campaigns: Rows, day: str) -> Rows:
    """Spend or touchpoints, on the day in a column, by channel and campaign."""
    names = {row["campaign_id"]: row["name"] for row in campaigns}
    return [
        {
            **row,
            "on": row[day] if day == "spent_on" else row[day].date(),
            "by_channel": row["channel"],
            "by_campaign": names.get(row["campaign_id"])
            or row["campaign_id"]
            or "none",
        }
        for row in rows
    ]


def leads(rows: Rows) -> Rows:
    """Leads on the day on which they came."""
    splits = ("source", "industry", "company_size")
    return [
        {
            **row,
            "on": row["created_at"].date(),
            "by_stage": row["stage"],
            **{f"by_{name}": row[name] or "unknown" for name in splits},
        }
        for row in rows
    ]


def refreshes(rows: Rows) -> Rows:
    """Attempts to refresh, with how long they took."""
    return [
        {
            **row,
            "on": row["started_at"].date(),
            "seconds": row["finished_at"]
            and (row["finished_at"] - row["started_at"]).total_seconds(),
            "by_status": row["status"],
        }
        for row in rows
    ]


def checks(rows: Rows) -> Rows:
    """Verdicts on rules, on the day of the check."""
    return [
        {
            **row,
            "on": row["checked_at"].date(),
            "by_severity": row["severity"],
            "by_table": row["table_name"],
            "by_rule": row["check_name"],
        }
        for row in rows
    ]


TIERS = {0: "executives", 1: "teams", 2: "analysts", 3: "trust"}


def views(rows: Rows) -> Rows:
    """Pages that the portal showed."""
    return [
        {
            **row,
            "on": row["viewed_at"].date(),
            "by_page": row["page"],
            "by_tier": TIERS[row["tier"]],
        }
        for row in rows
    ]


def portal_days(seen: Rows, runs: Rows, facts: list[date]) -> Rows:
    """The days from the first view to the last refresh, in the years of the facts."""
    if not (seen and runs and facts):
        return []
    first = min(row["on"] for row in seen)
    last = max(run["started_at"].date() for run in runs)
    years = range(min(facts).year, max(facts).year + 1)
    read = {row["on"] for row in seen}
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [
        {
            "on": day,
            "read": day in read,
            "by_weekend": "weekend" if day.weekday() > 4 else "weekday",
        }
        for day in days
        if day.year in years
    ]
