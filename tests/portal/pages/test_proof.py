"""The proof of a number: the same number, its SQL as run, and all that backs it."""

import re
from datetime import date, datetime

import duckdb
import pytest

from portal.company import Company
from portal.logbook import Logbook
from portal.page import Context
from portal.pages.trust import proof
from portal.selections.proof import offered, read
from portal.selections.proved import prove
from queries import catalog
from tests.portal.pages.reading import links, words

SHOP = Company("Tiny", currency="EUR", locale="en-IE")
WEEK = {"period": "week", "start": "2026-01-05"}


@pytest.fixture
def context(tiny):
    return Context(tiny, SHOP)


def seen(context, **asked):
    return words(proof.layout(context, **asked))


def test_it_says_what_the_number_is_and_where_it_comes_from(context):
    text = seen(context, of="metric:orders", **WEEK)
    assert "Orders" in text
    assert "5–11 Jan 2026" in text
    assert "Formula" in text
    assert "Owner" in text
    assert "fct_order_line" in text
    assert "Generation 1: data to 14 Jan 2026, published 2026-02-01 08:15 UTC" in text
    assert "Products are known" in text or "Keys are unique" in text or "Checks" in text
    assert "Fed by" in text
    assert "Report a problem" in text


def test_the_value_is_exact_and_a_ratio_shows_both_its_parts(context):
    # Orders o1, o2 and o3 of the week: 25 + 30 + 7.5, of which 2.5 came back.
    text = seen(context, of="metric:average_order_value", **WEEK)
    snapshot = context.warehouse.snapshot()
    start, end = date(2026, 1, 5), date(2026, 1, 11)
    metric = "average_order_value"
    row = snapshot.measure([metric], start=start, end=end).iloc[0]
    value = f"{row[metric]:,.2f}"
    assert f"€{value}" in text
    assert "Numerator" in text
    assert "Denominator" in text


@pytest.mark.parametrize("of", ["orders", "revenue", "refund_rate", "active_users"])
def test_the_sql_that_is_shown_gives_the_number_that_is_shown(tiny, of):
    snapshot = tiny.snapshot()
    question = read({"of": f"metric:{of}", **WEEK}, snapshot.coverage(), 1)
    proved = prove(snapshot, question)
    with duckdb.connect(":memory:") as connection:
        for name in ("g", "ops"):
            [path] = tiny.folder.glob(f"{name}-*.duckdb")
            connection.execute(f"attach '{path}' as {name} (read_only)")
        connection.execute("set search_path = 'g.main,ops.main'")
        found = {}
        for statement in proved.statements:
            cursor = connection.execute(statement)
            names = [one[0] for one in cursor.description]
            found |= dict(zip(names, cursor.fetchone(), strict=True))
    metric = catalog.metric(of)
    if metric.ratio:
        above, below = (float(found[name]) for name in metric.ratio)
        assert [part for _, _, part in proved.parts] == pytest.approx([above, below])
        assert proved.value == pytest.approx(above / below * metric.times)
    else:
        assert proved.value == pytest.approx(float(found[of]))


def test_every_number_that_is_offered_can_be_proved(context):
    snapshot = context.warehouse.snapshot()
    for of in offered(snapshot.coverage()):
        assert "SQL as it is run" in seen(context, of=of), of


def test_the_journal_s_numbers_have_a_proof_too(context):
    text = seen(context, of="health:quality_score")
    assert "95.5%" in text
    assert "ops_refresh" in text


def test_without_a_day_it_is_the_last_complete_period(context):
    assert "5–11 Jan 2026" in seen(context, of="metric:orders")


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("2026-01-05", "Restated: 1 of its days changed after being settled."),
        ("2026-01-12", "Incomplete: the data ends on 2026-01-14."),
    ],
)
def test_it_says_whether_its_days_may_still_change(context, start, said):
    assert said in seen(context, of="metric:orders", period="week", start=start)


def test_a_generation_that_is_gone_is_said_to_be(tmp_path):
    from queries import Warehouse
    from tests.tiny import TINY
    from tests.warehouses import publish

    publish(tmp_path, TINY, generation=5)
    context = Context(Warehouse(tmp_path), SHOP)
    text = seen(context, of="metric:orders", generation="2")
    assert "was of generation 2, which is no longer kept" in text
    assert "This is the proof of generation 5" in text


def test_the_form_leads_back_to_the_same_proof(context):
    from portal.paint import paint

    painted = paint(proof.layout(context, of="metric:orders", **WEEK))
    [action] = re.findall(r'action="([^"]+)"', painted)
    assert action == (
        "/problem?of=metric%3Aorders&amp;generation=1&amp;period=week"
        "&amp;start=2026-01-05"
    )
    assert 'method="post"' in painted


def test_it_leads_on_to_the_days_of_the_number(context):
    found = links(proof.layout(context, of="metric:orders", **WEEK))
    assert found["Explore it"] == (
        "/explore?metric=orders&grain=day&start=2026-01-05&end=2026-01-11"
    )


def test_an_address_that_asks_for_no_number_is_named(context):
    text = seen(context, of="metric:nothing", start="soon")
    assert "The address says of" in text
    assert "The address says start" in text


def test_a_problem_just_reported_is_confirmed(tiny, tmp_path):
    context = Context(tiny, SHOP, Logbook(tmp_path, lambda: None))
    assert "Thank you" in seen(context, of="metric:orders", reported="yes")


def test_the_period_before_and_the_change_since_are_there_too(warehouse_of):
    days = [5, 6, 12, 13, 14]
    lines = [
        {
            "order_line_id": f"l{day}",
            "order_id": f"o{day}",
            "ordered_at": datetime(2026, 1, day, 12),
        }
        for day in [*days, 19]
    ]
    context = Context(warehouse_of(fct_order_line=lines), SHOP)
    tree = proof.layout(context, of="metric:orders")
    assert "Before 2 , 5–11 Jan 2026 Change +50.0%" in words(tree)
    assert links(tree)["2"] == (
        "/proof?of=metric%3Aorders&generation=1&period=week&start=2026-01-05"
    )


@pytest.mark.parametrize(
    "generation", ["0", "-1", "9" * 5000, ["1", "2"], "\u0661", "one"]
)
def test_no_generation_in_the_address_breaks_the_page(client, generation):
    asked = {"of": "metric:orders", "generation": generation}
    assert client.get("/proof", query_string=asked).status_code == 200
