"""The scheduler's life: wake up at each slot, until told to end."""

from __future__ import annotations

import logging
import signal
import subprocess
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, timedelta
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from jobs.child import Child
from jobs.slots import EPOCH

WATCH_SECONDS = 0.5


class Ending:
    """What ended the scheduler: SIGTERM waits for the running job, SIGINT ends it."""

    def __init__(self, child: Child) -> None:
        self.child = child
        self.told = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)

    def _end(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        if number == signal.SIGINT or self.told.is_set():
            self.child.stop()
        self.told.set()


def keep_running(tick: Callable[[], None], period: timedelta, ending: Ending) -> None:
    """Call `tick` now and at each slot, until told to end and the last one is over."""
    # It warns of each slot that passes while a long run goes on; the next run's line
    # tells of these.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = BackgroundScheduler(timezone=UTC)
    scheduler.add_job(tick, coalesce=True, misfire_grace_time=None)
    scheduler.add_job(
        tick,
        IntervalTrigger(
            seconds=int(period.total_seconds()), start_date=EPOCH, timezone=UTC
        ),
        coalesce=True,
        misfire_grace_time=None,
        max_instances=1,
    )
    scheduler.start()
    ending.told.wait()
    scheduler.shutdown(wait=True)


def run_beside(
    command: Sequence[str], ending: Ending, keep_running: Callable[[], object]
) -> int:
    """Run a command while `keep_running` goes on in a thread; return its exit status.

    Either ends when the other is told to end. A scheduler that steps aside for another
    one leaves the command running.
    """
    process = subprocess.Popen(command)
    scheduler = threading.Thread(target=keep_running, name="scheduler")
    scheduler.start()
    while process.poll() is None and not ending.told.wait(WATCH_SECONDS):
        pass
    if process.poll() is None:
        process.terminate()
    else:
        ending.child.stop()
    ending.told.set()
    status = process.wait()
    scheduler.join()
    return status
