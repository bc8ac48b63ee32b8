"""The queries of the commerce page, each worked by hand."""

from datetime import date, datetime

import pytest

JANUARY = {"start": date(2026, 1, 1), "end": date(2026, 1, 31)}


def line(day: datetime, order: str, amount: float = 10, **more):
    return {
        "order_line_id": f"{order}-{more.get('product_id', 'p1')}-{amount}",
        "order_id": order,
        "ordered_at": day,
        "user_id": "u1",
        "amount": amount,
        **more,
    }


@pytest.fixture
def shop(warehouse_of):
    return warehouse_of(
        dim_product=[{"product_id": "p1", "name": "Mug"}],
        fct_order_line=[
            line(datetime(2026, 1, 31, 23), "o1", 30, quantity=3),
            line(datetime(2026, 1, 5), "o2", 5, product_id="p2", country="FR"),
            line(datetime(2026, 1, 6), "c1", -4, kind="refund"),
            line(datetime(2026, 1, 7), "a1", -99, kind="adjustment"),
            line(datetime(2026, 2, 1), "o3", 7),
        ],
    ).snapshot()


def test_products_give_sales_less_refunds_of_the_days_asked_for(shop):
    found = shop.fetch("commerce/products", **JANUARY).to_dict("records")
    assert found == [
        {
            "product_id": "p1",
            "product_name": "Mug",
            "units_sold": 3,
            "sales_total": 30.0,
            "refunds_total": 4.0,
            "revenue": 26.0,
        },
        {
            "product_id": "p2",
            "product_name": "p2",
            "units_sold": 1,
            "sales_total": 5.0,
            "refunds_total": 0.0,
            "revenue": 5.0,
        },
    ]


def test_products_agree_with_the_metric_of_the_same_name(shop):
    by_product = shop.measure(["revenue"], **JANUARY, by="product_id")
    measured = dict(zip(by_product["segment"], by_product["revenue"], strict=True))
    found = shop.fetch("commerce/products", **JANUARY)
    assert dict(zip(found["product_id"], found["revenue"], strict=True)) == measured


def test_a_country_narrows_products(shop):
    found = shop.fetch("commerce/products", {"country": ["FR"]}, **JANUARY)
    assert found["product_id"].tolist() == ["p2"]


@pytest.mark.parametrize(
    ("words", "keys"), [("", ["p1", "p2"]), ("mu", ["p1"]), ("p2", ["p2"]), ("%", [])]
)
def test_a_product_is_found_by_name_or_key_as_typed(shop, words, keys):
    found = shop.fetch("commerce/product_search", words=words)
    assert found["product_id"].tolist() == keys


def test_countries_come_by_what_was_ever_sold_there(shop):
    found = shop.fetch("commerce/countries").to_dict("records")
    assert found == [
        {"country": "DE", "sales_total": 37.0},
        {"country": "FR", "sales_total": 5.0},
    ]


def bought(user: str, *months: int, **more):
    return [
        line(datetime(2025 + month // 13, (month - 1) % 12 + 1, 3), f"{user}{month}",
             user_id=user, **more)
        for month in months
    ]  # fmt: skip


def test_a_cohort_counts_each_customer_once_a_month_over_the_turn_of_a_year(
    warehouse_of,
):
    snapshot = warehouse_of(
        fct_order_line=[
            *bought("u1", 12, 13, 14),
            *bought("u2", 12, 14),
            *bought("u3", 14),
            line(datetime(2026, 1, 9), "again", user_id="u1"),
            line(datetime(2026, 1, 9), "guest", user_id=None),
            line(datetime(2026, 1, 9), "back", -1, user_id="u2", kind="refund"),
        ]
    ).snapshot()
    found = snapshot.fetch("commerce/cohorts", end=date(2026, 2, 28))
    assert found.values.tolist() == [
        [date(2025, 12, 1), 0, 2, 20.0],
        [date(2025, 12, 1), 1, 1, 20.0],
        [date(2025, 12, 1), 2, 2, 20.0],
        [date(2026, 2, 1), 0, 1, 10.0],
    ]
    unfiltered = snapshot.fetch("commerce/cohorts_filtered", end=date(2026, 2, 28))
    assert unfiltered.values.tolist() == found.values.tolist()
    until = snapshot.fetch("commerce/cohorts", end=date(2026, 1, 31))
    assert until["month_number"].tolist() == [0, 1]


def test_a_filtered_cohort_begins_with_the_first_purchase_of_the_selection(
    warehouse_of,
):
    snapshot = warehouse_of(
        fct_order_line=[*bought("u1", 1), *bought("u1", 2, 4, product_id="p2")]
    ).snapshot()
    found = snapshot.fetch(
        "commerce/cohorts_filtered", {"product_id": ["p2"]}, end=date(2025, 12, 31)
    )
    assert found["cohort_month"].tolist() == [date(2025, 2, 1)] * 2
    assert found["month_number"].tolist() == [0, 2]
