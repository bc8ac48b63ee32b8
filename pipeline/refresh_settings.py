"""What company.toml says of refreshing: how long days stay open, how fresh is fresh."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline import calendar_days
from pipeline.problems import RefreshError

LATE_HOURS, LONGEST_HOURS = 72, 24 * 366


@dataclass(frozen=True)
class RefreshSettings:
    """How a company wants to be refreshed.

    Attributes:
        country: Whose public holidays count; empty for none.
        late_hours: How long after its end a day may change without being told as
            restated.
        freshness: Table -> hours after which its newest row is too old; 0 for never.
            A table that is not named has the default of its own file.
        any_freshness: The same for all tables that are not named; None if not said.
    """

    country: str = ""
    late_hours: int = LATE_HOURS
    freshness: Mapping[str, int] = field(default_factory=dict)
    any_freshness: int | None = None


def read(folder: Path) -> RefreshSettings:
    """Read `country`, `locale`, [refresh] and [freshness] of a company.toml.

    Raises:
        RefreshError: If a value cannot be used; names the file and what can be.
    """
    path = folder / "company.toml"
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    refresh, freshness = _table(path, said, "refresh"), _table(path, said, "freshness")
    hours = {name: _hours(path, name, value) for name, value in freshness.items()}
    return RefreshSettings(
        country=_country(path, said),
        late_hours=_hours(path, "late_hours", refresh.get("late_hours", LATE_HOURS)),
        any_freshness=hours.pop("all", None),
        freshness=hours,
    )


def _table(path: Path, said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = said.get(name, {})
    if not isinstance(found, dict):
        raise RefreshError(
            f"{path}: {name} is {found!r}; it must be a table, [{name}]."
        )
    return found


def _hours(path: Path, name: str, value: Any) -> int:
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or not 0 <= value <= LONGEST_HOURS:
        raise RefreshError(
            f"{path}: {name} is {value!r}; it takes whole hours from 0 to "
            f"{LONGEST_HOURS}."
        )
    return int(value)


def _country(path: Path, said: Mapping[str, Any]) -> str:
    """The country that is named, or else that of the locale, if it is known."""
    named = said.get("country")
    if named is None:
        region = str(said.get("locale", "")).rpartition("-")[2].upper()
        return region if calendar_days.is_known(region) else ""
    if not isinstance(named, str) or not calendar_days.is_known(named.upper()):
        raise RefreshError(
            f"{path}: country is {named!r}; it takes the two letters of ISO 3166-1, "
            'such as "DE", or "" for no public holidays.'
        )
    return named.upper()
