"""The commerce page tells what `measure` tells, for the filters of its address."""

from datetime import date

import pytest

from portal.company import Company
from portal.numbers import format_number
from portal.page import Context
from portal.pages.tier1 import commerce
from tests.portal.pages.reading import component, figure, inside, links, words
from tests.tiny import HOSTILE, MARKUP

SHOP = Company("Shop", currency="GBP", locale="en-GB")
DAYS = {"start": date(2026, 1, 5), "end": date(2026, 1, 14)}
ALL = {"start": "2026-01-05"}


@pytest.fixture
def context(tiny):
    return Context(tiny, SHOP)


@pytest.mark.parametrize(
    "where", [{}, {"country": ["FR"]}, {"product_id": ["p1"], "country": ["DE"]}]
)
def test_the_big_numbers_are_those_of_the_terminal(context, where):
    seen = words(commerce.layout(context, **ALL, **where))
    measured = context.warehouse.snapshot().measure(commerce.KPIS, **DAYS, where=where)
    for name in commerce.KPIS:
        unit = {"revenue": "currency", "average_order_value": "currency"}.get(name)
        unit = unit or ("percent" if name.endswith("rate") else "count")
        assert format_number(measured[name].iloc[0], unit, SHOP) in seen


def test_the_trend_adds_up_to_the_revenue(context):
    drawn = figure(commerce.layout(context, **ALL), "commerce-revenue")["data"]
    values = [value for value in drawn[0]["y"] if value is not None]
    revenue = context.warehouse.snapshot().measure(["revenue"], **DAYS)
    assert sum(values) == pytest.approx(revenue["revenue"].iloc[0])


def test_new_and_returning_customers_are_all_customers(context):
    drawn = figure(commerce.layout(context, **ALL), "commerce-customers")["data"]
    daily = context.warehouse.snapshot().measure(["customers"], **DAYS, grain="day")
    total = [sum(pair) for pair in zip(*(bar["y"] for bar in drawn), strict=True)]
    assert total == daily["customers"].tolist()


def test_a_cohort_is_drawn_with_its_size_and_who_came_again(warehouse_of):
    def buy(month, user):
        return {
            "order_line_id": f"{user}{month}",
            "ordered_at": date(2026, month, 3),
            "user_id": user,
        }

    lines = [buy(1, "u1"), buy(1, "u2"), buy(3, "u1"), buy(3, "u3")]
    context = Context(warehouse_of(fct_order_line=lines), SHOP)
    seen = words(commerce.layout(context))
    assert "Jan 2026 2 0 0% 1 50% Feb 2026" not in seen
    assert "Jan 2026 2 0 0% 1 50% Mar 2026 1" in seen
    assert "March 2026 is not over: hatched." in seen


def test_the_address_holds_the_whole_state(context):
    content, said = commerce.update_content(
        context, "2026-01-06", "2026-01-12T00:00:00", ["FR", HOSTILE], ["p2"]
    )
    asked = {
        "start": "2026-01-06",
        "end": "2026-01-12",
        "country": ["FR", HOSTILE],
        "product_id": "p2",
    }
    page = commerce.layout(context, **asked)
    assert words(content) == words(component(page, commerce.CONTENT).children)
    assert said.startswith("?start=2026-01-06&end=2026-01-12&country=FR&country=O%27N")


def test_what_is_default_is_not_in_the_address(context):
    _, said = commerce.update_content(context, None, None, [], None)
    assert said == ""


def test_rows_behind_a_chart_have_its_filters(context):
    found = links(commerce.layout(context, country="FR", **ALL))
    assert found["See the rows"] == (
        "/rows?table=order_lines&start=2026-01-05&end=2026-01-14&country=FR"
        "&customer_kind=known&kind=sale"
    )


def test_nothing_found_says_why_and_what_to_do(context):
    seen = words(commerce.layout(context, country="Atlantis", **ALL))
    assert (
        "No orders between 5–14 Jan 2026 for these countries. Widen the dates or clear "
        "a filter." in seen
    )


def test_a_wrong_address_is_named_and_takes_the_default(context):
    seen = words(commerce.layout(context, start="soon"))
    assert 'The address says start "soon"; use a date such as 2011-12-09.' in seen


def test_days_in_the_wrong_order_are_exchanged(context):
    seen = words(commerce.layout(context, start="2026-01-12", end="2026-01-06"))
    assert "is after the last, 6 Jan 2026; they were exchanged." in seen


def test_a_product_is_found_among_many_and_the_chosen_one_stays(context):
    offered = commerce.search_products(context, "MUG", ["p9"])
    assert [one["value"] for one in offered] == ["p9", "p1"]
    assert offered[1]["label"] == "Mug · p1"


def test_hostile_names_are_text(context):
    page = commerce.layout(context, **ALL)
    assert MARKUP in words(page)
    assert not [one for one in inside(page, object) if type(one).__name__ == "Script"]
