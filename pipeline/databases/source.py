"""What a mapping's header says of a database: where it is, and which rows to read."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

ENTRIES = ("table", "query", "incremental", "overlap")
UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
OVERLAP = timedelta(minutes=10)
OVERLAP_NUMBERS = 1000


class HeaderError(ValueError):
    """A header that does not describe a database; `entry` is the one at fault."""

    def __init__(self, entry: str, reason: str) -> None:
        super().__init__(reason)
        self.entry = entry


@dataclass(frozen=True)
class Database:
    """A table or query of a database; `address` is as written, with its {settings}.

    With `incremental`, only rows from the greatest value read so far, less the overlap,
    are asked for; without, the whole table is.
    """

    address: str
    table: str | None
    query: str | None
    incremental: str | None
    overlap: timedelta
    overlap_numbers: int

    @property
    def title(self) -> str:
        """The table or query as a reader would name it."""
        return f"table {self.table}" if self.table else "query"

    @property
    def slug(self) -> str:
        """The name of its landing folder: the same as long as it asks the same."""
        said = json.dumps([self.address, self.table, self.query, self.incremental])
        plain = re.sub(r"[^A-Za-z0-9_]+", "_", self.table or "query")[:40]
        return f"{plain}-{hashlib.sha256(said.encode()).hexdigest()[:10]}"


def read(header: Mapping[str, Any]) -> Database | None:
    """The database that a header names; None if it names files.

    Raises:
        HeaderError: If the entries do not fit together.
    """
    given = [entry for entry in ENTRIES if entry in header]
    address = header["from"]
    if not given and "://" not in str(address):
        return None
    table, query, column = (_text(header, entry) for entry in ENTRIES[:3])
    if (table is None) == (query is None):
        raise HeaderError(
            "from",
            'from is a database; it takes either table = "..." or query = "select '
            '...", one of them.',
        )
    if re.search(r"://[^/@]*:(?!\{env:\w+\}@)[^/@]+@", str(address)):
        raise HeaderError(
            "from",
            "from holds a password; write {env:NAME} in its place, and set the "
            "environment variable NAME where the refresh runs.",
        )
    if "overlap" in header and column is None:
        raise HeaderError("overlap", 'overlap needs incremental = "a column".')
    duration, numbers = _overlap(header.get("overlap"))
    query = query and query.strip().rstrip(";").rstrip()
    return Database(str(address), table, query, column, duration, numbers)


def _text(header: Mapping[str, Any], entry: str) -> str | None:
    """A header entry that is a text, or None if it is not there."""
    value = header.get(entry)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        raise HeaderError(entry, f"{entry} is {value!r}; it must be a text.")
    return value.strip()


def _overlap(given: object) -> tuple[timedelta, int]:
    """How far back to read again: for times, and for whole numbers."""
    if given is None:
        return OVERLAP, OVERLAP_NUMBERS
    if isinstance(given, int) and not isinstance(given, bool) and given >= 0:
        return OVERLAP, given
    words = re.fullmatch(r"(\d{1,6}) (second|minute|hour|day)s?", str(given).strip())
    if not words:
        raise HeaderError(
            "overlap",
            f'overlap is {given!r}; write "10 minutes" (seconds, minutes, hours or '
            "days) for a time, or a whole number for a number.",
        )
    return timedelta(seconds=int(words[1]) * UNITS[words[2]]), OVERLAP_NUMBERS
