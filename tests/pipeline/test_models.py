"""A company's models join its own tables, and follow them row by row."""

from __future__ import annotations

import pytest

RAW = """/*
into    = "raw_{name}"
from    = "{{data}}/{name}/*.csv"
key     = ["id"]
version = "at"
*/
select
    id,
    cast(at as timestamp) as at,
    {columns}
from source
"""
MODEL = """/*
into  = "fct_order_line"
about = "Orders with their product."
*/
select
    sale.id as order_line_id,
    sale.id as order_id,
    sale.at as version_at,
    sale.at as ordered_at,
    coalesce(thing.name, 'unknown') as product_id,
    'sale' as kind,
    1 as quantity,
    sale.price as unit_price,
    sale.price as amount
from raw_sales as sale
left join raw_things as thing
    on sale.thing_id = thing.id
"""


@pytest.fixture
def modelled(workshop):
    """Sales and things, joined by a model."""
    price = "cast(price as decimal(18, 4)) as price"
    workshop.mapping(
        "sales.sql", RAW.format(name="sales", columns=f"thing_id,\n    {price}")
    )
    workshop.mapping("things.sql", RAW.format(name="things", columns="name"))
    workshop.model("orders.sql", MODEL)
    workshop.file(
        "sales/a.csv", "id,at,thing_id,price\ns1,2026-03-01,t1,5\ns2,2026-03-02,t2,6\n"
    )
    workshop.file("things/a.csv", "id,at,name\nt1,2026-03-01,mug\n")
    return workshop


def lines(shop):
    return shop.ask(
        "select order_id, product_id, amount from fct_order_line order by order_id"
    )


def changed(shop):
    """Rows that the last refresh's model step wrote or removed."""
    return shop.ask(
        "select rows_out, status from ops_step where step = 'model:fct_order_line' "
        "order by refresh_id desc limit 1"
    )[0]


def test_a_model_joins_what_mappings_brought_in(modelled):
    assert modelled.refresh().status == "published"
    assert lines(modelled) == [("s1", "mug", 5), ("s2", "unknown", 6)]


def test_only_rows_that_differ_are_written_and_marts_follow(modelled):
    modelled.refresh()
    modelled.file("things/b.csv", "id,at,name\nt2,2026-03-01,tea\nt1,2026-03-01,mug\n")
    modelled.refresh()
    assert lines(modelled) == [("s1", "mug", 5), ("s2", "tea", 6)]
    assert changed(modelled) == (1, "done")
    assert modelled.ask(
        "select product_id, sales from agg_product_day order by product_id"
    ) == [("mug", 5), ("tea", 6)]


def test_a_model_whose_tables_did_not_change_is_not_run(modelled):
    modelled.mapping(
        "users.sql",
        '/*\ninto = "dim_user"\nfrom = "{data}/people.csv"\nkey = ["user_id"]\n*/\n'
        "select id as user_id from source\n",
    )
    modelled.file("people.csv", "id\nu1\n")
    modelled.refresh()
    modelled.file("people.csv", "id\nu1\nu2\n")
    modelled.refresh()
    assert changed(modelled) == (None, "skipped")


def test_the_latest_version_of_a_row_wins_in_any_order(modelled):
    modelled.file(
        "sales/b.csv",
        "id,at,thing_id,price\ns1,2026-03-05,t1,9\ns1,2026-03-04,t1,7\n",
    )
    modelled.refresh()
    modelled.file("sales/c.csv", "id,at,thing_id,price\ns1,2026-02-01,t1,1\n")
    modelled.refresh()
    assert lines(modelled)[0] == ("s1", "mug", 9)


def test_a_changed_model_is_applied_without_reading_files_again(modelled):
    modelled.refresh()
    modelled.model("orders.sql", MODEL.replace("'unknown'", "'other'"))
    assert modelled.refresh().status == "published"
    assert modelled.counts()[0] == 0
    assert lines(modelled) == [("s1", "mug", 5), ("s2", "other", 6)]


def test_rows_that_a_model_no_longer_gives_are_gone(modelled):
    modelled.refresh()
    modelled.model("orders.sql", MODEL + "where thing.name is not null\n")
    modelled.refresh()
    assert lines(modelled) == [("s1", "mug", 5)]
    assert modelled.ask("select count(*) from agg_product_day") == [(1,)]
    modelled.unmodel("orders.sql")
    assert modelled.refresh().status == "published"
    assert lines(modelled) == []
    assert modelled.refresh().status == "nothing_new"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("sale.price as amount", "sale.price as total", "takes order_line_id"),
        ("    'sale' as kind,\n", "", "needs kind as well"),
        ("raw_things as", "raw_thingz as", "It reads 'raw_thingz'"),
        ("1 as quantity", "random() as quantity", "gives another value each time"),
        ("select\n", "selec\n", "does not parse"),
        ("1 as quantity", "nope(1) as quantity", "DuckDB refuses the SQL"),
        ("sale.thing_id", "sale.thing", "DuckDB refuses the SQL"),
        ('"fct_order_line"', '"fct_orders"', "There is no table 'fct_orders'"),
        ('about = "Orders with their product."\n', "", "needs about"),
    ],
)
def test_a_broken_model_is_named_and_what_it_gave_stays(modelled, old, new, said):
    modelled.refresh()
    before = lines(modelled)
    assert old in MODEL
    modelled.model("orders.sql", MODEL.replace(old, new, 1))
    modelled.file("sales/b.csv", "id,at,thing_id,price\ns3,2026-03-03,t1,8\n")
    assert modelled.refresh().status == "published"
    assert any(said in reason for *_, reason in modelled.problems())
    assert lines(modelled) == before
    modelled.model("orders.sql", MODEL)
    modelled.refresh()
    assert lines(modelled) == [*before, ("s3", "mug", 8)]


def test_rows_that_do_not_fit_are_told_and_the_others_are_taken(modelled):
    modelled.model(
        "orders.sql",
        MODEL.replace("1 as quantity", "case sale.id when 's1' then 1 end as quantity"),
    )
    modelled.refresh()
    assert lines(modelled) == [("s1", "mug", 5)]
    assert [(scope, reason) for _, _, scope, _, reason in modelled.problems()] == [
        ("model", "quantity is empty; fct_order_line needs it. 1 row was left out "
         "for it."),
    ]  # fmt: skip


def test_a_fact_is_filled_by_mappings_or_by_models_not_by_both(modelled):
    modelled.mapping(
        "lines.sql",
        '/*\ninto = "fct_order_line"\nfrom = "{data}/lines.csv"\n'
        'key = ["order_line_id"]\n*/\nselect id as order_line_id, id as order_id, '
        "cast(at as timestamp) as ordered_at, 'mug' as product_id, 'sale' as kind, "
        "1 as quantity, 2 as unit_price, 2 as amount from source\n",
    )
    modelled.file("lines.csv", "id,at\nl1,2026-03-01\n")
    modelled.refresh()
    assert any(
        "filled by the mapping lines.sql already" in reason
        for *_, reason in modelled.problems()
    )


def test_mappings_into_one_own_table_declare_it_alike(modelled):
    modelled.mapping("things2.sql", RAW.format(name="things", columns="name as label"))
    modelled.refresh()
    assert any("with other columns" in reason for *_, reason in modelled.problems())


def test_a_dimension_takes_what_models_and_mappings_know(modelled):
    modelled.model(
        "products.sql",
        '/*\ninto = "dim_product"\nabout = "Things."\n*/\n'
        "select name as product_id, raw_things.at as updated_at, "
        "'Kitchen' as category from raw_things\n",
    )
    modelled.mapping(
        "prices.sql",
        '/*\ninto = "dim_product"\nfrom = "{data}/prices.csv"\nkey = ["product_id"]\n'
        "*/\nselect name as product_id, cast(price as decimal(18, 4)) as price "
        "from source\n",
    )
    modelled.file("prices.csv", "name,price\nmug,4\n")
    modelled.refresh()
    known = "select product_id, category, price from dim_product order by product_id"
    assert modelled.ask(known) == [("mug", "Kitchen", 4)]
    modelled.unmodel("products.sql")
    modelled.refresh()
    assert modelled.ask(known) == [("mug", None, 4)]


def test_a_company_may_include_the_sources_and_models_of_another(modelled, tmp_path):
    other = tmp_path / "other"
    (other / "sources").mkdir(parents=True)
    (modelled.folder / "sources/things.sql").rename(other / "sources/things.sql")
    (modelled.folder / "company.toml").write_text(
        'name = "W"\ninclude = ["../other"]\n[settings]\ndata = "../data"\n'
    )
    modelled.refresh()
    assert lines(modelled)[0] == ("s1", "mug", 5)
    (other / "sources/sales.sql").write_text("")
    assert "have the same name; rename one" in modelled.refresh().message
