"""Put the result of a refresh into its record: counts, quality, checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline import scores
from pipeline.check_runner import Finding
from pipeline.deriving import Derived
from pipeline.generations import Current
from pipeline.journal import stamp
from pipeline.loading import Tally
from pipeline.problems import RefreshError
from pipeline.steps import Log


@dataclass(frozen=True)
class Outcome:
    """How a refresh ended, with everything that the journal has of it."""

    status: str
    message: str
    current: Current
    log: Log

    @property
    def is_good(self) -> bool:
        """Whether it published, or nothing was new."""
        return self.status in {"published", "nothing_new"}


LONGEST_SAMPLE = 300


class StoppedError(RefreshError):
    """A check of severity stop found rows."""


def note(log: Log, tally: Tally, derived: Derived) -> None:
    """Write counts, quality and check results into the record.

    Raises:
        StoppedError: If a check of severity stop found rows.
    """
    log.record.refresh |= {
        "rows_in": tally.rows_in,
        "rows_loaded": tally.loaded,
        "rows_filtered": tally.filtered,
        "rows_quarantined": tally.quarantined,
        "quality_score": quality(tally, derived),
        "late_hours": derived.late_hours,
    }
    checked_at = stamp(log.around.clock())
    log.record.checks += [
        {"refresh_id": log.refresh_id, "checked_at": checked_at, **_row(finding)}
        for finding in derived.findings
    ]
    stopping = [one for one in derived.findings if one.status == "stop"]
    if stopping:
        raise StoppedError(
            f"The check {stopping[0].check.name} found {stopping[0].offending:,} "
            f"rows ({stopping[0].check.title}). The old generation stays."
            f"{_first_rows(stopping[0])}"
        )
    numbered = {"refresh_id": log.refresh_id}
    log.record.tables += [{**numbered, **row} for row in derived.tables]
    log.record.restated += [{**numbered, **row} for row in derived.restated]


def _first_rows(finding: Finding) -> str:
    """The first rows that break a rule, as far as they fit into a sentence."""
    if not finding.sample:
        return ""
    shown = finding.sample[:LONGEST_SAMPLE]
    return f" The first: {shown}{'...' if shown != finding.sample else ''}"


def quality(tally: Tally, derived: Derived) -> float:
    """Percent: rows not put aside x the weighted mean of the tables' scores."""
    kept = 1 - tally.quarantined / tally.rows_in if tally.rows_in else 1.0
    rows = {row["table_name"]: row["row_count"] for row in derived.tables}
    return scores.overall(scores.of_tables(derived.findings, rows), kept)


def _row(finding: Finding) -> dict[str, Any]:
    """A finding as a row of ops_check."""
    return {
        "check_name": finding.check.name,
        "title": finding.check.title,
        "severity": finding.check.severity,
        "table_name": finding.check.table,
        "status": finding.status,
        "offending_rows": finding.offending,
        "checked_rows": finding.checked,
        "sample": finding.sample,
    }
