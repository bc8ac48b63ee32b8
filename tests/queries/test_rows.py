"""The queries of raw rows, each worked by hand."""

from datetime import date, datetime

JANUARY = {"start": date(2026, 1, 1), "end": date(2026, 1, 31)}


def test_order_lines_keep_every_kind_and_name_what_has_no_name(warehouse_of):
    at = datetime(2026, 1, 31, 23, 59)
    plain = {"order_id": "o1", "ordered_at": at, "amount": 10}
    snapshot = warehouse_of(
        fct_order_line=[
            plain | {"order_line_id": "a", "user_id": None, "country": None},
            plain | {"order_line_id": "b", "user_id": "u1", "kind": "adjustment"},
            plain | {"order_line_id": "c", "ordered_at": datetime(2026, 2, 1)},
        ]
    ).snapshot()
    found = snapshot.fetch("rows/order_lines", **JANUARY)
    assert found["order_line_id"].tolist() == ["a", "b"]
    assert found["order_country"].tolist() == ["unknown", "DE"]
    assert found["product_name"].tolist() == ["p1", "p1"]
    guests = {"customer_kind": ["guest"], "country": ["unknown"]}
    assert snapshot.count("rows/order_lines", guests, **JANUARY) == 1


def test_interactions_can_be_narrowed_by_what_is_known_of_the_user(warehouse_of):
    at = datetime(2026, 1, 6)
    snapshot = warehouse_of(
        dim_user=[{"user_id": "u1", "country": "FR", "os": "iOS"}],
        dim_product=[{"product_id": "post1", "name": "Hello", "category": "News"}],
        fct_interaction=[
            {"occurred_at": at, "user_id": "u1", "product_id": "post1"},
            {"occurred_at": at, "user_id": "u2", "country": "DE"},
        ],
    ).snapshot()
    for chosen, count in (
        ({"country": ["FR"]}, 1),
        ({"country": ["DE"], "user_country": ["unknown"]}, 1),
        ({"post": ["Hello"], "category": ["News"], "user_os": ["iOS"]}, 1),
        ({"country": ["DE"], "os": ["iOS"]}, 0),
    ):
        assert snapshot.count("rows/interactions", chosen, **JANUARY) == count


def test_values_to_filter_by_count_the_rows_that_have_them(tiny):
    snapshot = tiny.snapshot()
    for query, rows in (
        ("rows/order_values", "rows/order_lines"),
        ("rows/interaction_values", "rows/interactions"),
    ):
        known = snapshot.fetch(query, **JANUARY).to_dict("records")
        assert known
        for row in known:
            chosen = {row["filter_name"]: [row["filter_value"]]}
            assert snapshot.count(rows, chosen, **JANUARY) == row["row_total"]
