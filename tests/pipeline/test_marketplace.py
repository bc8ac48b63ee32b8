"""Group buying, worked out by hand: the chain from an order to its category."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute)


# Two deals, three groups, a personal cart, and statuses in any case.
FILES = {
    "users.csv": (
        "id,created_at,updated_at,source,campaign_id,country,city,os,"
          "gender,birth_year,company_size,industry\n"
          "u1,2026-01-01,2026-01-01,ads,c1,USA,Austin,iOS,f,1990,,\n"
          "u1,2026-01-01,2026-02-01,ads,c1,uk,Leeds,iOS,f,1990,,\n"
          "u2,2026-01-02,2026-01-02,organic,,(none),n/a,Android,m,1985,,\n"
    ),
    "vendors.csv": (
        "id,name,region,created_at,updated_at\n"
          "v1,Farm,North,2025-01-01,2025-01-01\n"
    ),
    "categories.csv": (
        "id,name,created_at\nc1,Fruit,2025-01-01\n"
    ),
    "product_names.csv": (
        "id,name,category_id,created_at\n"
          "n1,Apple,c1,2025-01-01\nn2,Brick,,2025-01-01\n"
    ),
    "products.csv": (
        "id,name_id,vendor_id,price,created_at,updated_at\n"
          "p1,n1,v1,10,2025-01-01,2025-01-01\np1,n1,v1,12,2025-01-01,2026-01-01\n"
          "p2,n2,v1,3.5,2025-01-01,2025-01-01\n"
    ),
    "group_deals/m.csv": (
        "id,product_id,group_price,max_group_member,"
          "effective_from,effective_to,created_at,updated_at\n"
          "d1,p1,8,2,2026-03-01,2026-03-05,2026-03-01,2026-03-01\n"
          "d2,p1,8,3,2026-03-02,2026-03-04,2026-03-02,2026-03-02\n"
          "d3,p2,3,3,2026-03-06,2026-03-20,2026-03-06,2026-03-06\n"
    ),
    "groups/m.csv": (
        "id,group_deals_id,created_by,status,created_at,updated_at\n"
          "g1,d1,u1,Active,2026-03-01,2026-03-01 08:00:00\n"
          "g1,d1,u1,COMPLETED,2026-03-01,2026-03-03 09:00:00\n"
          "g2,d2,u2,expired,2026-03-02,2026-03-04 00:05:00\n"
    ),
    "groups_carts/m.csv": (
        "id,group_id,user_id,quantity,created_at,updated_at\n"
          "gc1,g1,u1,2,2026-03-01 08:00:00,2026-03-01 08:00:00\n"
          "gc2,g1,u2,1,2026-03-03 09:00:00,2026-03-03 09:00:00\n"
          "gc3,g2,u2,4,2026-03-02 10:00:00,2026-03-02 10:00:00\n"
    ),
    "personal_carts/m.csv": (
        "id,user_id,product_id,quantity,created_at\n"
          "pc1,u2,p2,3,2026-03-07 12:00:00\n"
    ),
    "orders/m.csv": (
        "id,groups_carts_id,personal_cart_id,user_id,status,"
          "total_amount,discount,refunded_amount,refunded_at,created_at,updated_at\n"
          "o1,gc1,,u1,PENDING,16,0,,,2026-03-01 08:00:00,2026-03-01 08:00:00\n"
          "o1,gc1,,u1,COMPLETED,16,0,,,2026-03-01 08:00:00,2026-03-03 09:00:00\n"
          "o2,gc2,,u2,Completed,8,0,,,2026-03-03 09:00:00,2026-03-03 09:00:00\n"
          "o3,gc3,,u2,REFUNDED,32,0,32,2026-03-06 10:00:00,2026-03-02 10:00:00,"
          "2026-03-06 10:00:00\n"
          "o4,,pc1,u2,completed,10,0.5,,,2026-03-07 12:00:00,2026-03-07 12:00:00\n"
          "o5,,pc1,u2,Cancelled,10,0.5,,,2026-03-08 12:00:00,2026-03-08 12:00:00\n"
    ),
}  # fmt: skip


@pytest.fixture
def market(branch):
    """The marketplace with its files, not yet loaded."""
    market = branch("marketplace")
    for name, content in FILES.items():
        market.file(name, content)
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
