"""What the portal notes of itself: lines in plain files beside the generations.

The portal may not write the files of a generation. What it has to keep (which pages
were looked at, which problems were reported) it adds to files of its own, one for each
kind, hour and process; the next refresh that publishes takes them into the ops_ tables.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER, ENDING = "portal", ".ndjson"
VIEWS, PROBLEMS = "views", "problems"
OPEN, CLOSED = "open", "closed"
HOUR = "%Y%m%d%H"


def file_name(kind: str, now: datetime, process: str) -> str:
    """The name of the file that a process writes in this hour."""
    return f"{kind}-{now.astimezone(UTC).strftime(HOUR)}-{process}{ENDING}"


def hour_of(path: Path) -> datetime | None:
    """When the hour of a file began, UTC; None for a file of another name."""
    parts = path.stem.split("-")
    with contextlib.suppress(IndexError, ValueError):
        return datetime.strptime(parts[1], HOUR).replace(tzinfo=UTC)
    return None


def files(warehouse: Path, kind: str) -> list[Path]:
    """The files of a kind, the oldest first."""
    return sorted((warehouse / FOLDER).glob(f"{kind}-*{ENDING}"))


def rows(content: bytes) -> Iterator[dict[str, Any]]:
    """The whole lines of a file; one that was cut off by a kill is left out."""
    whole, _, _ = content.rpartition(b"\n")
    for line in whole.splitlines():
        with contextlib.suppress(ValueError):
            row = json.loads(line)
            if isinstance(row, dict):
                yield row


def read(warehouse: Path, kind: str) -> list[dict[str, Any]]:
    """Every line of a kind that no refresh has taken in and removed yet."""
    found: list[dict[str, Any]] = []
    for path in files(warehouse, kind):
        # A refresh may remove a file that it has taken in.
        with contextlib.suppress(FileNotFoundError):
            found += rows(path.read_bytes())
    return found
