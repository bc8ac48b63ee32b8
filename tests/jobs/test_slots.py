"""A slot is run once; however many were missed, one run catches up with them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from jobs.slots import Due, Memory, due, slot_of

FIVE = timedelta(minutes=5)


def at(hour: int, minute: int, second: int = 0) -> datetime:
    return datetime(2026, 3, 29, hour, minute, second, tzinfo=UTC)


def test_a_slot_starts_at_a_round_time_of_utc():
    assert slot_of(at(12, 7, 30), FIVE) == at(12, 5)
    tonga = timezone(timedelta(hours=13, minutes=20))
    assert slot_of(at(12, 7).astimezone(tonga), FIVE) == at(12, 5)


@pytest.mark.parametrize(
    ("now", "last", "expected"),
    [
        (at(12, 7), None, Due(at(12, 5))),
        (at(12, 7), at(12, 5), None),
        (at(12, 10), at(12, 5), Due(at(12, 10))),
        (at(12, 16), at(12, 5), Due(at(12, 15), 1, at(12, 10))),
        (at(14, 0), at(12, 0), Due(at(14, 0), 23, at(12, 5))),
        # The clock went back a little: nothing until it has caught up.
        (at(12, 3), at(12, 5), None),
        # The clock was hours ahead when the last slot was noted: do not wait for it.
        (at(12, 3), at(18, 0), Due(at(12, 0))),
    ],
)
def test_what_is_due(now, last, expected):
    assert due(now, FIVE, last) == expected


def test_another_period_does_not_lose_the_place():
    assert due(at(12, 7), timedelta(minutes=1), at(12, 5)) == Due(
        at(12, 7), 1, at(12, 6)
    )
    assert due(at(12, 7), timedelta(hours=1), at(12, 5)) is None


def test_every_slot_of_a_year_is_due_once_whatever_the_wake_ups():
    last, slots = None, 0
    moment, end = at(0, 0), at(0, 0) + timedelta(days=3)
    step = 0
    while moment < end:
        found = due(moment, FIVE, last)
        if found:
            slots += 1 + found.missed
            last = found.slot
        step += 1
        moment += timedelta(seconds=37 * (step % 23))
    assert slots == (slot_of(last, FIVE) - at(0, 0)) // FIVE + 1


def test_the_last_slot_is_remembered_and_a_broken_memory_is_none(tmp_path):
    memory = Memory(tmp_path / "schedule.json")
    assert memory.last() is None
    memory.keep(at(12, 5), "done")
    assert memory.last() == at(12, 5)
    for broken in ("", "{}", '{"slot": 5}', '{"slot": "2026-03-29T12:05:00"}'):
        memory.path.write_text(broken)
        assert memory.last() is None
