"""The published figures of two public data sets, asked as a page or a person asks."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline import company as companies
from pipeline.refresh import refresh
from pipeline.steps import Surroundings
from queries import Warehouse
from queries.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
KNOWN = {"customer_kind": ["known"]}
COHORT = [885, 324, 286, 340, 321, 352, 321, 309, 313, 350, 331, 445, 235]


@pytest.fixture(scope="module")
def real(tmp_path_factory) -> Callable[[str, str], Warehouse]:
    """A function: a company and its data -> its warehouse, refreshed once."""

    def build(name: str, data: str) -> Warehouse:
        if not (DATA / data).exists():
            pytest.skip(f"The data set {data} is not in {DATA}.")
        folder = tmp_path_factory.mktemp(name)
        company = companies.read(ROOT / "companies" / name, {"data": str(DATA / data)})
        refresh(company, folder, Surroundings(lambda: NOON, lambda told: None))
        return Warehouse(folder)

    return build


@pytest.fixture(scope="module")
def retail(real):
    return real("online_retail", "online_retail/byday")


@pytest.fixture(scope="module")
def messages(real):
    return real("college_messages", "collegemsg")


def whole(warehouse, subject, *metrics, **more):
    snapshot = warehouse.snapshot()
    days = snapshot.coverage()[subject]
    span = {"start": days.first_on, "end": days.last_on, **more}
    return snapshot.measure(list(metrics), **span)


def test_known_customers_bought_what_is_published(retail):
    [row] = whole(
        retail, "commerce", "sales", "orders", "customers", where=KNOWN
    ).to_dict("records")
    assert row["sales"] == pytest.approx(8_911_407.90, abs=0.005)
    assert (row["orders"], row["customers"]) == (18_532, 4_338)


def test_the_terminal_says_what_the_api_says(retail, capsys):
    asked = ["sales", "orders", "customers", "--where", "customer_kind=known"]
    place = ["--warehouse", str(retail.folder)]
    assert main(["measure", *asked, *place]) == 0
    assert capsys.readouterr().out.splitlines()[2].split() == [
        "8,911,407.90",
        "18,532",
        "4,338",
    ]
    assert main(["measure", *asked, *place, "--format", "json"]) == 0
    [said] = json.loads(capsys.readouterr().out)
    [row] = whole(
        retail, "commerce", "sales", "orders", "customers", where=KNOWN
    ).to_dict("records")
    assert said == row


def test_parts_add_up_where_they_may_and_not_where_they_may_not(retail):
    metrics = ["sales", "refunds", "orders", "customers"]
    [total] = whole(retail, "commerce", *metrics).to_dict("records")
    months = whole(retail, "commerce", *metrics, grain="month")
    countries = whole(retail, "commerce", *metrics, by="country")
    for parts in (months, countries):
        for metric in ("sales", "refunds"):
            assert parts[metric].sum() == pytest.approx(total[metric], abs=0.005)
    assert months["orders"].sum() == total["orders"]
    assert months["customers"].sum() > total["customers"]
    assert total["customers"] == 4_338


def test_every_customer_is_new_exactly_once(retail):
    days = whole(retail, "commerce", "new_customers", grain="day")
    assert days["new_customers"].sum() == 4_338
    months = whole(retail, "commerce", "new_customers", grain="month")
    assert months["new_customers"][0] == COHORT[0]


def test_the_first_cohort_comes_back_as_published(retail):
    snapshot = retail.snapshot()
    last = snapshot.coverage()["commerce"].last_on
    rows = snapshot.fetch("commerce/cohorts", end=last)
    first = rows[rows["cohort_month"] == date(2010, 12, 1)].sort_values("month_number")
    assert first["customers"].tolist() == COHORT


def test_the_messages_are_as_published(messages):
    [row] = whole(messages, "messenger", "messages", "pairs", "senders").to_dict(
        "records"
    )
    assert row == {"messages": 59_835, "pairs": 20_296, "senders": 1_350}
    days = whole(messages, "messenger", "messages", grain="day")
    assert days["messages"].sum() == 59_835


def test_what_a_company_does_not_have_is_empty(messages):
    assert "commerce" not in messages.snapshot().coverage()
    [row] = whole(messages, "messenger", "messages", "revenue").to_dict("records")
    assert row["revenue"] != row["revenue"]
