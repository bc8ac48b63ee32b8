"""What happened to a company, to be noted where numbers are drawn: events.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from portal.company_file import CompanyError, read_toml, text

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


@dataclass(frozen=True)
class Event:
    """Something that happened on a day, which may explain what numbers did."""

    day: date
    title: str
    kind: str = "note"


def read(
    folder: Path, path: Path, table: Mapping[str, Any], board: Mapping[str, Any]
) -> tuple[Event, ...]:
    """Those of events.toml, or of the file that [board] names, once it is there.

    A {setting} in its name is filled in, as in the files that a mapping reads.

    Args:
        folder: Of the company.
        path: Of company.toml.
        table: All of it.
        board: Its [board].

    Raises:
        CompanyError: If one cannot be used.
    """
    said = text(path, board, "events", "events.toml")
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
    listed = read_toml(file).get("event", [])
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
