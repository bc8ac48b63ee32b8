"""Plain rows of what people did, made from raw rows of facts in the naive way.

Nothing here reads a definition, a mart or SQL. Every row says `on`, its day, and
`by_<dimension>` for each way in which its metrics may be split.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from tests.plain_rows import Row, Rows, first_days

OF_USERS = ("country", "source", "os")
WEEK = timedelta(days=7)


def of_user(users: dict[str, Row], user_id: str) -> dict[str, Any]:
    """The ways to split that follow from a user."""
    user = users.get(user_id, {})
    return {f"by_{name}": user.get(name) or "unknown" for name in OF_USERS}


def feed(events: Rows, users: dict[str, Row], products: dict[str, Row]) -> Rows:
    """What was done in the feed."""
    return [
        _described(event, users, products)
        for event in events
        if event["surface"] == "feed"
    ]


def _described(event: Row, users: dict[str, Row], products: dict[str, Row]) -> Row:
    user = users.get(event["user_id"], {})
    post = products.get(event["product_id"], {})
    own = {
        f"by_{name}": event[name] or user.get(name) or "unknown"
        for name in ("country", "city", "source", "os")
    }
    return {
        **event,
        **own,
        "by_post": post.get("name") or event["product_id"] or "unknown",
        "by_category": post.get("category") or "unknown",
    }


def messages(events: Rows, users: dict[str, Row]) -> Rows:
    """Messages that have a receiver, with the sender's attributes."""
    return [
        {**event, **of_user(users, event["user_id"])}
        for event in events
        if event["action"] == "message" and event["peer_user_id"] is not None
    ]


def requests(events: Rows) -> Rows:
    """Interactions whose latency is known."""
    return [
        {
            **event,
            "by_surface": event["surface"],
            "by_country": event["country"] or "unknown",
            "by_os": event["os"] or "unknown",
        }
        for event in events
        if event["latency_ms"] is not None and event["latency_ms"] >= 0
    ]


def actions(events: Rows, lines: Rows, users: dict[str, Row]) -> Rows:
    """Interactions, and orders of known customers, with the user's own attributes."""
    orders = {
        (line["on"], line["user_id"], line["order_id"])
        for line in lines
        if line["kind"] == "sale" and line["user_id"] is not None
    }
    found = [
        {"on": on, "user_id": user, "by_surface": "shop"} for on, user, _ in orders
    ]
    found += [
        {"on": one["on"], "user_id": one["user_id"], "by_surface": one["surface"]}
        for one in events
    ]
    first = first_days(found)
    for row in found:
        row["first"] = first[row["user_id"]]
        row.update(of_user(users, row["user_id"]))
    return found


def _days(done: Rows) -> dict[str, set[date]]:
    days: dict[str, set[date]] = defaultdict(set)
    for row in done:
        days[row["user_id"]].add(row["on"])
    return days


def audience(done: Rows, users: dict[str, Row]) -> Rows:
    """One row per day and user known by then: how long ago the user last did something.

    From the first day on which anybody did something to the last.
    """
    if not done:
        return []
    days = _days(done)
    appeared = {user: min(found) for user, found in days.items()}
    for user in users.values():
        if user.get("signed_up_at"):
            signed = user["signed_up_at"].date()
            known = appeared.get(user["user_id"], signed)
            appeared[user["user_id"]] = min(known, signed)
    first, last = min(row["on"] for row in done), max(row["on"] for row in done)
    rows = []
    for on in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        for user in (user for user, since in appeared.items() if since <= on):
            ago = [(on - day).days for day in days[user] if day <= on]
            row = {"on": on, "user_id": user, "ago": min(ago, default=None)}
            rows.append({**row, **of_user(users, user)})
    return rows


def newcomers(done: Rows, users: dict[str, Row]) -> Rows:
    """One row per user, on the first day of activity, with the days since of others."""
    last = max((row["on"] for row in done), default=None)
    return [
        {
            "on": min(days),
            "user_id": user,
            "age": (last - min(days)).days,
            "days": {(day - min(days)).days for day in days},
            "by_campaign": users.get(user, {}).get("campaign_id") or "none",
            **of_user(users, user),
        }
        for user, days in _days(done).items()
    ]


def weeks(done: Rows, users: dict[str, Row]) -> Rows:
    """One row per user and week, with the state; also of weeks without the user."""
    last = max((row["on"] for row in done), default=None)
    rows = []
    for user, days in _days(done).items():
        active = {day - timedelta(days=day.weekday()) for day in days}
        for week in active | {week + WEEK for week in active}:
            row = {
                "on": week,
                "user_id": user,
                "state": _state(week, active),
                "ended": (last - week).days > WEEK.days - 1,
            }
            rows.append({**row, **of_user(users, user)})
    return rows


def _state(week: date, active: set[date]) -> str:
    if week not in active:
        return "churned"
    if week - WEEK in active:
        return "retained"
    return "new" if week == min(active) else "resurrected"


def sessions(events: Rows, users: dict[str, Row]) -> Rows:
    """One row per session of a user, on the day on which it began."""
    parts: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for event in events:
        if event["session_id"] is not None:
            parts[event["user_id"], event["session_id"]].append(event["occurred_at"])
    return [
        {
            "on": min(times).date(),
            "user_id": user,
            "seconds": (max(times) - min(times)).total_seconds(),
            "events": len(times),
            **of_user(users, user),
        }
        for (user, _), times in parts.items()
    ]
