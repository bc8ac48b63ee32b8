"""Who the portal speaks for: company.toml and goals.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

PERIODS = ("week", "month", "quarter")
KINDS = (
    "campaign",
    "experiment",
    "holiday",
    "incident",
    "note",
    "outage",
    "promotion",
    "release",
)
LONGEST_TITLE = 120


class CompanyError(ValueError):
    """A company file that cannot be used; the message names file and remedy."""


@dataclass(frozen=True)
class Goal:
    """What a metric should reach in each period; which way is good is the metric's."""

    metric: str
    target: float
    period: str


@dataclass(frozen=True)
class Event:
    """Something that happened on a day, which may explain what numbers did."""

    day: date
    title: str
    kind: str = "note"


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
    events: tuple[Event, ...] = ()


def read(folder: Path) -> Company:
    """Read the company of `folder`; [board], goals.toml and events may be missing.

    Raises:
        CompanyError: If company.toml is missing or has no name, or a value has the
            wrong form.
    """
    path = folder / "company.toml"
    table = _toml(path)
    board = table.get("board", {})
    if not isinstance(board, dict):
        raise CompanyError(f"{path}: board is {board!r}; it must be a table, [board].")
    return Company(
        name=_text(path, table, "name"),
        about=_text(path, table, "about", Company.about),
        currency=_text(path, table, "currency", Company.currency).upper(),
        locale=_text(path, table, "locale", Company.locale),
        timezone=_text(path, table, "timezone", Company.timezone),
        north_star=_text(path, board, "north_star", "") or None,
        cards=_names(path, board, "cards"),
        goals=_goals(folder / "goals.toml"),
        events=_events(folder, path, table, board),
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CompanyError(
            f"There is no file {path}; a company's folder holds company.toml "
            'with at least a name, such as name = "Polaris".'
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CompanyError(f"{path} is not TOML: {error}.") from error


def _text(
    path: Path, table: Mapping[str, Any], key: str, default: str | None = None
) -> str:
    value = table.get(key, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        given = "missing" if value is None else repr(value)
        raise CompanyError(f"{path}: {key} is {given}; it must be a text.")
    return value


def _names(path: Path, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise CompanyError(
            f"{path}: {key} is {value!r}; it must be a list of metrics' names."
        )
    return tuple(value)


def _goals(path: Path) -> Mapping[str, Goal]:
    if not path.is_file():
        return MappingProxyType({})
    return MappingProxyType(
        {name: _goal(path, name, table) for name, table in _toml(path).items()}
    )


def _goal(path: Path, name: str, table: Any) -> Goal:
    table = table if isinstance(table, dict) else {}
    target, period = table.get("target"), table.get("period", "week")
    if isinstance(target, bool) or not isinstance(target, int | float):
        raise CompanyError(
            f"{path}: [{name}] has target {target!r}; it must be a number, "
            "such as target = 650."
        )
    if period not in PERIODS:
        raise CompanyError(
            f"{path}: [{name}] has period {period!r}; it can be {', '.join(PERIODS)}."
        )
    return Goal(name, float(target), period)


def _events(
    folder: Path, path: Path, table: Mapping[str, Any], board: Mapping[str, Any]
) -> tuple[Event, ...]:
    """Those of events.toml, or of the file that [board] names, once it is there.

    A {setting} in its name is filled in, as in the files that a mapping reads.
    """
    said = _text(path, board, "events", "events.toml")
    settings = table.get("settings", {})
    try:
        file = folder / said.format_map(settings)
    except (KeyError, ValueError) as error:
        raise CompanyError(
            f"{path}: events is {said!r}; what stands in braces must be one of "
            f"[settings]: {', '.join(settings) or 'there are none'}."
        ) from error
    if not file.is_file():
        return ()
    listed = _toml(file).get("event", [])
    if not isinstance(listed, list):
        raise CompanyError(f"{file}: write each event under [[event]].")
    return tuple(_event(file, one) for one in listed)


def _event(path: Path, table: Any) -> Event:
    table = table if isinstance(table, dict) else {}
    day, title, kind = (table.get(name) for name in ("day", "title", "kind"))
    if type(day) is not date:
        raise CompanyError(
            f"{path}: an event has the day {day!r}; write it as day = 2026-08-24."
        )
    if not isinstance(title, str) or not 0 < len(title.strip()) <= LONGEST_TITLE:
        raise CompanyError(
            f"{path}: the event of {day} has the title {title!r}; it must be a text "
            f"of at most {LONGEST_TITLE} characters."
        )
    if kind is not None and kind not in KINDS:
        raise CompanyError(
            f"{path}: the event of {day} has the kind {kind!r}; it can be "
            f"{', '.join(KINDS)}."
        )
    return Event(day, title.strip(), kind or Event.kind)
