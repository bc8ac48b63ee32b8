"""Run a job in every slot: never two at once, and one run for all slots missed."""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from jobs.child import Ended
from jobs.slots import Due, Memory, due

LOCK, MEMORY = "schedule.lock", "schedule.json"


class AnotherSchedulerError(Exception):
    """Another scheduler of this warehouse is running."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Be the only scheduler of a warehouse; the system lets go if the process dies.

    Raises:
        AnotherSchedulerError: If there is one already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AnotherSchedulerError(
                f"Another scheduler of {folder} is running; this one steps aside."
            ) from None
        yield


class Schedule:
    """What happens at each tick: nothing, or the run of the slot that is due."""

    def __init__(
        self,
        folder: Path,
        period: timedelta,
        run: Callable[[], Ended],
        *,
        clock: Callable[[], datetime],
        report: Callable[[str], None],
    ) -> None:
        self.memory = Memory(folder / MEMORY)
        self.period = period
        self.run = run
        self.clock = clock
        self.report = report
        self.last = self.memory.last()
        self._one_at_a_time = threading.Lock()

    def tick(self) -> None:
        """Run what is due; while a run goes on, other ticks do nothing."""
        if not self._one_at_a_time.acquire(blocking=False):
            return
        try:
            began = self.clock()
            if found := due(began, self.period, self.last):
                ended = self._attempt()
                # Slots that passed while it ran are read by the next run.
                self.last = found.slot
                self.report(_line(found, ended, self.clock() - began))
                self._remember(found.slot, ended.status)
        finally:
            self._one_at_a_time.release()

    def _attempt(self) -> Ended:
        try:
            return self.run()
        except OSError as error:
            return Ended("failed", f"It could not be started: {error}.")

    def _remember(self, slot: datetime, status: str) -> None:
        try:
            self.memory.keep(slot, status)
        except OSError as error:
            self.report(f"{self.memory.path} could not be written: {error}.")


def _line(found: Due, ended: Ended, took: timedelta) -> str:
    """A slot's outcome in one line."""
    slot = found.slot.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    missed = ""
    if found.missed and found.first_missed:
        since = found.first_missed.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        slots = "slot" if found.missed == 1 else "slots"
        missed = f" [catches up {found.missed:,} missed {slots}, from {since}]"
    message = " ".join(ended.message.split())
    return (
        f"{slot} refresh {ended.status} in {took.total_seconds():.1f} s: "
        f"{message}{missed}"
    )
