"""The scheduler runs one refresh a slot, tells how it ended, and never two at once."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from jobs.child import Ended
from jobs.schedule import AnotherSchedulerError, Schedule, alone

FIVE = timedelta(minutes=5)
START = datetime(2026, 10, 25, 0, 1, tzinfo=UTC)


class Bench:
    """A scheduler with a clock that is moved by hand and a runner that does nothing."""

    def __init__(self, folder):
        self.folder = folder
        self.now = START
        self.told = []
        self.runs = []
        self.outcome = Ended("done", "published: Generation 1: 3 rows loaded.")
        self.schedule = self.restart()

    def restart(self):
        self.schedule = Schedule(
            self.folder, FIVE, self.run, clock=lambda: self.now, report=self.told.append
        )
        return self.schedule

    def run(self):
        self.runs.append(self.now)
        if isinstance(self.outcome, BaseException):
            raise self.outcome
        self.now += timedelta(seconds=2)
        return self.outcome

    def tick(self, minutes=0):
        self.now += timedelta(minutes=minutes)
        self.schedule.tick()


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


def test_each_slot_is_one_run_and_one_line(bench):
    bench.tick()
    bench.tick()
    bench.tick(minutes=5)
    assert len(bench.runs) == 2
    assert bench.told == [
        f"2026-10-25T00:{minute}:00Z refresh done in 2.0 s: published: Generation 1: "
        "3 rows loaded."
        for minute in ("00", "05")
    ]


def test_slots_missed_while_it_was_stopped_are_one_run_that_tells_them(bench):
    bench.tick()
    bench.restart()
    bench.tick(minutes=60)
    bench.tick()
    assert len(bench.runs) == 2
    assert bench.told[-1].endswith(
        "[catches up 11 missed slots, from 2026-10-25T00:05:00Z]"
    )


def test_a_restart_within_a_slot_does_not_run_it_again(bench):
    bench.tick()
    bench.restart()
    bench.tick(minutes=1)
    assert len(bench.runs) == 1


def test_a_slot_in_which_the_scheduler_was_killed_is_run_again(bench):
    bench.outcome = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        bench.tick()
    bench.outcome = Ended("done", "published")
    bench.restart().tick()
    assert len(bench.runs) == 2


@pytest.mark.parametrize("status", ["failed", "crashed", "skipped"])
def test_a_run_that_fails_is_told_and_the_next_slot_comes(bench, status):
    bench.outcome = Ended(status, "The disk\nis full.")
    bench.tick()
    bench.tick(minutes=5)
    assert len(bench.runs) == 2
    assert f"refresh {status} in 2.0 s: The disk is full." in bench.told[0]


def test_a_run_that_cannot_even_start_does_not_end_the_scheduler(bench):
    bench.outcome = OSError("Cannot allocate memory")
    bench.tick()
    bench.outcome = Ended("done", "published")
    bench.tick(minutes=5)
    assert "could not be started: Cannot allocate memory" in bench.told[0]
    assert "refresh done" in bench.told[1]


def test_a_memory_that_cannot_be_written_does_not_end_the_scheduler(bench):
    bench.schedule.memory.path.with_suffix(".tmp").mkdir()
    bench.tick()
    bench.tick()
    bench.tick(minutes=5)
    assert len(bench.runs) == 2
    assert "could not be written" in bench.told[1]


def test_ticks_while_a_run_goes_on_do_nothing(bench):
    going, go_on = threading.Event(), threading.Event()

    def slow():
        bench.runs.append(bench.now)
        going.set()
        go_on.wait(10)
        return Ended("done", "published")

    bench.schedule.run = slow
    first = threading.Thread(target=bench.schedule.tick)
    first.start()
    assert going.wait(10)
    bench.tick(minutes=11)
    assert len(bench.runs) == 1
    go_on.set()
    first.join()
    bench.tick()
    assert len(bench.runs) == 2
    assert "[catches up 1 missed slot, from 2026-10-25T00:05:00Z]" in bench.told[-1]


def test_a_second_scheduler_of_a_warehouse_steps_aside(tmp_path):
    with (
        alone(tmp_path / "one"),
        alone(tmp_path / "two"),
        pytest.raises(AnotherSchedulerError, match="this one steps aside"),
        alone(tmp_path / "one"),
    ):
        pass
    with alone(tmp_path / "one"):
        pass
