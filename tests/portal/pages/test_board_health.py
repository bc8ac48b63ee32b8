"""Health and efficiency on the board: what they say, and when they are there."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from dash import html

from portal.board import told
from portal.page import Context
from portal.pages.tier0 import board
from portal.pages.trust import proof
from tests.portal.pages.reading import inside, words
from tests.portal.pages.test_board import LINES, MONDAY, SHOP, seen
from tests.warehouses import publish


@pytest.fixture
def shop(warehouse_of) -> Context:
    return Context(warehouse_of(fct_order_line=LINES), SHOP)


def test_health_is_said_in_words(tiny):
    text = seen(Context(tiny, SHOP))
    assert "Data quality 95.5% ▲ Fair" in text
    assert "Last refresh 16 Jan 2026 ■ Failed" in text
    assert "Checks failing 1 of 2 ▲ Look" in text
    assert "Quarantine 1 row ▲ Look" in text


def test_without_a_refresh_in_the_period_the_last_30_days_are_told_and_proved(tiny):
    context = Context(tiny, SHOP)
    tree = board.layout(context)
    assert "30 days to 16 Jan 2026; none in " in words(tree)
    [link] = [
        one
        for one in inside(tree, html.A)
        if "of=metric%3Apipeline_success" in str(getattr(one, "href", ""))
    ]
    assert words(link) == "50%"  # of the 15th and the 16th, one was good
    asked = dict(parse_qsl(urlsplit(link.href).query))
    assert (asked["period"], asked["start"]) == ("30-days", "2025-12-18")
    text = words(proof.layout(context, **asked))
    assert "50% Of 18 Dec 2025 – 16 Jan 2026" in text
    assert "Refreshes that succeeded: 1 Denominator Refreshes: 2" in text


def test_metrics_of_health_and_costs_are_told_where_there_are_any(shop, monkeypatch):
    assert "Efficiency" not in seen(shop)
    monkeypatch.setattr(told, "HEALTH", ("refund_rate", "not_in_the_catalogue"))
    monkeypatch.setattr(told, "EFFICIENCY", ("sales", "messages"))
    refreshes = [{"refresh_id": 1, "started_at": MONDAY, "status": "published"}]
    warehouse = shop.warehouse.folder
    publish(warehouse, {"ops_refresh": refreshes}, ops_version=2)
    text = seen(shop)
    # A goal decides; without one, what is usual, which three weeks do not tell.
    health = text.partition("Health and efficiency")[2]
    assert re.search(r"Refund rate 6.25% ■ Missed: 1\.[23] pp over goal", health)
    assert re.search(r"Efficiency Sales £160 ○ \+60\.0%", health)
    assert "Messages" not in health
    assert "changes are against the week before" in health
