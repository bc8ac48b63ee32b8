"""Life cycle and retention: by hand, and against a naive count of random histories."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pipeline.test_marts import active, event, marts, on


def test_a_week_tells_new_retained_resurrected_and_churned():
    # a: weeks 1, 2, 4; b: week 1 only. Weeks begin on 5, 12, 19 and 26 January.
    found = marts(fct_interaction=active(("a", 5), ("a", 13), ("a", 27), ("b", 8)))
    rows = found.execute(
        "select week_on, active, new, retained, resurrected, churned, complete "
        "from agg_lifecycle_week where surface = 'all' order by week_on"
    ).fetchall()
    assert rows == [
        (on(5), 2, 2, 0, 0, 0, 1),
        (on(12), 1, 0, 1, 0, 1, 1),
        (on(19), 0, 0, 0, 0, 1, 1),
        (on(26), 1, 0, 0, 1, 0, 0),
    ]


histories = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(0, 62)), min_size=1, max_size=40
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories)
def test_the_identities_of_the_life_cycle_hold_for_any_history(history):
    first = date(2025, 12, 29)
    found = marts(
        fct_interaction=[
            event(user, datetime(2025, 12, 29, 12) + timedelta(days=day))
            for user, day in history
        ]
    )
    rows = found.execute(
        "select week_on, active, new, retained, resurrected, churned "
        "from agg_lifecycle_week where surface = 'all' order by week_on"
    ).fetchall()
    weeks = {week: set() for week in range(10)}
    for user, day in history:
        weeks[day // 7].add(user)
    active_in = {row[0]: row[1] for row in rows}
    for week_on, here, new, retained, resurrected, churned in rows:
        week = (week_on - first).days // 7
        before = weeks.get(week - 1, set())
        assert here == len(weeks[week]) == new + retained + resurrected
        assert retained == len(weeks[week] & before)
        assert churned == active_in.get(week_on - timedelta(7), 0) - retained
    assert {row[0] for row in rows if row[1]} == {
        first + timedelta(7 * week) for week, users in weeks.items() if users
    }


def naive_retention(history):
    """Cohort users, users and users since, by first day and days since it."""
    first = date(2025, 12, 29)
    days: dict[str, set[date]] = {}
    for user, day in history:
        days.setdefault(user, set()).add(first + timedelta(day))
    last = max(max(seen) for seen in days.values())
    expected = {}
    for cohort in {min(seen) for seen in days.values()}:
        users = [seen for seen in days.values() if min(seen) == cohort]
        for lag in range((last - cohort).days):
            day = cohort + timedelta(lag)
            expected[cohort, lag] = (
                len(users),
                sum(day in seen for seen in users),
                sum(max(seen) >= day for seen in users),
            )
    return expected


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories)
def test_retention_is_what_a_naive_count_gives(history):
    expected = naive_retention(history)
    found = marts(
        fct_interaction=[
            event(user, datetime(2025, 12, 29, 12) + timedelta(days=day))
            for user, day in history
        ]
    ).execute(
        "select cohort_on, lag_days, cohort_users, users, users_since "
        "from agg_retention where surface = 'all'"
    )
    assert {(row[0], row[1]): row[2:] for row in found.fetchall()} == expected
