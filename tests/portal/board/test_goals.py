"""How a value stands to its goal follows from the metric's direction."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from portal.board.goals import standing
from portal.board.periods import Period
from portal.board.readings import Reading
from portal.company import Company, Goal
from queries import catalog

WEEK = Period("week", date(2026, 1, 5))
TINY = Company("Tiny", currency="GBP", locale="en-GB")


def reading(name: str, value: float, target: float, before: float = 1.0) -> Reading:
    course = pd.Series([before, value], dtype=float)
    return Reading(catalog.metric(name), course, None, Goal(name, target, "week"))


@pytest.mark.parametrize(
    ("name", "value", "target", "tone", "word", "said"),
    [
        ("orders", 105, 100, "good", "Met", "105% of goal"),
        ("orders", 100, 100, "good", "Met", "100% of goal"),
        ("orders", 99.9, 100, "warning", "Close", "99% of goal"),
        ("orders", 94, 100, "bad", "Missed", "94% of goal"),
        ("refund_rate", 2.5, 3, "good", "Met", "0.5\u00a0pp under goal"),
        ("refund_rate", 3.1, 3, "warning", "Close", "0.1\u00a0pp over goal"),
        ("refund_rate", 4, 3, "bad", "Missed", "1.0\u00a0pp over goal"),
        ("refunds", 90, 50, "bad", "Missed", "£40 over goal"),
        ("refresh_time", 90, 300, "good", "Met", "3.50\u00a0min under goal"),
    ],
)
def test_low_refunds_are_as_good_as_many_orders(name, value, target, tone, word, said):
    stand = standing(reading(name, value, target), WEEK, TINY)
    assert (stand.tone, stand.word, stand.said) == (tone, word, said)


def test_a_metric_without_a_good_direction_is_not_judged():
    plain = reading("guest_sales", 5, 10)
    assert plain.metric.better == "neutral"
    assert standing(plain, WEEK, TINY).tone == "neutral"
    assert plain.tone == "neutral"


@pytest.mark.parametrize(
    ("name", "before", "value", "tone"),
    [
        ("orders", 10, 12, "good"),
        ("orders", 12, 10, "bad"),
        ("refund_rate", 3, 2, "good"),
        ("refund_rate", 2, 3, "bad"),
        ("orders", 10, 10, "neutral"),
    ],
)
def test_a_fall_is_good_where_less_is_better(name, before, value, tone):
    assert reading(name, value, 1, before).tone == tone


def test_a_goal_for_another_period_is_not_compared():
    weekly = reading("orders", 5, 10)
    assert standing(weekly, Period("month", date(2026, 1, 1)), TINY) is None
    assert standing(replace(weekly, goal=None), WEEK, TINY) is None


def test_a_metric_without_a_value_does_not_stand_anywhere():
    assert standing(reading("orders", float("nan"), 10), WEEK, TINY) is None


@pytest.mark.parametrize(("value", "target"), [(0, 0), (5, 0), (-5, 3), (1e9, 1)])
def test_bar_and_tick_stay_on_their_track(value, target):
    stand = standing(reading("orders", value, target), WEEK, TINY)
    assert 0 <= stand.filled <= 1
    assert 0 <= stand.tick <= 1
