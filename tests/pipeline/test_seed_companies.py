"""The ready companies load what five real systems have, worked out by hand."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute)


@pytest.fixture
def market(branch):
    """Two deals, three groups, a personal cart, and statuses in any case."""
    market = branch("marketplace")
    write = market.file
    write("users.csv", "id,created_at,updated_at,source,campaign_id,country,city,os,"
          "gender,birth_year,company_size,industry\n"
          "u1,2026-01-01,2026-01-01,ads,c1,USA,Austin,iOS,f,1990,,\n"
          "u1,2026-01-01,2026-02-01,ads,c1,uk,Leeds,iOS,f,1990,,\n"
          "u2,2026-01-02,2026-01-02,organic,,(none),n/a,Android,m,1985,,\n"
          )  # fmt: skip
    write("vendors.csv", "id,name,region,created_at,updated_at\n"
          "v1,Farm,North,2025-01-01,2025-01-01\n")  # fmt: skip
    write("categories.csv", "id,name,created_at\nc1,Fruit,2025-01-01\n")
    write("product_names.csv", "id,name,category_id,created_at\n"
          "n1,Apple,c1,2025-01-01\nn2,Brick,,2025-01-01\n")  # fmt: skip
    write("products.csv", "id,name_id,vendor_id,price,created_at,updated_at\n"
          "p1,n1,v1,10,2025-01-01,2025-01-01\np1,n1,v1,12,2025-01-01,2026-01-01\n"
          "p2,n2,v1,3.5,2025-01-01,2025-01-01\n")  # fmt: skip
    write("group_deals/m.csv", "id,product_id,group_price,max_group_member,"
          "effective_from,effective_to,created_at,updated_at\n"
          "d1,p1,8,2,2026-03-01,2026-03-05,2026-03-01,2026-03-01\n"
          "d2,p1,8,3,2026-03-02,2026-03-04,2026-03-02,2026-03-02\n"
          "d3,p2,3,3,2026-03-06,2026-03-20,2026-03-06,2026-03-06\n")  # fmt: skip
    write("groups/m.csv", "id,group_deals_id,created_by,status,created_at,updated_at\n"
          "g1,d1,u1,Active,2026-03-01,2026-03-01 08:00:00\n"
          "g1,d1,u1,COMPLETED,2026-03-01,2026-03-03 09:00:00\n"
          "g2,d2,u2,expired,2026-03-02,2026-03-04 00:05:00\n")  # fmt: skip
    write("groups_carts/m.csv", "id,group_id,user_id,quantity,created_at,updated_at\n"
          "gc1,g1,u1,2,2026-03-01 08:00:00,2026-03-01 08:00:00\n"
          "gc2,g1,u2,1,2026-03-03 09:00:00,2026-03-03 09:00:00\n"
          "gc3,g2,u2,4,2026-03-02 10:00:00,2026-03-02 10:00:00\n")  # fmt: skip
    write("personal_carts/m.csv", "id,user_id,product_id,quantity,created_at\n"
          "pc1,u2,p2,3,2026-03-07 12:00:00\n")  # fmt: skip
    write("orders/m.csv", "id,groups_carts_id,personal_cart_id,user_id,status,"
          "total_amount,discount,refunded_amount,refunded_at,created_at,updated_at\n"
          "o1,gc1,,u1,PENDING,16,0,,,2026-03-01 08:00:00,2026-03-01 08:00:00\n"
          "o1,gc1,,u1,COMPLETED,16,0,,,2026-03-01 08:00:00,2026-03-03 09:00:00\n"
          "o2,gc2,,u2,Completed,8,0,,,2026-03-03 09:00:00,2026-03-03 09:00:00\n"
          "o3,gc3,,u2,REFUNDED,32,0,32,2026-03-06 10:00:00,2026-03-02 10:00:00,"
          "2026-03-06 10:00:00\n"
          "o4,,pc1,u2,completed,10,0.5,,,2026-03-07 12:00:00,2026-03-07 12:00:00\n"
          "o5,,pc1,u2,Cancelled,10,0.5,,,2026-03-08 12:00:00,2026-03-08 12:00:00\n"
          )  # fmt: skip
    return market


def test_an_order_finds_its_product_vendor_deal_and_channel(market):
    assert market.refresh().status == "published"
    assert market.problems() == []
    rows_in, loaded, filtered, aside = market.counts()
    assert (loaded, filtered, aside) == (rows_in, 0, 0)
    assert market.ask(
        "select order_id, product_id, vendor_id, deal_id, channel, kind, quantity, "
        "amount, status, country, refunded_amount from fct_order_line order by order_id"
    ) == [
        ("o1", "p1", "v1", "d1", "group", "sale", 2, 16, "completed",
         "United Kingdom", None),
        ("o2", "p1", "v1", "d1", "group", "sale", 1, 8, "completed", None, None),
        ("o3", "p1", "v1", "d2", "group", "sale", 4, 32, "refunded", None, 32),
        ("o4", "p2", "v1", None, "individual", "sale", 3, 10, "completed", None, None),
        ("o5", "p2", "v1", None, "individual", "unpaid", 3, 10, "cancelled", None,
         None),
    ]  # fmt: skip
    assert market.ask("select product_id, name, category, price from dim_product "
                      "order by product_id") == [
        ("p1", "Apple", "Fruit", 12), ("p2", "Brick", None, Decimal("3.5")),
    ]  # fmt: skip


def test_a_deal_has_the_state_of_its_groups_and_owes_what_was_paid(market):
    market.refresh()
    assert market.ask(
        "select deal_id, status, closed_at, refund_due_at, refunded_at, vendor_id "
        "from fct_group_deal order by deal_id"
    ) == [
        ("d1", "completed", at(3, 9), None, None, "v1"),
        ("d2", "expired", at(4), at(5), at(6, 10), "v1"),
        ("d3", "active", None, None, None, "v1"),
    ]
    assert market.ask(
        "select deal_id, group_id, user_id, joined_at, quantity, order_id "
        "from fct_deal_member order by all"
    ) == [
        ("d1", "g1", "u1", at(1, 8), 2, "o1"),
        ("d1", "g1", "u2", at(3, 9), 1, "o2"),
        ("d2", "g2", "u2", at(2, 10), 4, "o3"),
    ]


def test_a_later_status_replaces_the_earlier_one_whenever_it_comes(market):
    market.refresh()
    header = (market.data / "orders/m.csv").read_text().splitlines()[0]
    market.file("orders/n.csv", f"{header}\n"
                "o5,,pc1,u2,COMPLETED,10,0.5,,,2026-03-08 12:00:00,2026-03-09\n"
                "o1,gc1,,u1,PENDING,16,0,,,2026-03-01 08:00:00,2026-03-02\n"
                )  # fmt: skip
    assert market.refresh().status == "published"
    assert market.ask(
        "select order_id, kind, status from fct_order_line "
        "where order_id in ('o1', 'o5') order by order_id"
    ) == [("o1", "sale", "completed"), ("o5", "sale", "completed")]


def test_a_cart_that_comes_after_its_order_completes_it(market):
    carts = market.data / "groups_carts/m.csv"
    lines = carts.read_text().splitlines()
    carts.write_text("\n".join([lines[0], lines[1]]) + "\n")
    market.refresh()
    unknown = "select product_id, deal_id from fct_order_line where order_id = 'o3'"
    assert market.ask(unknown) == [("unknown", None)]
    market.file("groups_carts/n.csv", "\n".join([lines[0], *lines[2:]]) + "\n")
    assert market.refresh().status == "published"
    assert market.ask(unknown) == [("p1", "d2")]


def test_preparation_is_counted_and_shown_by_example(market):
    market.refresh()
    assert market.ask(
        "select column_name, step, rows_seen, rows_changed, example from ops_change "
        "where mapping = 'users.sql' and rows_changed > 0 order by column_name, step"
    ) == [
        ("city", "nulls", 3, 1, "n/a -> (empty)"),
        ("country", "country", 3, 2, "USA -> United States"),
        ("country", "nulls", 3, 1, "(none) -> (empty)"),
    ]


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


def test_marketing_tables_load_with_their_corrections(branch):
    team = branch("marketing")
    team.file("campaigns.csv", "id,name,channel,started_at,ended_at,updated_at\n"
              "c1,Spring, Social ,2026-03-01,,2026-03-01\n")  # fmt: skip
    team.file("marketing_spend/m.csv", "day,channel,campaign_id,impressions,clicks,"
              "spend,fixed,updated_at\n"
              "2026-03-01,Social,c1,1000,10,5.5,false,2026-03-02\n"
              "2026-03-01,social,c1,1000,12,6.5,false,2026-03-03\n"
              "2026-03-01,tv,,,,100,true,2026-03-02\n")  # fmt: skip
    team.file("touchpoints/m.csv", "id,user_id,time,channel,campaign_id,converted,"
              "value\nt1,u1,2026-03-01 08:00:00,social,c1,false,\n"
              "t2,u1,2026-03-02 08:00:00,direct,,true,20\n")  # fmt: skip
    team.file("experiments.csv", "id,name,hypothesis,primary_metric,design_split,"
              "control,salt,started_at,ended_at,updated_at\n"
              'x1,Order,Better,ctr,"{""a"": 1}",a,s,2026-03-01,2026-03-08,2026-03-01\n'
              )  # fmt: skip
    team.file("exposures/m.csv", "experiment_id,variant,user_id,time\n"
              "x1,a,u1,2026-03-03 09:00:00\nx1,a,u1,2026-03-02 09:00:00\n"
              "x1,b,u2,2026-03-02 09:00:00\n")  # fmt: skip
    team.file("leads/m.csv", "id,user_id,created_at,updated_at,source,campaign_id,"
              "stage,closed_at,value,company_size,industry\n"
              "l1,,2026-03-01,2026-03-01,web,c1,New,,100,11-50,Toys\n"
              "l1,u1,2026-03-01,2026-03-09,web,c1,WON,2026-03-09,120,11-50,Toys\n"
              )  # fmt: skip
    assert team.refresh().status == "published"
    assert team.counts()[3] == 0
    assert team.ask(
        "select channel, campaign_id, clicks, spend from fct_marketing_spend "
        "order by channel"
    ) == [("social", "c1", 12, Decimal("6.5")), ("tv", "none", None, 100)]
    assert team.ask(
        "select user_id, variant, exposed_at from fct_exposure order by user_id"
    ) == [("u1", "a", at(2, 9)), ("u2", "b", at(2, 9))]
    assert team.ask("select stage, value, user_id from fct_lead") == [
        ("won", 120, "u1")
    ]
    assert team.ask("select touch_id, converted, value from fct_touchpoint "
                    "order by touch_id") == [
        ("t1", False, None), ("t2", True, 20),
    ]  # fmt: skip
    assert team.ask("select channel from dim_campaign") == [("social",)]
