"""On which line of its file each row stands, also where lines are broken."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field, replace

from pipeline import records
from pipeline.files import Sight, SourceFile
from pipeline.problems import Problem
from pipeline.reading.formats import Kind


@dataclass(frozen=True)
class Reject:
    """A record that the reader refused; `number` counts records, the header first."""

    number: int
    why: str
    raw: str


@dataclass
class Staged:
    """One file of a batch, and what became of it.

    `first_row` is the number of its first row in the batch, `rows` how many were read.
    `cut_from` is the line of a quote that is never closed: the lines from there on
    were not read. `unread` counts records that a reader of JSON refused.
    """

    file: SourceFile
    sight: Sight
    rejects: list[Reject] = field(default_factory=list)
    first_row: int = 0
    rows: int = 0
    cut_from: int | None = None
    flaw: str | None = None
    unread: int = 0

    @property
    def shape(self) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
        """Files of one shape have the same columns and can be read together."""
        if self.sight.has_keys:
            return (), []
        return self.sight.columns, list(self.sight.kinds.items())

    @property
    def rows_in(self) -> int:
        """Rows of the file, whatever became of them."""
        if self.flaw:
            return max(self.sight.lines - 1, 0)
        cut = self.sight.lines - self.cut_from + 1 if self.cut_from else 0
        return self.rows + len(self.rejects) + self.unread + cut

    def lacks(self, columns: Set[str]) -> list[str]:
        """Which of these columns the file does not have; a JSON key may be missing."""
        if self.sight.has_keys:
            return []
        return sorted(columns - {column.lower() for column in self.sight.columns})


@dataclass
class Batch:
    """Files of one source and kind to read together.

    `wanted` are the columns that the mappings read, in lower case; `columns` how those
    that are staged are spelled.
    """

    files: list[Staged]
    delimiter: str
    mappings: str
    kind: Kind = "csv"
    wanted: frozenset[str] = frozenset()
    columns: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def groups(self) -> list[list[int]]:
        """The numbers of files that can be read, by shape; they are in that order."""
        found: list[list[int]] = []
        before = None
        for number, one in enumerate(self.files):
            if one.flaw:
                before = None
                continue
            if one.shape != before:
                found.append([])
            found[-1].append(number)
            before = one.shape
        return found


def find_shifts(one: Staged, batch: Batch) -> list[tuple[int, int]]:
    """Where the rows of a file leave their line: (first row, line less row).

    A file of one good line a record has one shift. Refused records, values that run
    over several lines and empty lines each start another.
    """
    if one.flaw:
        return []
    if 1 + one.rows_in == one.sight.lines and not one.rejects and not one.cut_from:
        return [(one.first_row, 2 - one.first_row)]
    layout = records.layout(one.file.path, batch.delimiter)
    lines = _lines_of_rows(one, layout)
    if len(lines) != one.rows:
        one.flaw = (
            f"The file has {len(lines)} records outside broken lines, but {one.rows} "
            "could be told apart; look for a quote that is not closed."
        )
        return []
    _note_broken_lines(one, layout, batch)
    shifts: list[tuple[int, int]] = []
    for row, line in enumerate(lines, start=one.first_row):
        if not shifts or shifts[-1][1] != line - row:
            shifts.append((row, line - row))
    return shifts


def _lines_of_rows(one: Staged, layout: records.Layout) -> list[int]:
    """The lines on which the good records start."""
    refused = {reject.number - 1 for reject in one.rejects}
    skipped = layout.blank if len(one.sight.columns) > 1 else set()
    return [
        start
        for number, start in enumerate(layout.starts)
        if number > 0
        and number not in refused
        and number not in skipped
        and (one.cut_from is None or start < one.cut_from)
    ]


def _note_broken_lines(one: Staged, layout: records.Layout, batch: Batch) -> None:
    """Each refused record becomes a problem, with its physical line."""
    broken = [
        Problem("row", "", reject.why, line=line, rows=1, raw=reject.raw)
        for reject in one.rejects
        for line in layout.starts[reject.number - 1 : reject.number]
    ]
    if one.cut_from:
        why = (
            f"a quote is opened and never closed, so that all lines from "
            f"{one.cut_from} to {layout.last} were put aside"
        )
        rows = layout.last - one.cut_from + 1
        broken.append(Problem("row", "", why, line=one.cut_from, rows=rows))
    for each in broken:
        reason = f"The line cannot be read: {each.reason}. Correct it, refresh again."
        batch.problems.append(
            replace(each, mapping=batch.mappings, file=one.file.name, reason=reason)
        )
