"""How a refresh ends: told in the journal and pointed at, on a full disk too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from pipeline import generations
from pipeline.generations import Current
from pipeline.journal import Journal, Notes, Record
from pipeline.steps import Surroundings


def killed_before(journal: Journal, notes: Notes, current: Current) -> Record | None:
    """The refresh before this one, if it was killed and nobody has told of it."""
    killed = notes.of_killed()
    if killed and killed.refresh["refresh_id"] >= journal.next_id(current):
        return killed
    return None


def publish(
    folder: Path,
    journal: Journal,
    target: Current,
    records: Sequence[Record],
    around: Surroundings,
) -> Current:
    """Write the journal with these records and point readers at it and the data.

    Raises:
        OSError: If there is no room; readers then keep what they have.
        duckdb.Error: For the same reason.
    """
    ops, version = journal.write(generations.read_current(folder), records)
    around.reached("journal")
    target = replace(target, ops=ops, ops_version=version)
    try:
        generations.move_pointer(folder, target)
    except OSError:
        # Moved, though the disk would not say that it lasts: readers follow it.
        if generations.read_current(folder) != target:
            raise
    return target


def tell_failure(
    folder: Path,
    journal: Journal,
    current: Current,
    records: Sequence[Record],
    around: Surroundings,
) -> Current | None:
    """Tell of a refresh that failed; where there is no room, make some.

    What can be spared goes first: what the refresh left behind, then the generation
    before the current one. If the journal still cannot be written, the failure waits in
    a small file for the next one; if that does not fit either, None is returned, and
    the next refresh tells that this one died.
    """
    for kept in (generations.KEPT, 1):
        generations.sweep(folder, current, kept)
        try:
            return publish(folder, journal, current, records, around)
        except (OSError, duckdb.Error) as error:
            around.report(f"  the journal could not be written: {error}")
    generations.sweep(folder, current, 1)
    try:
        journal.wait(records[-1])
    except OSError as error:
        around.report(f"  the failure could not be noted: {error}")
        return None
    return current
