"""Files that do not say what they must are refused, with what to write."""

from __future__ import annotations

from datetime import date

import pytest

from queries import catalog
from queries.catalog import QueryFileError, read_query
from queries.filters import parameters
from queries.sqlfile import SqlFileError

HEADER = """
title = "Orders"
about = "Orders per day."
owner = "finance-analytics"
grain = ["ordered_on"]
[params]
start = "date, the first day"
[filters]
country = "line.country"
[columns]
ordered_on = "date"
orders     = "count"
"""
SQL = """
select
    line.ordered_on,
    count(*) as orders
from fct_order_line as line
where
    line.ordered_on >= :start
    /* filters */
group by line.ordered_on
order by line.ordered_on
"""


def written(folder, header=HEADER, sql=SQL):
    path = folder / "commerce" / "orders.sql"
    path.parent.mkdir()
    path.write_text(f"/*{header}*/{sql}", encoding="utf-8")
    return path


def test_a_whole_file_is_read(tmp_path):
    query = read_query(written(tmp_path), tmp_path)
    assert query.name == "commerce/orders"
    assert query.params == {"start": "date, the first day"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('owner = "finance-analytics"', "", "the header lacks owner; it must say"),
        ('"ordered_on"]', '"day"]', "the grain names day, not among its"),
        ('orders     = "count"', 'orders = ""', "must give a unit for orders"),
        ('start = "date', 'first = "date', r"binds \['start'\], but .* \['first'\]"),
        ('"date, the first', '"day, the first', "must begin with one of date"),
        ("[filters]\ncountry", "[others]\ncountry", "one is missing"),
        ('title = "Orders"', "title = Orders", "is not TOML"),
    ],
)
def test_a_header_that_is_not_whole_is_refused(tmp_path, old, new, message):
    assert old in HEADER
    path = written(tmp_path, HEADER.replace(old, new))
    with pytest.raises(SqlFileError, match=message) as caught:
        read_query(path, tmp_path)
    assert str(path) in str(caught.value)


def test_a_filter_without_its_mark_is_refused(tmp_path):
    path = written(tmp_path, sql=SQL.replace("/* filters */", ""))
    with pytest.raises(QueryFileError, match="go together"):
        read_query(path, tmp_path)


def test_every_table_is_known_with_its_kind():
    tables = catalog.tables()
    assert tables["dim_user"].kind == "dim"
    assert tables["agg_user_day"].kind == "mart"
    assert tables["ops_check"].kind == "ops"
    assert tables["dim_user"].sensitivity["birth_year"] == "personal"


def test_lineage_goes_back_to_what_is_loaded():
    lineage = catalog.lineage("select 1 as one from agg_user")
    assert lineage["agg_user"] == ("agg_user_day",)
    assert lineage["agg_user_day"] == ("fct_interaction", "fct_order_line")
    assert lineage["fct_order_line"] == ()


def test_a_cte_is_not_a_table():
    sql = "with own as (select 1 as one from dim_user) select one from own"
    assert catalog.reads(sql) == {"dim_user"}


def test_params_are_read_from_the_text_of_an_address(tmp_path):
    query = read_query(written(tmp_path), tmp_path)
    assert parameters(query, {"start": "2026-01-05"}) == {"start": date(2026, 1, 5)}
    with pytest.raises(ValueError, match="start is 'today'; expected a day such as"):
        parameters(query, {"start": "today"})
