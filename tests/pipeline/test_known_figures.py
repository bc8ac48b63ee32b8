"""The published figures of two public data sets come out exactly."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipeline import company as companies
from pipeline.generations import read_current
from pipeline.refresh import refresh
from pipeline.steps import Surroundings

COMPANIES = Path(__file__).resolve().parents[2] / "companies"
COHORT = [885, 324, 286, 340, 321, 352, 321, 309, 313, 350, 331, 445, 235]
KNOWN_SALES = "kind = 'sale' and customer_kind = 'known'"


def built(name: str, data: Path, folder: Path) -> duckdb.DuckDBPyConnection:
    company = companies.read(COMPANIES / name, {"data": str(data)})
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    outcome = refresh(company, folder, Surroundings(lambda: noon, lambda told: None))
    assert outcome.status == "published"
    current = read_current(folder)
    connection = duckdb.connect()
    connection.execute(f"attach '{folder / current.data}' as data (read_only)")
    connection.execute(f"attach '{folder / current.ops}' as ops (read_only)")
    connection.execute("set search_path = 'data.main,ops.main'")
    return connection


@pytest.fixture(scope="module")
def retail(shared_data, tmp_path_factory):
    data = shared_data("online_retail/byday")
    return built("online_retail", data, tmp_path_factory.mktemp("retail"))


@pytest.fixture(scope="module")
def messages(shared_data, tmp_path_factory):
    data = shared_data("collegemsg")
    return built("college_messages", data, tmp_path_factory.mktemp("messages"))


def test_every_row_of_the_shop_is_loaded_or_in_quarantine(retail):
    counts = "rows_in, rows_loaded, rows_filtered, rows_quarantined"
    [row] = retail.sql(f"select {counts} from ops_refresh").fetchall()
    assert row[0] == 541_909 == sum(row[1:])
    [lines] = retail.sql("select count(*) from fct_order_line").fetchall()
    assert lines[0] + row[3] == 541_909


def test_the_shop_took_the_sum_of_quantity_times_price(retail):
    [[total]] = retail.sql("select sum(amount) from fct_order_line").fetchall()
    assert round(total, 2) == Decimal("9747747.93")


def test_known_customers_bought_what_is_published(retail):
    found = retail.sql(
        "select count(*), count(distinct order_id), count(distinct user_id), "
        f"sum(amount) from fct_order_line where {KNOWN_SALES}"
    ).fetchall()[0]
    assert found[:3] == (397_884, 18_532, 4_338)
    assert round(found[3], 2) == Decimal("8911407.90")


def test_the_customers_of_december_2010_come_back_as_published(retail):
    rows = retail.sql(
        "with first as (select user_id, min(ordered_month) as month "
        "from agg_customer_month group by user_id) "
        "select ordered_month, count(*) from agg_customer_month "
        "semi join (select user_id from first where month = date '2010-12-01') "
        "using (user_id) group by ordered_month order by ordered_month"
    ).fetchall()
    assert rows[0][0] == date(2010, 12, 1)
    assert [customers for _, customers in rows] == COHORT


def test_cancelled_invoices_are_refunds_and_guests_are_kept(retail):
    found = dict(
        retail.sql("select kind, count(*) from fct_order_line group by kind").fetchall()
    )
    assert found["refund"] == 9_288
    guests = retail.sql(
        "select count(*) from fct_order_line where customer_kind = 'guest'"
    ).fetchall()
    assert guests == [(135_080,)]


def test_the_messages_are_those_that_are_published(messages):
    found = messages.sql(
        "select count(*), count(distinct user_id || ' ' || peer_user_id), "
        "date_sub('day', min(occurred_at), max(occurred_at)) "
        "from fct_interaction"
    ).fetchall()
    assert found == [(59_835, 20_296, 193)]
    assert messages.sql("select count(*) from dim_user").fetchall() == [(1_899,)]
