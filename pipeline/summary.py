"""What the pipeline's commands print."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline import generations
from pipeline import tables as table_files
from pipeline.journal import Journal
from pipeline.results import Outcome

MOST_PROBLEMS = 20
MOST_REFRESHES = 8


def describe(folder: Path) -> dict[str, Any]:
    """What `status` tells: the pointer, the refreshes, the last one's findings."""
    current = generations.read_current(folder)
    journal = Journal(folder, table_files.read_all(["ops_"]))
    refreshes = journal.read_refreshes(current)
    told = [one for one in refreshes if one["status"] == "published"]
    last = int(told[-1]["refresh_id"]) if told else 0
    return {
        "current": current,
        "refreshes": refreshes,
        "checks": journal.read_checks(current, last),
        "quarantine": journal.read_quarantine(current, last),
    }


def of_refresh(outcome: Outcome) -> str:
    """The end of a refresh: rows, problems, checks, and the message."""
    record = outcome.log.record
    lines = [""]
    if record.refresh.get("rows_in") is not None:
        lines.append(_counts(record.refresh))
    lines += _problems(record.quarantine)
    lines += _checks(record.checks)
    seconds = sum(step["seconds"] for step in record.steps)
    lines.append(f"{outcome.status}: {outcome.message} ({seconds:.1f} s)")
    return "\n".join(lines)


def of_warehouse(found: dict[str, Any], now: datetime) -> str:
    """Generations, freshness and quality of a warehouse."""
    current, refreshes = found["current"], found["refreshes"]
    if not refreshes:
        return "There is no warehouse here yet. Run `python -m pipeline refresh`."
    lines = [f"{current.company}: generation {current.generation}"]
    if current.published_at:
        age = now - datetime.fromisoformat(current.published_at)
        hours = age.total_seconds() / 3600
        lines[0] += f", published {current.published_at} ({hours:.1f} hours ago)"
    lines += ["", "Refreshes, the latest first:"]
    for one in refreshes[::-1][:MOST_REFRESHES]:
        generation = one.get("generation") or "-"
        lines.append(
            f"  {one['refresh_id']:>5}  {str(one['started_at'])[:19]}  "
            f"{one['status']:<12} generation {generation!s:<5} "
            f"{one.get('message') or ''}"
        )
    told = [one for one in refreshes if one["status"] == "published"]
    if told:
        lines += ["", f"Quality of the last published refresh: {_quality(told[-1])}"]
        lines.append(_counts(told[-1]))
    lines += _problems(found["quarantine"])
    lines += _checks(found["checks"])
    return "\n".join(lines)


def _counts(refresh: dict[str, Any]) -> str:
    """Rows in = loaded + filtered + put aside."""
    return (
        f"Rows: {refresh['rows_in']:,} in = {refresh['rows_loaded']:,} loaded + "
        f"{refresh['rows_filtered']:,} filtered + "
        f"{refresh['rows_quarantined']:,} put aside"
    )


def _quality(refresh: dict[str, Any]) -> str:
    score = refresh.get("quality_score")
    return "unknown" if score is None else f"{score:.2f} %"


def _problems(rows: list[dict[str, Any]]) -> Iterator[str]:
    """The problems, each with file, line and reason."""
    if not rows:
        return
    yield f"Problems and notices: {len(rows):,}"
    for one in rows[:MOST_PROBLEMS]:
        place = one["file_name"] or one["mapping"]
        if one["line_number"]:
            place += f", line {one['line_number']}"
        yield f"  [{one['scope']}] {place} ({one['mapping']}): {one['reason']}"
    if len(rows) > MOST_PROBLEMS:
        yield (
            f"  ... and {len(rows) - MOST_PROBLEMS:,} more; see the page /quality, or "
            "the table ops_quarantine."
        )


def _checks(rows: list[dict[str, Any]]) -> Iterator[str]:
    """How many checks passed, and those that did not."""
    if not rows:
        return
    passed = sum(one["status"] == "pass" for one in rows)
    yield f"Checks: {passed} of {len(rows)} passed"
    for one in rows:
        if one["status"] != "pass":
            yield (
                f"  [{one['status']}] {one['title']} ({one['check_name']}): "
                f"{one['offending_rows']:,} of {one['checked_rows']:,} rows"
            )
