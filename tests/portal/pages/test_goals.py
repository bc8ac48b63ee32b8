"""The page of goals says how each stands, and how to set one."""

from __future__ import annotations

from portal.company import Company, Goal, Holdout
from portal.page import Context
from portal.pages.tier0 import goals
from portal.paint import paint
from tests.portal.board.test_goals_ahead import experiment, shop_of
from tests.portal.pages.reading import words

SHOP = Company(
    "Shop",
    currency="GBP",
    locale="en-GB",
    goals={
        "revenue": Goal("revenue", 99, "week", "revenue", "the-board"),
        "refund_rate": Goal("refund_rate", 5, "week", "refund_rate"),
    },
)


class Fixed:
    """A warehouse of one snapshot."""

    def __init__(self, snapshot):
        self._snapshot = snapshot

    def snapshot(self):
        return self._snapshot


def seen(snapshot, company: Company) -> str:
    page = goals.layout(Context(Fixed(snapshot), company))
    return words(page).replace("\u00a0", " ")


def test_a_goal_is_told_with_pace_forecast_chance_and_history(warehouse_of):
    text = seen(shop_of(warehouse_of), SHOP)
    assert "Goals 2 On course 2 of 2 Off course 0 of 2" in text
    assert "Met in the last complete period 2 of 2" in text
    assert "16–22 Mar 2026, 3 of 7 days are over, to 18 Mar 2026" in text
    assert "Revenue the-board ● On course >99% £60 £42.4 £100" in text
    assert "10 of 10 met" in text


def test_every_bar_has_words(warehouse_of):
    page = paint(goals.layout(Context(Fixed(shop_of(warehouse_of)), SHOP)))
    assert "Revenue: £60 so far, of a goal of £99. On course." in page


def test_too_little_history_is_said(warehouse_of):
    assert "too little history" in seen(shop_of(warehouse_of, weeks=2), SHOP)


def test_an_effect_against_held_out_users_is_told(warehouse_of):
    held = Holdout("emails", "E-mails bring users back", "e", "active_days", 0.1)
    text = seen(experiment(warehouse_of, 40, 20), Company("A", holdouts=(held,)))
    assert "days with activity per user, 5 Jan 2026, still running" in text
    assert "● Met +33.3%" in text
    assert "+10.0% 40 users 20 users" in text


def test_a_company_without_goals_is_told_how_to_set_them(warehouse_of):
    text = seen(shop_of(warehouse_of), Company("A"))
    assert "Add goals to goals.toml in the company's folder" in text
