"""The messenger page tells what `measure` and its queries tell."""

from datetime import date, datetime

import pytest

from portal.company import Company
from portal.components.hours import by_hour
from portal.page import Context
from portal.pages.tier1 import messenger
from tests.portal.pages.reading import component, figure, links, words

ALL = {"start": "2026-01-05"}


@pytest.fixture
def context(tiny):
    return Context(tiny, Company("Tiny", timezone="America/New_York"))


def test_the_big_numbers_are_those_of_the_terminal(context):
    seen = words(messenger.layout(context, **ALL))
    days = {"start": date(2026, 1, 5), "end": date(2026, 1, 14)}
    measured = context.warehouse.snapshot().measure(messenger.PAGE.metrics, **days)
    assert measured.values.tolist() == [[5, 4, 3, 4, 1.25]]
    assert "Messages 5 " in seen
    assert "Messages per sender 1.25 " in seen
    assert "New senders 4 " in seen


def test_messages_over_time_add_up(context):
    drawn = figure(messenger.layout(context, **ALL), "messenger-messages")["data"]
    assert sum(drawn[0]["y"]) == 5


def test_hours_are_those_of_the_company_and_means_over_the_days_that_passed(tiny):
    days = date(2026, 1, 5), date(2026, 1, 14)
    slots = tiny.snapshot().fetch("messenger/quarter_hours", start=days[0], end=days[1])
    means = by_hour(slots, "messages", *days, "America/New_York")
    # Two Mondays passed; 09:31 UTC is 04:31 in New York.
    assert means[0][4] == 1.0
    assert means[0][9] == 0.0
    assert sum(map(sum, means)) == pytest.approx(1.5 + 1 + 0.5 - 0.5)


def test_a_day_that_never_passed_has_no_mean(tiny):
    monday = date(2026, 1, 5)
    slots = tiny.snapshot().fetch("messenger/quarter_hours", start=monday, end=monday)
    means = by_hour(slots, "messages", monday, monday, "UTC")
    assert means[0][9] == 1.0
    assert means[6] == [None] * 24


def test_the_address_holds_the_days(context):
    content, said = messenger.update_content(context, "2026-01-06", "2026-01-12")
    assert said == "?start=2026-01-06&end=2026-01-12"
    page = messenger.layout(context, start="2026-01-06", end="2026-01-12")
    assert words(component(page, messenger.CONTENT).children) == words(content)


def test_rows_behind_it_are_messages(context):
    found = links(messenger.layout(context, **ALL))["See the rows"]
    assert found == (
        "/rows?table=interactions&start=2026-01-05&end=2026-01-14&action=message"
    )


def test_days_without_a_message_say_so(context):
    seen = words(messenger.layout(context, start="2026-01-07", end="2026-01-08"))
    assert "No messages between 7–8 Jan 2026. Widen the dates." in seen


def test_a_company_without_messages_is_told_what_to_connect(warehouse_of):
    lines = [{"order_line_id": "1", "ordered_at": datetime(2026, 1, 5)}]
    context = Context(warehouse_of(fct_order_line=lines), Company("Shop"))
    assert "connect messages" in words(messenger.layout(context))
