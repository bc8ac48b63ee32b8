"""The company board, worked by hand on three weeks of a small shop."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from dash import html

from portal.company import Company, Event, Goal
from portal.page import Context
from portal.pages.tier0 import board
from portal.paint import paint
from tests.tiny import MARKUP

MONDAY = datetime(2026, 1, 5, 12)
GOALS = {
    "revenue": Goal("revenue", 200, "week"),
    "refund_rate": Goal("refund_rate", 5, "week"),
    "customers": Goal("customers", 9, "month"),
}
SHOP = Company(
    "Shop",
    currency="GBP",
    locale="en-GB",
    north_star="revenue",
    cards=(
        "orders",
        "customers",
        "average_order_value",
        "refund_rate",
        "units",
        "sales",
    ),
    goals=GOALS,
)


def line(day: int, order: str, amount: float, **more):
    return {
        "order_line_id": order,
        "order_id": order,
        "ordered_at": MONDAY + timedelta(days=day),
        "user_id": f"u{order}",
        "amount": amount,
        "quantity": 1,
        **more,
    }


# Week of 5 Jan: 2 orders, 100.00. Week of 12 Jan: 3 orders, 160.00 less a refund of
# 10.00. Week of 19 Jan: Monday and Tuesday only.
LINES = [
    line(0, "1", 40),
    line(6, "2", 60),
    line(7, "3", 50),
    line(8, "4", 50),
    line(13, "5", 60),
    line(13, "6", -10, kind="refund", quantity=-1),
    line(15, "7", 33),
]


@pytest.fixture
def shop(warehouse_of) -> Context:
    return Context(warehouse_of(fct_order_line=LINES), SHOP)


def seen(context: Context, **asked: str) -> str:
    """What a reader sees, without the marks of HTML."""
    painted = paint(board.layout(context, **asked))
    words = unescape(re.sub(r"<[^>]+>", " ", painted)).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", words)


def test_the_last_complete_week_is_compared_with_the_one_before(shop):
    text = seen(shop)
    assert "12–18 Jan 2026, the last complete week, against 5–11 Jan 2026" in text
    assert "Revenue · north star" in text
    assert "£150 ▲ +50.0% vs week before" in text
    assert re.search(r"Orders 3 .*?▲ \+50\.0% vs week before", text)


def test_the_open_week_is_drawn_apart_and_never_compared(shop):
    painted = paint(board.layout(shop))
    assert "19–25 Jan 2026 is incomplete (2 of 7 days, to 20 Jan 2026)" in painted
    assert "s-open" in painted
    assert "19–25 Jan 2026: £33.00, incomplete" in painted


def test_goals_are_judged_by_their_direction(shop):
    text = seen(shop)
    assert "Missed: 75% of goal" in text
    # Refunds of 10 on sales of 160: 6.25%, above a goal of 5%.
    assert "6.25%" in text
    assert "Missed: 1.2 pp over goal" in text or "Missed: 1.3 pp over goal" in text


def test_a_rate_that_rose_badly_is_told_in_points(shop):
    assert re.search(r"Refund rate 6\.25% .*?▲ \+6\.\d pp vs week before", seen(shop))
    painted = paint(board.layout(shop))
    assert 'tone-bad"><span class="arrow" aria-hidden="true">▲ ' in painted


def test_a_goal_for_months_is_not_held_against_a_week(shop):
    assert "its goal is per month: see Goals" in seen(shop)


def test_a_card_without_a_goal_says_how_to_set_one(shop):
    assert "no goal set: add it in goals.toml" in seen(shop)


def test_three_weeks_are_too_few_to_call_anything_unusual(shop):
    assert "Too early to say what is unusual" in seen(shop)


def test_a_period_that_is_not_complete_yet_says_so(shop):
    assert "There is no complete quarter of data yet." in seen(shop, period="quarter")


def test_a_period_that_there_is_not_is_named(shop):
    text = seen(shop, period="fortnight")
    assert "use one of week, month, quarter." in text
    assert "£150" in text


def test_the_exact_number_stands_behind_the_short_one(warehouse_of):
    lines = [line(0, "1", 123456.78), line(7, "2", 234567.89), line(14, "3", 1)]
    painted = paint(board.layout(Context(warehouse_of(fct_order_line=lines), SHOP)))
    assert re.search(r'title="£234,567.89 · open its proof"[^>]*>£235k<', painted)


def test_every_drawing_has_words(shop):
    painted = paint(board.layout(shop))
    drawings = re.findall(r'<div class="svg[^>]*>', painted)
    assert len(drawings) >= 7
    assert all('role="img" aria-label="' in one for one in drawings)
    assert "Revenue over 2 weeks: lowest £100 (5–11 Jan 2026), highest £150" in painted


def test_a_company_without_goals_is_told_how_to_set_them(warehouse_of):
    context = Context(warehouse_of(fct_order_line=LINES), Company(MARKUP))
    text = seen(context)
    assert "No goals are set. Add them to goals.toml" in text


def test_the_board_asks_the_warehouse_seldom(shop, monkeypatch):
    asked = []
    snapshot = shop.warehouse.snapshot()
    plain = type(snapshot).measure
    monkeypatch.setattr(
        type(snapshot),
        "measure",
        lambda self, *args, **more: asked.append(args) or plain(self, *args, **more),
    )
    board.layout(shop)
    # All metrics of the week in one question, and the days for its goals; there is no
    # complete month yet.
    assert len(asked) == 2


def test_every_number_of_the_board_opens_its_proof(shop):
    from portal.pages.trust import proof
    from tests.portal.pages.reading import inside, words

    tree = board.layout(shop)
    numbers = [
        one for one in inside(tree, html.A) if getattr(one, "className", "") == "proof"
    ]
    assert len(numbers) >= 7
    for link in numbers:
        asked = dict(parse_qsl(urlsplit(link.href).query))
        text = words(proof.layout(shop, **asked))
        assert words(link) in getattr(link, "aria-label").replace("\u00a0", " ")
        exact = link.title.partition(" · ")[0].replace("\u00a0", " ")
        assert exact in text, (link.href, exact)


def test_every_drawing_leads_to_the_same_metric_and_days_in_the_explorer(shop):
    painted = unescape(paint(board.layout(shop)))
    found = re.findall(r'<a class="drawn" href="/explore\?([^"]+)"', painted)
    assert len(found) == 7
    asked = dict(parse_qsl(found[0]))
    assert asked == {
        "metric": "revenue",
        "grain": "week",
        "start": "2026-01-05",
        "end": "2026-01-20",
    }


def test_what_happened_is_drawn_and_told(warehouse_of):
    events = (Event(MONDAY.date(), "Outage <b>", "outage"),)
    company = replace(SHOP, events=events)
    painted = paint(board.layout(Context(warehouse_of(fct_order_line=LINES), company)))
    assert "5 Jan: Outage &lt;b&gt;</li>" in painted
    assert painted.count("s-note-bad") == 2


def test_the_goals_of_the_board_say_the_numbers_of_their_page(warehouse_of):
    from portal.pages.tier0 import goals
    from tests.portal.pages.reading import words
    from tests.portal.pages.test_goals import SHOP as GOALS_SHOP
    from tests.portal.pages.test_goals import Fixed, shop_of

    company = replace(GOALS_SHOP, north_star="revenue", cards=("orders",))
    context = Context(Fixed(shop_of(warehouse_of)), company)
    painted = paint(board.layout(context))
    card = words(board.layout(context)).partition("All goals (2)")[2]
    card = card.replace("\u00a0", " ")
    page = words(goals.layout(context)).replace("\u00a0", " ")
    # 60 of a goal of 99 so far; 42.43 are due after 3 of 7 days; 100 are expected.
    for said in ("On course", ">99%", "£60", "£100"):
        assert said in card
        assert said in page
    assert 'href="/goals"' in painted
    bar = "Revenue: £60 so far, of a goal of £99. On course."
    assert bar in painted
    assert bar in paint(goals.layout(context))
