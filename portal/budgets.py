"""How much a page may hold and ask: the budget of its tier, which tests keep.

A board that grows widget by widget ends as a page that nobody reads and that is slow
for everyone; so what a page spends is counted, and a page that spends more than its
tier has does not pass the tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

COSTS = ("small", "medium", "large")


@dataclass(frozen=True)
class Budget:
    """What a page of one tier may spend at most.

    Attributes:
        sections: Parts of the page, as the drawn page names them.
        widgets: Cards: a number, a chart or a table in a frame of its own.
        statements: SQL statements that one visit runs when nothing is kept.
        kilobytes: Of the first response, compressed, in 1,000 bytes.
        cost: The dearest class of queries: small reads marts, medium user x day,
            large raw rows.
    """

    sections: int
    widgets: int
    statements: int
    kilobytes: int
    cost: str


@dataclass(frozen=True)
class Spent:
    """What a page was seen to spend; in the units of its budget."""

    sections: int
    widgets: int
    statements: int
    kilobytes: float
    costs: Sequence[str]


BUDGETS = {
    0: Budget(sections=5, widgets=24, statements=16, kilobytes=60, cost="small"),
    1: Budget(sections=8, widgets=24, statements=24, kilobytes=80, cost="large"),
    2: Budget(sections=8, widgets=24, statements=24, kilobytes=80, cost="large"),
    3: Budget(sections=12, widgets=24, statements=24, kilobytes=120, cost="large"),
}


def overspent(spent: Spent, budget: Budget) -> list[str]:
    """In which ways a page spends more than it may, each with what is allowed."""
    measured = {
        "sections": (spent.sections, budget.sections),
        "widgets": (spent.widgets, budget.widgets),
        "statements": (spent.statements, budget.statements),
        "kilobytes": (spent.kilobytes, budget.kilobytes),
    }
    found = [
        f"{value:g} {name}; at most {most}"
        for name, (value, most) in measured.items()
        if value > most
    ]
    dear = [
        cost
        for cost in dict.fromkeys(spent.costs)
        if COSTS.index(cost) > COSTS.index(budget.cost)
    ]
    return found + [
        f"queries of the class {cost}; at most {budget.cost}" for cost in dear
    ]
