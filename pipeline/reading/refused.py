"""Lines of a file that its reader refuses: named one by one, then in one sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.problems import LONGEST_RAW, Problem

MOST_TOLD = 1000


@dataclass
class Refused:
    """The lines of one file that cannot be read, in any order of arrival."""

    word: str = "line"
    count: int = 0
    told: list[tuple[int, str, str]] = field(default_factory=list)
    further: tuple[int, str, str] | None = None
    notice: str | None = None

    def add(self, line: int, why: str, raw: bytes | str) -> None:
        """Note one line."""
        self.count += 1
        shown = raw[: 4 * LONGEST_RAW]
        if isinstance(shown, bytes):
            shown = shown.decode(errors="replace")
        if len(self.told) < MOST_TOLD:
            self.told.append((line, why, shown.strip()[:LONGEST_RAW]))
        elif self.further is None or line < self.further[0]:
            self.further = (line, why, shown.strip()[:LONGEST_RAW])

    def problems(self, mappings: str, file: str) -> Iterator[Problem]:
        """A problem for each line that is told, and one for all others."""
        if self.notice:
            yield Problem("notice", mappings, self.notice, file=file)
        for line, why, raw in sorted(self.told):
            reason = f"The {self.word} cannot be read: {why}. {REMEDY}"
            yield Problem(
                "row", mappings, reason, file=file, line=line, rows=1, raw=raw
            )
        if self.further:
            line, why, raw = self.further
            rows = self.count - len(self.told)
            reason = (
                f"{rows:,} more {self.word}s from here on cannot be read, such as: "
                f"{why}. {REMEDY}"
            )
            yield Problem(
                "row", mappings, reason, file=file, line=line, rows=rows, raw=raw
            )


REMEDY = "Correct it, refresh again."
