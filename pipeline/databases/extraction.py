"""Bring what is new in a database into its landing folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, islice
from pathlib import Path

from sqlalchemy.engine import Connection

from pipeline.databases import columns, reading
from pipeline.databases.address import Address
from pipeline.databases.landing import (
    MOST_ROWS,
    FileWriter,
    Landing,
    Progress,
    Row,
    digest,
)
from pipeline.databases.source import Database
from pipeline.databases.values import as_text
from pipeline.databases.watermark import Span, reaches, read_from

FINGERPRINTS = 1 << 128


@dataclass(frozen=True)
class Landed:
    """What a look into the database brought: new rows, and columns nobody reads."""

    rows: int
    detail: str
    added: list[str]


@dataclass
class Wanted:
    """What the mappings of one source want, and when it is asked for."""

    database: Database
    columns: frozenset[str]
    now: datetime


def land(landing: Landing, address: Address, wanted: Wanted) -> Landed:
    """Read what is new and put it into the landing folder.

    Raises:
        SourceError: If the database cannot be read, or no longer has what it had.
    """
    landing.folder.mkdir(parents=True, exist_ok=True)
    landing.sweep()
    before = landing.last()
    with reading.opened(address) as connection:
        offered = reading.columns(connection, wanted.database)
        chosen = columns.choose(offered, wanted.database, wanted.columns)
        if before:
            columns.refuse_drift(before, chosen, landing)
        start = Progress(columns=chosen, offered=sorted(offered))
        rows = _Source(connection, wanted, landing)
        if before is None or set(chosen) - set(before.columns):
            count, detail = rows.read_anew(start), "all rows, for the first time"
        elif wanted.database.incremental:
            start = replace(before, offered=start.offered)
            count, detail = rows.read_on(start), "new rows"
        else:
            count, detail = rows.read_whole(start, before)
    added = sorted(set(offered) - set(before.offered)) if before else []
    return Landed(count, f"{detail} of {wanted.database.title}", added)


class _Source:
    """One source, connected."""

    def __init__(
        self, connection: Connection, wanted: Wanted, landing: Landing
    ) -> None:
        self.connection = connection
        self.wanted = wanted
        self.landing = landing

    def read_anew(self, start: Progress) -> int:
        """Read everything into an edition of its own."""
        number = self.landing.open_edition()
        start = replace(start, edition=number)
        folder = self.landing.folder / f"{number}.tmp"
        landed = self._write(folder, 1, start, self._rows(start), keep_empty=True)
        self.landing.publish_edition(number)
        return landed.rows

    def read_on(self, before: Progress) -> int:
        """Add the rows that have come since, or changed; those known are left out."""
        since = None
        if before.kind and before.high:
            since = read_from(
                before.kind, before.high, self.wanted.database, self.wanted.now
            )
        seen = self._seen(before, since)
        fresh = _unseen(self._rows(before, since), seen)
        folder, number = self.landing.place(before.edition)
        return self._write(folder, number, before, fresh).rows - before.rows

    def read_whole(self, start: Progress, before: Progress) -> tuple[int, str]:
        """Read everything; land it if it differs from what has landed."""
        number = self.landing.open_edition()
        draft = self.landing.folder / f"{number}.tmp"
        anew = replace(start, edition=number)
        whole = self._write(draft, 1, anew, self._rows(start), keep_empty=True)
        if (whole.rows, whole.fingerprint) == (before.rows, before.fingerprint):
            self.landing.sweep()
            return 0, "no change"
        known = Counter(
            digest(row)
            for path in self.landing.files()
            for row in self.landing.rows_of(path, start.columns)
        )
        read = (
            row
            for path in sorted(draft.glob("*.parquet"))
            for row in self.landing.rows_of(path, start.columns)
        )
        fresh = list(_unseen(((row, None) for row in read), known))
        if known.total():
            self.landing.publish_edition(number)
            return whole.rows, "all rows, because some changed or are gone,"
        folder, place = self.landing.place(before.edition)
        self._write(folder, place, replace(before, offered=start.offered), fresh)
        self.landing.sweep()
        return len(fresh), "new rows"

    def _rows(
        self, start: Progress, since: object = None
    ) -> Iterator[tuple[Row, object]]:
        """The rows as text, each with its incremental value."""
        database, names = self.wanted.database, list(start.columns)
        at = _place_of(database, names) if database.incremental else None
        for row in reading.rows(self.connection, database, start.columns, since):
            yield tuple(map(as_text, row)), None if at is None else row[at]

    def _seen(self, before: Progress, since: object) -> Counter[bytes]:
        """Digests of the landed rows that the database is going to tell again."""
        seen: Counter[bytes] = Counter()
        names = list(before.columns)
        for path in reversed(self.landing.files()):
            so_far = self.landing.progress(path)
            if not (so_far.nulls or reaches(so_far.kind, so_far.high, since)):
                break
            if not (so_far.file_nulls or reaches(so_far.kind, so_far.file_high, since)):
                continue
            at = _place_of(self.wanted.database, names)
            for row in self.landing.rows_of(path, names):
                if row[at] is None or reaches(so_far.kind, row[at], since):
                    seen[digest(row)] += 1
        return seen

    def _write(
        self,
        folder: Path,
        number: int,
        before: Progress,
        rows: Iterable[tuple[Row, object]],
        *,
        keep_empty: bool = False,
    ) -> Progress:
        """Write rows as files of bounded size; return how far the edition has come."""
        progress, rest, needed = before, iter(rows), keep_empty
        while (first := next(rest, None)) is not None or needed:
            part = islice(chain([] if first is None else [first], rest), MOST_ROWS)
            writer = FileWriter(folder, number, before.columns)
            progress = _write_file(writer, progress, part)
            self.landing.reached("landing")
            writer.put_in_place()
            self.landing.reached("landed")
            number, needed = number + 1, False
        return progress


def _place_of(database: Database, names: list[str]) -> int:
    """Where the incremental column stands among those that are read."""
    by = str(database.incremental).lower()
    return next(place for place, one in enumerate(names) if one.lower() == by)


def _unseen(
    rows: Iterable[tuple[Row, object]], seen: Counter[bytes]
) -> Iterator[tuple[Row, object]]:
    """The rows that have not been seen yet; each sight counts once."""
    for row, value in rows:
        known = digest(row)
        if seen[known] > 0:
            seen[known] -= 1
        else:
            yield row, value


def _write_file(
    writer: FileWriter, before: Progress, rows: Iterable[tuple[Row, object]]
) -> Progress:
    """Write one file; return what it says of its edition."""
    span = Span(before.kind)
    total = int(before.fingerprint)
    try:
        for row, value in rows:
            span.add(value)
            total += int.from_bytes(digest(row))
            writer.add(row)
        progress = replace(
            before,
            kind=span.kind,
            high=span.beyond(before.high),
            file_high=span.high_text,
            nulls=before.nulls + span.nulls,
            file_nulls=span.nulls,
            rows=before.rows + writer.rows,
            fingerprint=str(total % FINGERPRINTS),
        )
        writer.finish(progress)
    except BaseException:
        writer.give_up()
        raise
    return progress
