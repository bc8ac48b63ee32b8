"""Columns that come, and keys that no record has: worth knowing, no reason to stop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

from pipeline.line_numbers import Batch, Staged
from pipeline.problems import Problem


def notices(batch: Batch, before: Sequence[tuple[str, ...]]) -> Iterator[Problem]:
    """A notice for each file with columns that are new, or without keys that are read.

    Args:
        batch: The files, after they were read.
        before: The columns of the files of this source that were loaded before.
    """
    sane = [one for one in batch.files if not one.flaw]
    known = _lower(before)
    # Of the first files of a source the first one says which columns are usual; of
    # JSON, where any record may lack any key, all of them do.
    usual = known or _lower(
        one.sight.columns for one in sane if one is sane[0] or one.sight.has_keys
    )
    for one in sane:
        if reason := _added(one, usual | batch.wanted):
            yield Problem("notice", batch.mappings, reason, file=one.file.name, line=1)
        if reason := _absent(one, batch.wanted - known):
            yield Problem("notice", batch.mappings, reason, file=one.file.name)


def _lower(columns: Iterable[tuple[str, ...]]) -> set[str]:
    """All columns, in lower case."""
    return {column.lower() for each in columns for column in each}


def _added(one: Staged, expected: Set[str]) -> str | None:
    """The notice of columns that nobody expects."""
    added = [column for column in one.sight.columns if column.lower() not in expected]
    if not added:
        return None
    return (
        f"The file has the new column {', '.join(added)}, which no mapping reads. Its "
        "rows were loaded without it; map it if it is wanted."
    )


def _absent(one: Staged, wanted: Set[str]) -> str | None:
    """The notice of keys that are read, and that no record has had yet."""
    keys = {key.lower() for key in one.sight.columns}
    absent = sorted(wanted - keys)
    if not absent or not one.sight.has_keys or not one.rows:
        return None
    return (
        f"No record of the file has the key {', '.join(absent)}, which a mapping "
        "reads; it was taken as empty. The records have "
        f"{', '.join(one.sight.columns) or 'no key'}."
    )
