"""The steps of a refresh: timed, told, noted, and open to a test's interruption."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pipeline.changed import Noted, added_up
from pipeline.journal import Notes, Record, stamp
from pipeline.problems import Problem

Clock = Callable[[], datetime]
Report = Callable[[str], None]
MEMORY = 4096


def _pass_by(point: str) -> None:
    """What happens at each point of a refresh: nothing."""


@dataclass(frozen=True)
class Surroundings:
    """What a refresh is given: the clock, where it tells, and a hook at each point.

    `reached` is called with the name of each point that the refresh passes; tests use
    it to stop or kill a refresh there. `memory` is what DuckDB may take, in MiB; what
    does not fit goes to the disk.
    """

    clock: Clock
    report: Report
    reached: Callable[[str], None] = _pass_by
    memory: int = MEMORY


@dataclass
class Step:
    """One step while it runs; what it did is filled in on the way."""

    rows_in: int | None = None
    rows_out: int | None = None
    detail: str = ""
    status: str = "done"


@dataclass
class Log:
    """Everything that is known of one refresh, for the journal and the reader."""

    around: Surroundings
    notes: Notes
    record: Record
    problems: list[Problem] = field(default_factory=list)
    changes: list[Noted] = field(default_factory=list)

    @property
    def refresh_id(self) -> int:
        """The running number of the refresh."""
        return int(self.record.refresh["refresh_id"])

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Time a step, tell of it and note it."""
        step, started = Step(), self.around.clock()
        began = time.perf_counter()
        try:
            yield step
        except BaseException:
            step.status = "failed"
            raise
        finally:
            seconds = time.perf_counter() - began
            self._note(name, step, started, seconds)
        self.around.reached(name)

    def _note(self, name: str, step: Step, started: datetime, seconds: float) -> None:
        row: dict[str, Any] = {
            "refresh_id": self.refresh_id,
            "step_number": len(self.record.steps) + 1,
            "step": name,
            "started_at": stamp(started),
            "seconds": round(seconds, 4),
            "rows_in": step.rows_in,
            "rows_out": step.rows_out,
            "status": step.status,
            "detail": step.detail or None,
        }
        self.record.steps.append(row)
        self.notes.step(row)
        rows = "" if step.rows_out is None else f"{step.rows_out:,}"
        status = "" if step.status == "done" else f" [{step.status}]"
        self.around.report(
            f"  {name:<34} {rows:>12} {seconds:>8.2f} s  {step.detail}{status}".rstrip()
        )

    def add_changes(self, noted: list[Noted]) -> None:
        """Take over what preparation changed."""
        self.changes = added_up([*self.changes, *noted])
        self.record.changes[:] = [
            {
                "refresh_id": self.refresh_id,
                "change_number": number,
                "mapping": one.mapping,
                "table_name": one.table,
                "column_name": one.column,
                "step": one.step,
                "about": one.about,
                "rows_seen": one.rows_seen,
                "rows_changed": one.rows_changed,
                "example": one.example,
            }
            for number, one in enumerate(self.changes, start=1)
        ]

    def add_problems(self, problems: list[Problem]) -> None:
        """Take problems over into the journal's rows."""
        for problem in problems:
            self.problems.append(problem)
            self.record.quarantine.append(
                {
                    "refresh_id": self.refresh_id,
                    "problem_number": len(self.problems),
                    "mapping": problem.mapping,
                    "table_name": problem.table,
                    "file_name": problem.file,
                    "line_number": problem.line,
                    "scope": problem.scope,
                    "row_count": problem.rows,
                    "reason": problem.reason,
                    "raw": problem.raw,
                }
            )
