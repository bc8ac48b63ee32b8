"""Each metric written out again from its words, over plain rows.

Nothing here reads a definition, a mart or SQL. The rows are those of `raw_people` and
`raw_business`; `since` is the first day asked for in a period.
"""

from __future__ import annotations

from datetime import date

from tests.formulas_of_business import BUSINESS, BUSINESS_ACROSS
from tests.formulas_of_shop import SHOP
from tests.plain_rows import (
    Formula,
    Row,
    Rows,
    counted,
    distinct,
    mean_by_day,
    of,
    share,
    total,
)


def _new(rows: Rows, since: date) -> int:
    return distinct([row for row in rows if row["first"] >= since], "user_id")


def _returning(rows: Rows, since: date) -> int:
    return distinct([row for row in rows if row["first"] < since], "user_id")


ACTIVITY: dict[str, Formula] = {
    "active_users": lambda rows, _: distinct(rows, "user_id"),
    "new_users": _new,
    "new_user_share": lambda rows, since: share(
        _new(rows, since), distinct(rows, "user_id"), 100
    ),
    "returning_users": _returning,
    "actions": lambda rows, _: len(rows),
    "actions_per_user": lambda rows, _: share(len(rows), distinct(rows, "user_id")),
}


def _within(rows: Rows, days: int) -> float | None:
    """The users active in so many days, on the mean of the days."""
    return mean_by_day(rows, lambda day: sum(_active(row, days) for row in day))


def _active(row: Row, days: int) -> bool:
    return row["ago"] is not None and row["ago"] < days


def _there(rows: Rows, _: date) -> float | None:
    last = max((row["on"] for row in rows), default=None)
    return sum(row["on"] == last for row in rows) if rows else None


def _stickiness(rows: Rows, _: date) -> float | None:
    daily, monthly = _within(rows, 1), _within(rows, 30)
    return None if daily is None else share(daily, monthly, 100)


AUDIENCE: dict[str, Formula] = {
    "users": _there,
    "daily_users": lambda rows, _: _within(rows, 1),
    "weekly_users": lambda rows, _: _within(rows, 7),
    "monthly_users": lambda rows, _: _within(rows, 30),
    "stickiness": _stickiness,
}


def _over(rows: Rows, day: int) -> Rows:
    return [row for row in rows if row["age"] > day]


def _back(rows: Rows, day: int) -> int:
    return sum(day in row["days"] for row in _over(rows, day))


def _retention(day: int) -> dict[str, Formula]:
    return {
        f"newcomers_day_{day}": lambda rows, _: len(_over(rows, day)),
        f"back_on_day_{day}": lambda rows, _: _back(rows, day),
        f"retention_d{day}": lambda rows, _: share(
            _back(rows, day), len(_over(rows, day)), 100
        ),
    }


def _in_state(rows: Rows, *states: str) -> int | None:
    """Users in some states; without any week there is nothing to tell."""
    found = distinct([row for row in rows if row["state"] in states], "user_id")
    return found if rows else None


def _ended(rows: Rows) -> Rows:
    return [row for row in rows if row["ended"]]


LIFECYCLE: dict[str, Formula] = {
    "retained_users": lambda rows, _: _in_state(rows, "retained"),
    "resurrected_users": lambda rows, _: _in_state(rows, "resurrected"),
    "churned_users": lambda rows, _: _in_state(_ended(rows), "churned"),
    "users_at_stake": lambda rows, _: _in_state(_ended(rows), "retained", "churned"),
    "churn_rate": lambda rows, _: share(
        _in_state(_ended(rows), "churned") or 0,
        _in_state(_ended(rows), "retained", "churned"),
        100,
    ),
}
SESSIONS: dict[str, Formula] = {
    "sessions": lambda rows, _: len(rows),
    "session_users": lambda rows, _: distinct(rows, "user_id"),
    "sessions_per_user": lambda rows, _: share(len(rows), distinct(rows, "user_id")),
    "session_time": lambda rows, _: total(rows, "seconds"),
    "session_length": lambda rows, _: share(total(rows, "seconds"), len(rows)),
    "session_actions": lambda rows, _: total(rows, "events"),
    "actions_per_session": lambda rows, _: share(total(rows, "events"), len(rows)),
    "bounces": lambda rows, _: counted(rows, events=1),
    "bounce_rate": lambda rows, _: share(counted(rows, events=1), len(rows), 100),
}


CLASS_ENDS = [
    *(1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000),
    *(1500, 2000, 3000, 5000, 7000, 10_000, 15_000, 20_000, 30_000, 60_000, 86_400_000),
]


def _latency(rows: Rows, percent: int) -> float | None:
    """The end of the class of the first latency with so many of 100 at or below it."""
    ordered = sorted(row["latency_ms"] for row in rows)
    if not ordered:
        return None
    exact = ordered[-(-len(ordered) * percent // 100) - 1]
    return next(end for end in CLASS_ENDS if exact <= end)


def _slow(rows: Rows) -> int:
    return sum(row["latency_ms"] > 1000 for row in rows)


LATENCY: dict[str, Formula] = {
    "requests": lambda rows, _: len(rows),
    "slow_requests": lambda rows, _: _slow(rows),
    "slow_share": lambda rows, _: share(_slow(rows), len(rows), 100),
    "latency_p50": lambda rows, _: _latency(rows, 50),
    "latency_p95": lambda rows, _: _latency(rows, 95),
}


def _pairs(rows: Rows) -> int:
    return len({(row["user_id"], row["peer_user_id"]) for row in rows})


MESSENGER: dict[str, Formula] = {
    "messages": lambda rows, _: len(rows),
    "senders": lambda rows, _: distinct(rows, "user_id"),
    "receivers": lambda rows, _: distinct(rows, "peer_user_id"),
    "pairs": lambda rows, _: _pairs(rows),
    "messages_per_sender": lambda rows, _: share(len(rows), distinct(rows, "user_id")),
    "messages_per_pair": lambda rows, _: share(len(rows), _pairs(rows)),
    "receivers_per_sender": lambda rows, _: share(
        _pairs(rows), distinct(rows, "user_id")
    ),
}


def _views(rows: Rows) -> Rows:
    return of(rows, action="view")


def _likes(rows: Rows) -> Rows:
    return of(rows, action="like")


FEED: dict[str, Formula] = {
    "views": lambda rows, _: len(_views(rows)),
    "likes": lambda rows, _: len(_likes(rows)),
    "viewers": lambda rows, _: distinct(_views(rows), "user_id"),
    "likers": lambda rows, _: distinct(_likes(rows), "user_id"),
    "posts_viewed": lambda rows, _: distinct(_views(rows), "product_id"),
    "posts_liked": lambda rows, _: distinct(_likes(rows), "product_id"),
    "click_through_rate": lambda rows, _: share(
        len(_likes(rows)), len(_views(rows)), 100
    ),
    "views_per_viewer": lambda rows, _: share(
        len(_views(rows)), distinct(_views(rows), "user_id")
    ),
    "likes_per_liker": lambda rows, _: share(
        len(_likes(rows)), distinct(_likes(rows), "user_id")
    ),
    "views_per_post": lambda rows, _: share(
        len(_views(rows)), distinct(_views(rows), "product_id")
    ),
}
# Kind of rows -> the metrics that are made of them.
ALL: dict[str, dict[str, Formula]] = {
    "actions": ACTIVITY,
    "audience": AUDIENCE,
    "newcomers": {**_retention(1), **_retention(7), **_retention(30)},
    "weeks": LIFECYCLE,
    "sessions": SESSIONS,
    "requests": LATENCY,
    "messages": MESSENGER,
    "feed": FEED,
    **SHOP,
    **BUSINESS,
}
# Ratios of two metrics over different rows: above, below, times.
ACROSS = BUSINESS_ACROSS
