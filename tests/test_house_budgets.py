"""No page spends more than its tier has: sections, widgets, statements, bytes, cost."""

import gzip
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from portal import budgets
from portal.app import create_app
from portal.budgets import BUDGETS, Spent, overspent
from portal.company import Company
from portal.page import TIERS, Context
from portal.pages import all_pages
from portal.paint import paint
from queries import Warehouse, catalog
from queries.readers import Reader

MODULES = all_pages()
every_page = pytest.mark.parametrize("module", MODULES, ids=lambda one: one.PAGE.path)
NOW = datetime(2026, 2, 1, 8, 19, tzinfo=UTC)
LEVEL = 5
FULL = Company(
    "Tiny",
    north_star="active_users",
    cards=tuple(name for name, one in catalog.metrics().items() if one.tier == 0)[:8],
)


def sections(layout, painted: str) -> int:
    """The parts that a page names; where it names none, its rows of cards."""
    rows = [layout]
    while len(rows) == 1 and isinstance(rows[0].children, list):
        inner = [one for one in rows[0].children if " data-widget=" in paint(one)]
        if not inner:
            break
        rows = inner
    return painted.count(" data-section=") or len(rows)


def spent(module, tiny, monkeypatch) -> Spent:
    """Draw a page as the first reader of a new generation gets it, and count."""
    asked = []
    for verb in ("table", "batches"):
        plain = getattr(Reader, verb)

        def counting(self, sql, values, _plain=plain):
            asked.append(sql)
            return _plain(self, sql, values)

        monkeypatch.setattr(Reader, verb, counting)
    warehouse = Warehouse(tiny.folder)
    layout = module.layout(Context(warehouse, FULL))
    statements = len(asked)
    painted = paint(layout)
    app = create_app(warehouse, FULL, clock=lambda: NOW)
    body = app.server.test_client().get(module.PAGE.path).data
    return Spent(
        sections=sections(layout, painted),
        widgets=len(re.findall(r' data-widget="', painted)),
        statements=statements,
        kilobytes=len(gzip.compress(body, LEVEL)) / 1000,
        costs=[catalog.load(name).cost for name in module.PAGE.queries],
    )


@every_page
def test_a_page_keeps_within_the_budget_of_its_tier(module, tiny, monkeypatch):
    seen = spent(module, tiny, monkeypatch)
    too_much = overspent(seen, module.PAGE.budget)
    assert not too_much, (
        f"{module.PAGE.path} is of tier {module.PAGE.tier} and spends "
        f"{'; '.join(too_much)}. Show less, or move what is for fewer readers to a "
        "deeper tier."
    )
    assert seen.sections
    assert seen.statements


@every_page
def test_whatever_looks_like_a_card_is_counted(module, tiny):
    painted = paint(module.layout(Context(tiny, FULL)))
    cards = re.findall(r'<\w+[^>]* class="card[ "][^>]*>', painted)
    uncounted = [one for one in cards if " data-widget=" not in one]
    assert cards
    assert not uncounted, (
        f"{module.PAGE.path} draws {uncounted} by hand; use `card` or `kpi_card`, so "
        "that the budget counts it."
    )


def test_every_tier_has_a_budget_and_the_board_the_smallest():
    assert sorted(BUDGETS) == list(range(len(TIERS)))
    board = BUDGETS[0]
    assert (board.sections, board.widgets, board.kilobytes) == (5, 24, 60)
    assert board.cost == budgets.COSTS[0]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"sections": 6}, "6 sections; at most 5"),
        ({"widgets": 25}, "25 widgets; at most 24"),
        ({"statements": 17}, "17 statements; at most 16"),
        ({"kilobytes": 60.5}, "60.5 kilobytes; at most 60"),
        ({"costs": ["large"]}, "queries of the class large; at most small"),
    ],
)
def test_what_is_overspent_is_named_with_what_is_allowed(more, told):
    within = Spent(5, 24, 16, 60, ["small"])
    assert overspent(within, BUDGETS[0]) == []
    assert overspent(replace(within, **more), BUDGETS[0]) == [told]
