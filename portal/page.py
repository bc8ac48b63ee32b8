"""What every page declares, and what it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.budgets import BUDGETS, Budget

if TYPE_CHECKING:
    from portal.company import Company
    from portal.logbook import Logbook
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
        in_rail: Whether the rail and the menu lead to it.
        plain: Whether it is HTML and drawings alone: Dash's larger scripts, which
            draw graphs, grids and pickers, are then not loaded.
        tells_problems: Whether it shows what readers reported, which is new at once.
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
    in_rail: bool = True
    plain: bool = False
    tells_problems: bool = False

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
    """What a page draws from: the company's warehouse and the company itself.

    Attributes:
        warehouse: Of the company.
        company: Whose portal it is.
        logbook: Holds what readers reported; None where nobody reports anything.
    """

    warehouse: Warehouse
    company: Company
    logbook: Logbook | None = None
