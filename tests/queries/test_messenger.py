"""The queries of the messenger page, each worked by hand."""

from datetime import date, datetime

import pytest

DAYS = {"start": date(2026, 1, 5), "end": date(2026, 1, 18)}


def message(day: int, sender: str, receiver: str, hour: int = 9, minute: int = 0):
    return {
        "occurred_at": datetime(2026, 1, day, hour, minute),
        "user_id": sender,
        "peer_user_id": receiver,
        "surface": "messenger",
        "action": "message",
    }


@pytest.fixture
def talk(warehouse_of):
    return warehouse_of(
        fct_interaction=[
            message(4, "u1", "u2"),
            message(5, "u1", "u2"),
            message(5, "u1", "u2", 9, 14),
            message(5, "u2", "u1", 9, 15),
            message(12, "u2", "u3"),
            message(13, "u3", "u3"),
            {"occurred_at": datetime(2026, 1, 6), "user_id": "u9"},
        ]
    ).snapshot()


def test_a_sender_is_new_in_the_period_of_the_first_message(talk):
    query = "messenger/new_and_returning"
    weekly = talk.fetch(query, grain="week", **DAYS).values.tolist()
    assert weekly == [[date(2026, 1, 5), 1, 1], [date(2026, 1, 12), 1, 1]]
    together = talk.fetch(query, grain="all", **DAYS).values.tolist()
    assert together == [[date(2026, 1, 5), 2, 1]]
    daily = talk.fetch(query, grain="day", **DAYS).values.tolist()
    assert [row[1:] for row in daily] == [[1, 1], [0, 1], [1, 0]]
    monthly = talk.fetch(query, grain="month", **DAYS).values.tolist()
    assert monthly == [[date(2026, 1, 1), 3, 0]]


def test_quarters_of_an_hour_begin_at_the_full_quarter(talk):
    found = talk.fetch("messenger/quarter_hours", **DAYS)
    assert found["messages"].tolist() == [2, 1, 1, 1]
    assert found["slot_15m"].iloc[1] == datetime(2026, 1, 5, 9, 15)


def test_hundredths_of_senders_hold_all_messages_the_busiest_first(talk):
    found = talk.fetch("messenger/concentration", **DAYS)
    # u1 and u2 wrote two each, u3 one: places 1, 2, 3 of 3.
    assert found.values.tolist() == [[1, 1, 2], [34, 1, 2], [67, 1, 1]]


def test_a_top_tenth_of_senders_is_rounded_up(warehouse_of):
    rows = [message(5, f"u{n:02}", "x", minute=n) for n in range(25)]
    found = warehouse_of(fct_interaction=rows).snapshot()
    by_rank = found.fetch("messenger/concentration", **DAYS)
    assert by_rank[by_rank["hundredth"] <= 10]["senders"].sum() == 3


def test_retention_counts_senders_by_weeks_since_their_first_message(talk):
    found = talk.fetch("messenger/retention", **DAYS).values.tolist()
    assert found == [
        [date(2026, 1, 5), 0, 1],
        [date(2026, 1, 5), 1, 1],
        [date(2026, 1, 12), 0, 1],
    ]


def test_a_conversation_adds_both_directions_and_one_to_oneself_once(talk):
    found = talk.fetch("messenger/pairs", **DAYS).values.tolist()
    assert found == [
        ["u1", "u2", 2, 1, 3, 1],
        ["u2", "u3", 1, 0, 1, 1],
        ["u3", "u3", 1, 0, 1, 1],
    ]
