"""Metrics of what people do, each worked by hand on a few rows."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pandas as pd
import pytest

MONDAY = date(2026, 1, 5)


def came(user, *days, **more):
    """Interactions of a user at noon, so many days after the Monday."""
    noon = datetime(2026, 1, 5, 12)
    return [
        {"user_id": user, "occurred_at": noon + timedelta(days=day), **more}
        for day in days
    ]


def measured(warehouse, *metrics, days, **more):
    """The metrics over the first days from Monday on."""
    span = {"start": MONDAY, "end": MONDAY + timedelta(days=days - 1)}
    return warehouse.snapshot().measure(list(metrics), **span, **more)


def values(warehouse, *metrics, days):
    [row] = measured(warehouse, *metrics, days=days).to_dict("records")
    return row


def test_new_users_are_part_of_the_active(warehouse_of):
    events = [*came("a", 0, 8), *came("b", 7), *came("c", 9)]
    weeks = measured(
        warehouse_of(fct_interaction=events),
        *("active_users", "new_users", "returning_users", "new_user_share"),
        days=14,
        grain="week",
    )
    assert weeks["active_users"].tolist() == [1, 3]
    assert weeks["new_users"].tolist() == [1, 2]
    assert weeks["returning_users"].tolist() == [0, 1]
    assert weeks["new_user_share"].tolist() == pytest.approx([100, 200 / 3])


def test_who_is_new_is_new_wherever_the_week_takes_him(warehouse_of):
    events = [*came("a", 0), *came("a", 1, surface="messenger", action="message")]
    rows = measured(
        warehouse_of(fct_interaction=events), "new_users", days=7, by="surface"
    )
    assert dict(rows.itertuples(index=False)) == {"feed": 1, "messenger": 1}


def test_monthly_users_came_within_30_days(warehouse_of):
    # a comes on days 0 and 30, b on day 1, c signed up long ago and never comes.
    warehouse = warehouse_of(
        fct_interaction=[*came("a", 0, 30), *came("b", 1)],
        dim_user=[{"user_id": "c", "signed_up_at": datetime(2025, 1, 1)}],
    )
    names = ("users", "daily_users", "weekly_users", "monthly_users")
    days = measured(warehouse, *names, days=31, grain="day")
    assert days["users"].tolist() == [2] + [3] * 30  # c and a, then b too
    assert days["daily_users"].tolist() == [1, 1] + [0] * 28 + [1]
    assert days["weekly_users"].tolist() == [1, 2, 2, 2, 2, 2, 2, 1] + [0] * 22 + [1]
    assert days["monthly_users"].tolist() == [1] + [2] * 30  # day 30: a again, b still
    whole = values(warehouse, *names, "stickiness", days=31)
    assert whole["users"] == 3
    assert whole["daily_users"] == pytest.approx(3 / 31)
    assert whole["monthly_users"] == pytest.approx(61 / 31)
    assert whole["stickiness"] == pytest.approx(100 * 3 / 61)


def test_retention_waits_until_the_day_is_over(warehouse_of):
    # Day 8 is the newest with data, so it is not over, and day 7 is.
    events = [*came("a", 0, 7), *came("b", 0, 1), *came("c", 1, 8), *came("d", 7, 8)]
    warehouse = warehouse_of(fct_interaction=events)
    row = values(
        warehouse,
        *("newcomers_day_1", "back_on_day_1", "retention_d1"),
        *("newcomers_day_7", "back_on_day_7", "retention_d7", "retention_d30"),
        days=9,
    )
    assert row["newcomers_day_1"] == 3  # a, b, c; day 1 of d is day 8
    assert row["back_on_day_1"] == 1  # b
    assert row["retention_d1"] == pytest.approx(100 / 3)
    assert row["newcomers_day_7"] == 2  # a, b; day 7 of c is day 8
    assert row["back_on_day_7"] == 1  # a
    assert row["retention_d7"] == 50
    assert pd.isna(row["retention_d30"])  # nobody is 30 days old


def test_a_user_stands_in_the_period_of_his_first_day(warehouse_of):
    events = [*came("a", 0, 1, 7, 8), *came("b", 7), *came("c", 20)]
    weeks = measured(
        warehouse_of(fct_interaction=events), "retention_d1", days=14, grain="week"
    )
    assert weeks["retention_d1"].tolist() == [100, 0]


def test_states_of_life_are_those_of_whole_weeks(warehouse_of):
    # Weeks of a: 1, 2, 4. Of b: 1, 3. Of c: 4. Week 4 is not over.
    events = [*came("a", 0, 7, 21), *came("b", 1, 14), *came("c", 22)]
    warehouse = warehouse_of(fct_interaction=events)
    names = ("retained_users", "resurrected_users", "churned_users", "churn_rate")
    weeks = measured(warehouse, *names, days=28, grain="week")
    assert weeks["retained_users"].tolist() == [0, 1, 0, 0]
    assert weeks["resurrected_users"].tolist() == [0, 0, 1, 1]
    assert weeks["churned_users"].tolist()[:3] == [0, 1, 1]  # b, then a
    assert pd.isna(weeks["churned_users"][3])  # week 4 is not over
    assert weeks["churn_rate"].isna().tolist() == [True, False, False, True]
    assert weeks["churn_rate"].tolist()[1:3] == [50, 100]
    whole = values(warehouse, *names, "users_at_stake", days=28)
    assert whole == {
        "retained_users": 1,
        "resurrected_users": 2,
        "churned_users": 2,
        "churn_rate": 100,
        "users_at_stake": 2,
    }


def test_a_week_that_begins_before_the_days_asked_for_has_no_value(warehouse_of):
    warehouse = warehouse_of(fct_interaction=came("a", 0, 7, 14))
    span = {"start": MONDAY + timedelta(days=1), "end": MONDAY + timedelta(days=14)}
    weeks = warehouse.snapshot().measure(["retained_users"], **span, grain="week")
    assert pd.isna(weeks["retained_users"][0])
    assert weeks["retained_users"].tolist()[1:] == [1, 1]


def test_a_state_of_life_has_no_days(tiny):
    days = {"start": MONDAY, "end": MONDAY}
    with pytest.raises(ValueError, match="cannot be asked by day: it is made by week"):
        tiny.snapshot().measure(["churned_users"], **days, grain="day")


def _event(user, session, day, hour, minute=0):
    at = datetime(2026, 1, day, hour, minute)
    return {"user_id": user, "session_id": session, "occurred_at": at}


IN_SESSIONS = [
    _event("a", "s1", 5, 23, 50),
    _event("a", "s1", 6, 0, 10),  # over midnight
    _event("a", "s2", 6, 9),
    _event("b", "s1", 6, 9),  # the same name, another user
    _event("b", "s1", 6, 9, 30),
    _event("b", "s1", 6, 9, 40),
    _event("b", None, 6, 11),
]


def test_sessions_begin_on_a_day_and_last_to_their_last_interaction(warehouse_of):
    warehouse = warehouse_of(fct_interaction=IN_SESSIONS)
    days = measured(warehouse, "sessions", "session_time", days=2, grain="day")
    assert days["sessions"].tolist() == [1, 2]
    assert days["session_time"].tolist() == [1200, 2400]
    row = values(
        warehouse,
        *("session_users", "sessions_per_user", "session_length", "session_actions"),
        *("actions_per_session", "bounces", "bounce_rate"),
        days=2,
    )
    assert row == pytest.approx(
        {
            "session_users": 2,
            "sessions_per_user": 1.5,
            "session_length": 1200,
            "session_actions": 6,
            "actions_per_session": 2,
            "bounces": 1,
            "bounce_rate": 100 / 3,
        }
    )


def test_likers_and_what_each_does(warehouse_of):
    post = {"product_id": "p"}
    events = [
        *came("a", 0, 0, 1, **post),
        *came("b", 0, product_id="q"),
        *came("a", 0, 1, action="like", **post),
        *came("c", 1, action="like", **post),
    ]
    row = values(
        warehouse_of(fct_interaction=events),
        *("likers", "likes_per_liker", "views_per_viewer", "posts_viewed"),
        *("posts_liked", "views_per_post"),
        days=2,
    )
    assert row == {
        "likers": 2,
        "likes_per_liker": 1.5,
        "views_per_viewer": 2,
        "posts_viewed": 2,
        "posts_liked": 1,
        "views_per_post": 2,
    }


def test_messages_per_pair_and_receivers_per_sender(tiny):
    row = values(tiny, "messages_per_pair", "receivers_per_sender", days=10)
    assert row == {"messages_per_pair": 5 / 4, "receivers_per_sender": 1}


def test_latency_counts_what_is_known_and_what_is_slow(warehouse_of):
    events = [
        *(came("a", 0, latency_ms=ms)[0] for ms in (0, 999, 1000, 1001, 70_000)),
        *came("a", 0),
    ]
    row = values(
        warehouse_of(fct_interaction=events),
        *("requests", "slow_requests", "slow_share", "latency_p50", "latency_p95"),
        days=1,
    )
    assert row == {
        "requests": 5,
        "slow_requests": 2,
        "slow_share": 40,
        "latency_p50": 1000,
        "latency_p95": 86_400_000,  # the class of all above a minute
    }
