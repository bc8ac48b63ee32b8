"""Each mart on a small story, worked by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import duckdb
import pytest

from queries import catalog
from tests.warehouses import fill


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2026, 1, day, hour, minute)


def on(day: int) -> date:
    return date(2026, 1, day)


def marts(**tables: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set threads = 1")
    fill(connection, tables, kinds=("dim", "fct", "mart"))
    return connection


def event(user: str, when: datetime, **more: Any) -> dict[str, Any]:
    return {"user_id": user, "occurred_at": when, **more}


def active(*days: tuple[str, int]) -> list[dict[str, Any]]:
    return [event(user, at(day)) for user, day in days]


def test_every_mart_has_the_columns_and_the_grain_that_it_declares(tiny):
    with duckdb.connect(tiny.folder / "g-000001.duckdb", read_only=True) as connection:
        for mart in catalog.tables().values():
            if mart.kind != "mart":
                continue
            described = connection.execute(f"describe {mart.name}").fetchall()
            assert [row[0] for row in described] == list(mart.columns), mart.name
            grain = ", ".join(mart.grain)
            repeated = connection.execute(
                f"select {grain} from {mart.name} group by {grain} having count(*) > 1"
            ).fetchall()
            assert not repeated, mart.name


def test_a_slot_counts_users_anew_at_each_level():
    rows = [
        event("a", at(5, 9, 1), action="view", value=2, latency_ms=100),
        event("a", at(5, 9, 14), action="like", value=None, latency_ms=None),
        event("b", at(5, 9, 2), action="message", surface="messenger", latency_ms=50),
        event("b", at(5, 9, 15), action="view"),
    ]
    found = (
        marts(fct_interaction=rows)
        .execute(
            "select counted, surface, action, actions, users, value_sum, latency_sum, "
            "latency_count from agg_slot where slot_from = timestamp "
            "'2026-01-05 09:00:00' order by all"
        )
        .fetchall()
    )
    assert found == [
        ("action", "feed", "like", 1, 1, 0, 0, 0),
        ("action", "feed", "view", 1, 1, 2, 100, 1),
        ("action", "messenger", "message", 1, 1, 0, 50, 1),
        ("all", "all", "all", 3, 2, 2, 150, 2),
        ("surface", "feed", "all", 2, 1, 2, 100, 1),
        ("surface", "messenger", "all", 1, 1, 0, 50, 1),
    ]


@pytest.mark.parametrize(
    ("latency", "upper"),
    [
        (0, 1),
        (1, 1),
        (2, 2),
        (3, 3),
        (4, 5),
        (100, 100),
        (101, 150),
        (60_001, 86400000),
    ],
)
def test_a_latency_lies_in_the_class_that_ends_at_or_above_it(latency, upper):
    found = marts(fct_interaction=[event("a", at(5), latency_ms=latency)])
    by_slot = found.execute("select latency_to, requests from agg_latency_slot")
    assert by_slot.fetchall() == [(upper, 1)]
    assert found.execute(
        "select country, os, latency_to, requests from agg_latency_day"
    ).fetchall() == [("unknown", "unknown", upper, 1)]


def test_a_session_over_midnight_is_one_and_a_single_event_is_a_bounce():
    rows = [
        event("a", at(5, 23, 50), session_id="s"),
        event("a", at(6, 0, 10), session_id="s", surface="shop"),
        event("b", at(6), session_id="s"),
        event("c", at(6)),
    ]
    found = marts(fct_interaction=rows).execute(
        "select user_id, started_on, duration_seconds, events, surfaces, bounce "
        "from agg_session order by user_id"
    )
    assert found.fetchall() == [
        ("a", on(5), 1200, 2, 2, 0),
        ("b", on(6), 0, 1, 1, 1),
    ]


def test_a_day_has_exact_users_for_all_and_for_each_attribute():
    found = marts(
        dim_user=[
            {"user_id": "a", "country": "DE", "birth_year": 2008},
            {"user_id": "b", "country": "FR", "birth_year": 2001},
        ],
        fct_interaction=[
            *active(("a", 5), ("a", 5), ("b", 5), ("ghost", 5)),
            event("a", at(5), surface="shop"),
        ],
    )
    rows = found.execute(
        "select surface, dimension, segment, users, actions from agg_day "
        "where dimension in ('all', 'country', 'age_group') order by all"
    ).fetchall()
    assert [row for row in rows if row[0] == "all"] == [
        ("all", "age_group", "18-24", 1, 3),
        ("all", "age_group", "25-34", 1, 1),
        ("all", "age_group", "unknown", 1, 1),
        ("all", "all", "all", 3, 5),
        ("all", "country", "DE", 1, 3),
        ("all", "country", "FR", 1, 1),
        ("all", "country", "unknown", 1, 1),
    ]
    assert ("feed", "country", "DE", 1, 2) in rows
    assert ("shop", "all", "all", 1, 1) in rows


def test_a_day_of_the_feed_is_told_apart_by_one_dimension_at_a_time():
    people = [{"user_id": "a", "country": "DE"}, {"user_id": "b"}]
    posts = [{"product_id": "p", "category": "News"}, {"product_id": "q"}]
    rows = [
        event("a", at(5), product_id="p"),
        event("a", at(5, 13), product_id="p", country="FR"),
        event("a", at(5, 14), product_id="q", action="like"),
        event("b", at(5), product_id="q"),
        event("b", at(6), action="like"),
        event("b", at(6), action="share"),
        event("b", at(6), surface="shop"),
    ]
    found = marts(dim_user=people, dim_product=posts, fct_interaction=rows).execute(
        "select dimension, segment, views, likes, viewers, likers from agg_feed_day "
        "where dimension in ('all', 'country', 'category') and feed_on = '2026-01-05'"
    )
    assert set(found.fetchall()) == {
        ("all", "all", 3, 1, 2, 1),
        ("country", "DE", 1, 1, 1, 1),
        ("country", "FR", 1, 0, 1, 0),
        ("country", "unknown", 1, 0, 1, 0),
        ("category", "News", 2, 0, 1, 0),
        ("category", "unknown", 1, 1, 1, 1),
    }


def test_a_user_is_new_once_on_each_surface():
    found = marts(
        fct_interaction=[*active(("a", 5), ("a", 6)), event("a", at(6), surface="shop")]
    )
    assert found.execute(
        "select first_on, surface, new_users from agg_new_user_day "
        "where dimension = 'all' order by all"
    ).fetchall() == [(on(5), "all", 1), (on(5), "feed", 1), (on(6), "shop", 1)]


def test_a_surface_that_calls_itself_all_does_not_hide_the_sum():
    found = marts(fct_interaction=[event("a", at(5), surface="all")])
    assert found.execute("select surface from agg_user order by 1").fetchall() == [
        ("all",),
        ("other",),
    ]


def test_the_calendar_knows_weeks_and_holidays():
    days = marts(fct_interaction=active(("a", 5))).execute(
        "select day_on, iso_year, iso_week, quarter, weekday, weekend, holiday "
        "from dim_date where day_on in ('2026-01-01', '2026-12-31', '2026-01-04') "
        "order by day_on"
    )
    assert days.fetchall() == [
        (on(1), 2026, 1, 1, 4, 0, "New Year's Day"),
        (on(4), 2026, 1, 1, 7, 1, None),
        (date(2026, 12, 31), 2026, 53, 4, 4, 0, None),
    ]
