"""What a file says of itself: which rows, of when, how many."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

LONGEST_FILTERS = 80


@dataclass(frozen=True)
class About:
    """What a downloaded file holds.

    Attributes:
        what: The rows in words, as "Order lines".
        company: Whose they are.
        start: First day, included.
        end: Last day, included.
        filters: Name of each filter to its values; empty means all rows.
        row_count: Rows in the file, its header not counted.
        generation: Of the warehouse.
        published_at: When that generation was published, UTC.
        units: Column to its unit.
        remarks: Further sentences.
    """

    what: str
    company: str
    start: date
    end: date
    filters: Mapping[str, Sequence[str]]
    row_count: int
    generation: int
    published_at: datetime
    units: Mapping[str, str] = field(default_factory=dict)
    remarks: Sequence[str] = ()

    def lines(self) -> list[tuple[str, str]]:
        """The statement as pairs of a label and a text."""
        chosen = "; ".join(
            f"{name} = {', '.join(values)}" for name, values in self.filters.items()
        )
        moment = f"{self.published_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        return [
            ("What", self.what),
            ("Company", self.company),
            ("Days", f"{self.start} to {self.end}, both included, UTC"),
            ("Filters", chosen or "none: all rows of these days"),
            ("Rows", f"{self.row_count:,} (all of them; nothing was cut)"),
            (
                "Data as of",
                f"{moment}, generation {self.generation}",
            ),
            (
                "Text cells",
                "an apostrophe stands before text that a spreadsheet could take for "
                "a formula",
            ),
            *(("Note", remark) for remark in self.remarks),
        ]

    def file_name(self, ending: str) -> str:
        """A name that states days, filters, rows and age, safe on every system."""
        chosen = " ".join(
            f"{name}={'+'.join(values)}" for name, values in self.filters.items()
        )
        if len(chosen) > LONGEST_FILTERS:
            chosen = f"{len(self.filters)} filters"
        parts = [
            self.what,
            f"{self.start} to {self.end}",
            chosen,
            f"{self.row_count} rows",
            f"data of {self.published_at.astimezone(UTC):%Y-%m-%d %H%M}Z",
        ]
        name = ", ".join(part for part in parts if part)
        return f"{re.sub(r'[^A-Za-z0-9=+.,_ -]+', '_', name)}.{ending}"
