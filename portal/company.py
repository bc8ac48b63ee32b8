"""Who the portal speaks for: company.toml and goals.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from portal.company_file import CompanyError, read_toml, text
from portal.event_file import Event
from portal.event_file import read as read_events
from portal.goal_file import Goal, Holdout
from portal.goal_file import read as read_goals

__all__ = ["Company", "CompanyError", "Event", "Goal", "Holdout", "read"]


@dataclass(frozen=True)
class Company:
    """A company as its folder describes it; only the name must be given."""

    name: str
    about: str = ""
    currency: str = "USD"
    locale: str = "en-US"
    timezone: str = "UTC"
    north_star: str | None = None
    cards: tuple[str, ...] = ()
    goals: Mapping[str, Goal] = field(default_factory=lambda: MappingProxyType({}))
    holdouts: tuple[Holdout, ...] = ()
    events: tuple[Event, ...] = ()

    def goal_of(self, metric: str, period: str) -> Goal | None:
        """The goal of a metric: the one for this period before any other."""
        goals = [goal for goal in self.goals.values() if goal.metric == metric]
        fitting = [goal for goal in goals if goal.period == period]
        return next(iter(fitting or goals), None)


def read(folder: Path) -> Company:
    """Read the company of `folder`; [board], goals.toml and events may be missing.

    Raises:
        CompanyError: If company.toml is missing or has no name, or a value has the
            wrong form.
    """
    path = folder / "company.toml"
    table = read_toml(path)
    board = table.get("board", {})
    if not isinstance(board, dict):
        raise CompanyError(f"{path}: board is {board!r}; it must be a table, [board].")
    goals, holdouts = read_goals(folder / "goals.toml")
    return Company(
        name=text(path, table, "name"),
        about=text(path, table, "about", Company.about),
        currency=text(path, table, "currency", Company.currency).upper(),
        locale=text(path, table, "locale", Company.locale),
        timezone=text(path, table, "timezone", Company.timezone),
        north_star=text(path, board, "north_star", "") or None,
        cards=_names(path, board, "cards"),
        goals=goals,
        holdouts=holdouts,
        events=read_events(folder, path, table, board),
    )


def _names(path: Path, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise CompanyError(
            f"{path}: {key} is {value!r}; it must be a list of metrics' names."
        )
    return tuple(value)
