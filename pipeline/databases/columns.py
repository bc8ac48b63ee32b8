"""Which columns of a database are read, and whether they still are what they were."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.databases.address import SourceError
from pipeline.databases.landing import Landing, Progress
from pipeline.databases.source import Database


def choose(
    offered: dict[str, str], database: Database, read: Iterable[str]
) -> dict[str, str]:
    """The columns to read, and the kind of each: those that mappings name, no other.

    Raises:
        SourceError: If one of them is not there.
    """
    names = {one.lower(): one for one in offered}
    needed = set(read)
    if database.incremental:
        needed.add(database.incremental.lower())
    if lacking := sorted(needed - set(names)):
        raise SourceError(
            f"The {database.title} has no column {', '.join(lacking)}; it has "
            f"{', '.join(offered)}. Correct the mapping, or bring the column back."
        )
    return {names[one]: offered[names[one]] for one in sorted(needed)}


def refuse_drift(before: Progress, chosen: dict[str, str], landing: Landing) -> None:
    """Stop at a column whose kind is another than when it landed.

    Raises:
        SourceError: If there is one.
    """
    for name, kind in chosen.items():
        known = before.columns.get(name, kind)
        if known != kind and "unknown" not in {known, kind}:
            raise SourceError(
                f"Column {name} was {known} and is now {kind}. Change it back; or, if "
                f"it is meant, delete the folder {landing.folder} and refresh, which "
                "reads the table anew."
            )
