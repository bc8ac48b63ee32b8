"""The query of goals against held-out users, worked by hand."""

from datetime import date, datetime

import pytest


def at(day: int) -> datetime:
    return datetime(2026, 1, day, 12)


def seen(user: str, day: int, number: int = 0):
    return {
        "interaction_id": f"{user}-{day}-{number}",
        "user_id": user,
        "occurred_at": at(day),
        "surface": "feed",
        "action": "view",
    }


def met(user: str, variant: str):
    return {
        "experiment_id": "e",
        "user_id": user,
        "variant": variant,
        "exposed_at": at(5),
    }


ORDER = {
    "order_line_id": "1",
    "order_id": "1",
    "ordered_at": at(7),
    "user_id": "y",
    "amount": 20,
    "refunded_amount": 5,
}


@pytest.fixture
def emails(warehouse_of):
    return warehouse_of(
        dim_experiment=[
            {
                "experiment_id": "e",
                "control": "held_out",
                "started_at": datetime(2026, 1, 5),
                "ended_at": datetime(2026, 1, 11, 23, 59, 59),
            }
        ],
        fct_exposure=[
            *(met(user, "mailed") for user in ("a", "b", "c")),
            *(met(user, "held_out") for user in ("x", "y", "c")),
        ],
        fct_interaction=[
            # a: 2 days, 3 actions; b: nothing; x: 1 day; c met both.
            *(seen("a", 5), seen("a", 5, 1), seen("a", 11)),
            *(seen("x", 6), seen("c", 6)),
            # Before and after the window, and of somebody else.
            *(seen("b", 4), seen("x", 12), seen("stranger", 6)),
        ],
        fct_order_line=[ORDER],
    ).snapshot()


def test_sums_and_squares_are_those_of_users_of_one_variant(emails):
    found = emails.fetch("goals/holdout", experiment="e").set_index("variant")
    assert found["users"].to_dict() == {"held_out": 2, "mailed": 2}
    assert found["mixed_users"].to_dict() == {"held_out": 1, "mailed": 1}
    assert found["is_control"].to_dict() == {"held_out": 1, "mailed": 0}
    # An order is activity: y was there on one day, with one action.
    assert found["active_days"].to_dict() == {"held_out": 2, "mailed": 2}
    assert found["active_days_2"].to_dict() == {"held_out": 2, "mailed": 4}
    assert found["actions"].to_dict() == {"held_out": 2, "mailed": 3}
    assert found["actions_2"].to_dict() == {"held_out": 2, "mailed": 9}
    assert found["revenue"].to_dict() == {"held_out": 15, "mailed": 0}
    assert found["revenue_2"].to_dict() == {"held_out": 225, "mailed": 0}
    assert found["started_on"].iloc[0] == date(2026, 1, 5)
    assert found["ended_on"].iloc[0] == date(2026, 1, 11)


def test_an_experiment_that_nobody_knows_has_no_rows(emails):
    assert emails.fetch("goals/holdout", experiment="nope").empty
