"""What every page declares, and what it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.budgets import BUDGETS, Budget

if TYPE_CHECKING:
    from portal.company import Company
    from queries.warehouse import Warehouse

TIERS = ("Executive", "Operations", "Exploration", "Trust")


@dataclass(frozen=True)
class Page:
    """One page of the portal.

    Attributes:
        path: Its address; dashes for spaces, "/" for the company board.
        title: In the rail and at the top.
        tier: 0 executives, 1 teams, 2 analysts, 3 trust; the section of the rail.
        question: What the page answers, printed under its title.
        owner: Who answers for it.
        queries: Every query that it fetches, as "subject/name".
        metrics: Every metric that it asks for by name; the board's follow from
            the company.
        needs: The subject of the coverage without which it has nothing to show.
        connect_what: What to connect when that subject is missing.
    """

    path: str
    title: str
    tier: int
    question: str
    owner: str
    queries: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    needs: str | None = None
    connect_what: str = ""

    @property
    def budget(self) -> Budget:
        """What it may hold and ask, by its tier."""
        return BUDGETS[self.tier]

    @property
    def slug(self) -> str:
        """What every id on the page begins with."""
        return self.path.strip("/").replace("/", "-") or "board"


@dataclass(frozen=True)
class Context:
    """What a page draws from: the company's warehouse and the company itself."""

    warehouse: Warehouse
    company: Company
