"""Mappings that cannot be used, and rows that a mapping cannot take."""

from __future__ import annotations

import pytest

from tests.pipeline.conftest import HEADER, ORDERS, line


def good_lines(first: int, count: int) -> str:
    return "".join(line(number) for number in range(first, first + count))


def loaded_ids(shop) -> list[str]:
    return [
        one
        for (one,) in shop.ask(
            "select order_line_id from fct_order_line order by order_line_id"
        )
    ]


@pytest.mark.parametrize(
    ("old", "new", "number", "reason"),
    [
        ("fct_order_line", "fct_orders", 2, "There is no table 'fct_orders' to fill"),
        ("item as product_id", "item as produce", 11, "has no column 'produce'"),
        ("from source", "form source", 16, "The SQL does not parse"),
        ("buyer as user_id", "buyer as ordered_on", 10, "is computed from the others"),
        ("    item as product_id,\n", "", 6, "needs product_id as well"),
        ("item as product_id", "now() as product_id", 11, "another value each time"),
        ("item as product_id", "max(item) as product_id", 11, "sums rows up"),
        ("item as product_id", "nope(item) as product_id", 1, "nope does not exist"),
        ('key  = ["order_line_id"]', 'key = ["id"]', 4, "has one row per"),
        ("into =", "inot =", 1, "The header needs into"),
        ("item as product_id", "itme as product_id", 1, "reads column 'itme'"),
        (
            "item as product_id",
            "item || row_number() over (order by source_line) as product_id",
            11,
            "partition by source_file",
        ),
    ],
)
def test_a_broken_mapping_is_named_and_the_rest_is_loaded(
    shop, old, new, number, reason
):
    assert old in ORDERS
    shop.mapping("orders.sql", ORDERS.replace(old, new))
    shop.file("a.csv", HEADER + good_lines(0, 5))
    assert shop.refresh().status == "published"
    [problem] = shop.problems()
    assert (problem[0], problem[2]) == ("orders.sql", "mapping")
    assert reason in problem[4]
    assert problem[1] == number
    assert loaded_ids(shop) == []
    assert shop.ask("select count(*) from dim_user") == [(3,)]

    shop.mapping("orders.sql", ORDERS)
    assert shop.refresh().status == "published"
    assert len(loaded_ids(shop)) == 5


def test_rows_of_a_mapping_that_breaks_later_stay_and_are_caught_up(shop):
    shop.file("a.csv", HEADER + good_lines(0, 5))
    shop.refresh()
    shop.mapping("orders.sql", ORDERS.replace("from source", "form source"))
    shop.file("b.csv", HEADER + good_lines(5, 5))
    assert shop.refresh().status == "published"
    assert len(loaded_ids(shop)) == 5
    shop.mapping("orders.sql", ORDERS)
    assert shop.refresh().status == "published"
    assert len(loaded_ids(shop)) == 10


def test_a_mapping_that_breaks_never_empties_a_table(shop):
    shop.file("a.csv", HEADER + good_lines(0, 5))
    shop.refresh()
    shop.mapping("orders.sql", ORDERS.replace("item as", "itme as"))
    assert shop.refresh().status == "failed"
    assert len(loaded_ids(shop)) == 5


def test_a_row_that_every_mapping_leaves_out_is_counted_as_filtered(shop):
    shop.mapping("orders.sql", ORDERS + "where buyer is not null\n")
    shop.file("a.csv", HEADER + line(1) + line(2, buyer=""))
    shop.refresh()
    assert shop.counts() == (2, 1, 1, 0)
    assert shop.problems() == []


def test_a_row_whose_where_cannot_be_decided_is_not_filtered_away(shop):
    shop.mapping("orders.sql", ORDERS + "where cast(quantity as integer) > 1\n")
    (shop.folder / "sources" / "buyers.sql").unlink()
    shop.file("a.csv", HEADER + line(1) + line(2, quantity="x") + line(3, quantity=1))
    shop.refresh()
    assert shop.counts() == (3, 1, 1, 1)
    [(_, number, _, _, reason)] = shop.problems()
    assert (number, "quantity is 'x'" in reason) == (3, True)


def test_a_value_that_only_an_untaken_branch_would_read_is_no_problem(shop):
    guarded = ORDERS.replace(
        "cast(price as decimal(18, 4)) as unit_price",
        "case when price like '%free%' then 0 else cast(price as decimal(18, 4)) end "
        "as unit_price",
    ).replace(
        "cast(quantity as integer) * cast(price as decimal(18, 4)) as amount",
        "case when price not like '%free%' then cast(price as decimal(18, 4)) "
        "else 0 end as amount",
    )
    shop.mapping("orders.sql", guarded)
    shop.file("a.csv", HEADER + line(1, price="free!") + line(2, price="dear"))
    shop.refresh()
    assert loaded_ids(shop) == ["L1"]
    assert [one[1] for one in shop.problems()] == [3]
