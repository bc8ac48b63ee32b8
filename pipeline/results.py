"""Put the result of a refresh into its record: counts, quality, checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.check_runner import Finding
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


class StoppedError(RefreshError):
    """A check of severity stop found rows."""


def note(log: Log, tally: Tally, findings: list[Finding]) -> None:
    """Write counts, quality and check results into the record.

    Raises:
        StoppedError: If a check of severity stop found rows.
    """
    log.record.refresh |= {
        "rows_in": tally.rows_in,
        "rows_loaded": tally.loaded,
        "rows_filtered": tally.filtered,
        "rows_quarantined": tally.quarantined,
        "quality_score": quality(tally, findings),
    }
    checked_at = stamp(log.around.clock())
    log.record.checks += [
        {"refresh_id": log.refresh_id, "checked_at": checked_at, **_row(finding)}
        for finding in findings
    ]
    stopping = [one for one in findings if one.status == "stop"]
    if stopping:
        raise StoppedError(
            f"The check {stopping[0].check.name} found {stopping[0].offending:,} "
            f"rows ({stopping[0].check.title}). The old generation stays."
        )


def quality(tally: Tally, findings: list[Finding]) -> float:
    """Percent: rows not put aside x mean share of rows that keep each rule."""
    kept = 1 - tally.quarantined / tally.rows_in if tally.rows_in else 1.0
    shares = [finding.share_good for finding in findings]
    good = sum(shares) / len(shares) if shares else 1.0
    return round(100 * kept * good, 4)


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
