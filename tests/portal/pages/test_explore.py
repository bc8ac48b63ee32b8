"""The explorer gives the terminal's numbers, and says what it does not show."""

import pytest

from portal.company import Company
from portal.page import Context
from portal.pages.tier2 import explore
from portal.selections import explore as questions
from portal.selections import segments
from queries import catalog
from tests.portal.pages.reading import figure, links, words

ASKED = {"start": "2026-01-05", "end": "2026-01-14"}


@pytest.fixture
def context(tiny):
    return Context(tiny, Company("Tiny"))


def question(tiny, **asked):
    return questions.read({**ASKED, **asked}, tiny.snapshot().measurable())


@pytest.mark.parametrize(
    ("name", "grain"),
    [
        (name, grain)
        for name, metric in catalog.metrics().items()
        for grain in ("all", "day")
        if grain in metric.grains
    ],
)
def test_every_metric_is_drawn_as_measured(context, name, grain):
    snapshot = context.warehouse.snapshot()
    asked = question(context.warehouse, metric=name, grain=grain)
    drawn = segments.find(snapshot, asked).rows[name]
    days = {"start": asked.start, "end": asked.end}
    measured = snapshot.measure([name], **days, grain=grain)[name]
    assert drawn.fillna(-1).tolist() == measured.fillna(-1).tolist()


def test_a_metric_of_weeks_is_not_offered_by_day(context):
    asked = question(context.warehouse, metric="churned_users", grain="day")
    assert asked.grain == "week"
    assert "grain" in asked.problems[0]
    assert questions.grains(asked.metric) == ["week", "month", "all"]


@pytest.mark.parametrize("name", ["revenue", "messages", "views"])
@pytest.mark.parametrize("grain", ["all", "day", "week"])
def test_segments_and_what_is_left_add_up_to_the_whole(context, name, grain):
    snapshot = context.warehouse.snapshot()
    asked = question(context.warehouse, metric=name, by="country", grain=grain, top="3")
    answer = segments.find(snapshot, asked)
    days = {"start": asked.start, "end": asked.end}
    whole = snapshot.measure([name], **days, grain=grain)[name]
    assert answer.rows[list(answer.names)].sum(axis=1).tolist() == pytest.approx(
        whole.fillna(0).tolist()
    )


def test_what_does_not_add_up_is_never_summed_but_counted(context):
    asked = {"metric": "customers", "by": "product_id", "top": "3", "chart": "area"}
    seen = words(explore.layout(context, **ASKED, **asked))
    assert "1 smaller segments are not shown, and customers cannot be summed" in seen
    assert "All others" not in seen
    assert "Customers does not add up, so lines are drawn" in seen


def test_a_filter_holds_for_the_answer_and_the_link_to_its_rows(context):
    asked = {"metric": "revenue", "country": "FR", "grain": "day", "chart": "bar"}
    page = explore.layout(context, **ASKED, **asked)
    drawn = figure(page, "explore-chart")["data"]
    assert sum(drawn[0]["y"]) == pytest.approx(30.2)
    assert links(page)["See the rows"] == (
        "/rows?table=order_lines&start=2026-01-05&end=2026-01-14&country=FR"
    )


def test_rows_behind_a_sender_are_found_by_the_sender(context):
    asked = {"metric": "messages", "country": "DE"}
    page = explore.layout(context, **ASKED, **asked)
    assert links(page)["See the rows"].endswith("user_country=DE")


def test_the_sql_and_the_meaning_stand_beside_the_number(context):
    seen = words(explore.layout(context, metric="refund_rate"))
    assert "What “Refund rate” means" in seen
    assert "select" in seen
    assert "from fct_order_line" in seen


def test_an_address_says_the_whole_question(context):
    said = "?metric=revenue&by=country&grain=day&chart=table&top=3&country=FR"
    given = {
        "metric": "revenue", "by": "country", "grain": "day", "chart": "table",
        "top": "3", "country": ["FR"],
    }  # fmt: skip
    coverage = context.warehouse.snapshot().measurable()
    assert questions.write(questions.read(given, coverage), coverage) == said


@pytest.mark.parametrize(
    "wrong", [{"metric": "x"}, {"by": "planet"}, {"grain": "year"}, {"top": "1000"}]
)
def test_a_wrong_address_is_named_and_takes_the_default(context, wrong):
    [name] = wrong
    assert f"The address says {name}" in words(explore.layout(context, **wrong))


def test_nothing_for_the_filters_says_so(context):
    seen = words(explore.layout(context, metric="repeat_rate", country="Atlantis"))
    assert "Widen the dates or clear a filter." in seen
