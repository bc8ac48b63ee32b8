"""Feed, messages and product events load as they are exported, worked out by hand."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

FEED = (
    "user_id,post_id,action,time,gender,age,os,source,country,city,exp_group\n"
    "7,1,view,2026-03-01 10:00:00,f,30,iOS,ads,USA,Austin,2\n"
    "7,1,view,2026-03-01 10:00:00,f,30,iOS,ads,USA,Austin,2\n"
    "7,1,Liked,2026-03-01 10:20:00,f,30,iOS,ads,,Austin,2\n"
    "7,2,view,2026-03-01 11:00:00,f,30,iOS,ads,Germany,Bonn,2\n"
    "8,2,view,2026-03-02 09:00:00,,,iOS,ads,,,1\n"
)
MESSAGES = (
    "user_id,receiver_id,time,gender,age,os,source,country,city,exp_group\n"
    "7,8,2026-03-01 10:45:00,f,31,iOS,ads,USA,Austin,2\n"
)


def test_feed_and_messages_become_interactions_with_sessions_and_countries(branch):
    app = branch("feed_messenger")
    app.file("feed_actions/2026-03-01.csv", FEED)
    app.file("message_actions/2026-03-01.csv", MESSAGES)
    assert app.refresh().status == "published"
    assert app.counts() == (6, 6, 0, 0)
    assert app.ask(
        "select user_id, action, surface, product_id, peer_user_id, country, "
        "country_from, session_id, session_from from fct_interaction "
        "order by user_id, occurred_at, interaction_id"
    ) == [
        ("7", "view", "feed", "post-1", None, "United States", "source",
         "7-1772359200000", "pause"),
        ("7", "view", "feed", "post-1", None, "United States", "source",
         "7-1772359200000", "pause"),
        ("7", "like", "feed", "post-1", None, "United States", "user",
         "7-1772359200000", "pause"),
        ("7", "message", "messenger", None, "8", "United States", "source",
         "7-1772359200000", "pause"),
        ("7", "view", "feed", "post-2", None, "Germany", "source",
         "7-1772359200000", "pause"),
        ("8", "view", "feed", "post-2", None, None, None, "8-1772442000000", "pause"),
    ]  # fmt: skip
    assert app.ask(
        "select user_id, country, gender, birth_year, attributes from dim_user "
        "order by user_id"
    ) == [
        ("7", "Germany", "f", 1996, '{"exp_group":"2"}'),
        ("8", None, None, None, '{"exp_group":"1"}'),
    ]


EVENT = (
    '{{"$insert_id": "{id}", "event_type": "{kind}", "user_id": {user}, '
    '"amplitude_id": 900, "session_id": {session}, "client_event_time": "{client}", '
    '"server_received_time": "{server}", "country": "uk", "city": "Leeds", '
    '"os_name": "Windows", "event_properties": {{"latency_ms": 120, "value": 9.5, '
    '"product_id": "p1"}}, "user_properties": {{"plan": "pro"}}}}\n'
)


def event(number: str, **changes: str) -> str:
    plain = {"id": number, "kind": "Page Viewed", "user": '"u1"', "session": "17",
             "client": "2026-03-01 10:00:00.250000",
             "server": "2026-03-01 10:00:01.000000"}  # fmt: skip
    return EVENT.format(**plain | changes)


def test_amplitude_events_are_bounded_to_the_server_and_count_once(branch):
    product = branch("product_events")
    product.file(
        "events/a.ndjson",
        event("e1")
        + event("e1")
        + event("e2", client="2026-04-09 00:00:00", kind="search")
        + event("e3", user="null", session="-1"),
    )
    assert product.refresh().status == "published"
    assert product.counts() == (4, 4, 0, 0)
    second = datetime(2026, 3, 1, 10, 0, 1)
    first = datetime(2026, 3, 1, 10, 0, 0, 250_000)
    assert product.ask(
        "select interaction_id, occurred_at, user_id, action, session_id, "
        "session_from, country, product_id, value, latency_ms from fct_interaction "
        "order by interaction_id"
    ) == [
        ("e1", first, "u1", "page_view", "u1-17", "source", "United Kingdom", "p1",
         Decimal("9.5"), 120),
        ("e2", second, "u1", "search", "u1-17", "source", "United Kingdom", "p1",
         Decimal("9.5"), 120),
        ("e3", first, "amplitude-900", "page_view", "amplitude-900-1772359200250",
         "pause", "United Kingdom", "p1", Decimal("9.5"), 120),
    ]  # fmt: skip
    assert product.ask(
        "select step, rows_changed from ops_change where mapping = 'events.sql' "
        "and step in ('bound', 'deduplicate', 'encode') order by step"
    ) == [("bound", 1), ("deduplicate", 1), ("encode", 3)]
