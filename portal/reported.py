"""What readers reported, until this moment: to be shown, and to be closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from portal.logbook import Logbook
from queries import spool
from queries.names import hint
from queries.snapshot import Snapshot

QUERY = "quality/problems"
COLUMNS = (
    *("problem_id", "reported_at", "page", "metric", "generation", "text"),
    *("state", "closed_at", "note"),
)
MOMENTS = ("reported_at", "closed_at")


class NotClosed(RuntimeError):  # noqa: N818 - it says what is the case
    """A problem that could not be closed; the message says why."""


def problems(snapshot: Snapshot, logbook: Logbook | None) -> pd.DataFrame:
    """All that was reported, the latest first."""
    return together(snapshot.fetch(QUERY), logbook.problems() if logbook else [])


def together(
    stored: pd.DataFrame, waiting: Iterable[Mapping[str, Any]]
) -> pd.DataFrame:
    """Problems of the warehouse and those that no refresh has taken in yet.

    Args:
        stored: The rows of quality/problems.
        waiting: Lines of the portal's own files; a problem may be in both, and has a
            second line once it is closed. Its first closing counts.
    """
    rows = {row["problem_id"]: row for row in stored.to_dict("records")}
    for line in sorted(waiting, key=lambda line: str(line.get("closed_at"))):
        row = {name: line.get(name) for name in COLUMNS}
        for name in MOMENTS:
            row[name] = pd.to_datetime(row[name], errors="coerce")
        known = rows.setdefault(str(row["problem_id"]), row)
        if known["state"] == spool.OPEN and row["state"] == spool.CLOSED:
            known.update({name: row[name] for name in ("state", "closed_at", "note")})
    found = pd.DataFrame(list(rows.values()), columns=list(COLUMNS))
    return found.sort_values("reported_at", ascending=False, kind="stable")


def close(rows: pd.DataFrame, key: str, note: str, logbook: Logbook) -> str:
    """Close one problem, unless it is closed; returns what came of it, in words.

    Args:
        rows: As `problems` returns them.
        key: Which one.
        note: Why it is closed.
        logbook: Keeps it.

    Raises:
        NotClosed: If there is no such problem, the note is empty, or it could not be
            written.
    """
    found = {row["problem_id"]: row for row in rows.to_dict("records")}
    if key not in found:
        raise NotClosed(
            f"There is no problem {key!r}: {hint(key, found)} "
            "`python -m portal problems` lists those that are open."
        )
    problem = found[key]
    if problem["state"] == spool.CLOSED:
        return f"Problem {key} was closed before; nothing was written."
    if not note.strip():
        raise NotClosed("The note is empty; say in words why the problem is closed.")
    if not logbook.close(problem, note.strip()):
        raise NotClosed(
            "It could not be written into the warehouse's folder; see whether that has "
            "room and may be written, then close it again."
        )
    return f"Problem {key} is closed; the next refresh takes that in."


def told(rows: pd.DataFrame) -> str:
    """The open ones as text: a line of facts, then what was written."""
    still = rows[rows["state"] == spool.OPEN]
    if still.empty:
        return "No problem is open."
    return "\n".join(
        f"{row.problem_id}  {row.reported_at:%Y-%m-%d %H:%M} UTC  {row.metric}  "
        f"{row.page}\n    {' '.join(str(row.text).split())}"
        for row in still.itertuples()
    )
