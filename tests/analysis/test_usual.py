"""A weekday is judged by its own past, and a light by its goal first."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.usual import Usual, judge_last, light

WEEK = [100, 98, 97, 100, 106, 140, 60]


def days(weeks: int, seed: int = 7, noise: float = 0.03, growth: float = 0.0):
    """Days from a Monday on: a weekly rhythm, growth a week, and noise."""
    random = np.random.default_rng(seed)
    rhythm = np.tile(WEEK, weeks) * (1 + growth) ** (np.arange(weeks * 7) / 7)
    return pd.Series(rhythm * 10 * random.normal(1, noise, weeks * 7))


def judge(values, **how):
    return judge_last(pd.Series(values, dtype=float), relative=True, **how)


def test_a_sunday_is_compared_with_sundays():
    values = days(20)
    quiet = judge(values)
    assert quiet.word == "usual"
    assert quiet.expected == pytest.approx(600, rel=0.05)
    # What is usual on a Saturday is high on a Sunday.
    assert judge([*values[:-1], 1400.0]).word == "high"


def test_a_fall_by_a_third_is_low_and_its_range_is_told():
    values = days(20)
    fallen = judge([*values[:-1], values.iloc[-1] * 0.66])
    assert (fallen.word, fallen.unusual) == ("low", True)
    assert fallen.value < fallen.low < fallen.expected < fallen.high
    assert fallen.score < -4


def test_the_day_after_an_odd_one_and_the_week_after_it_are_usual():
    values = days(20)
    values.iloc[-8] *= 0.3
    assert judge(values).word == "usual"
    assert judge(values[:-7]).word == "low"


def test_steady_growth_is_expected_to_go_on():
    values = days(25, growth=0.03)
    told = judge(values)
    assert told.word == "usual"
    assert told.expected == pytest.approx(600 * 1.03**24.86, rel=0.05)


def test_worked_by_hand():
    # Levels are medians of the 5 before; errors: 1 -1 2 -2 1 -1 2 -2, then the last.
    values = [10.0] * 5
    for error in [1, -1, 2, -2, 1, -1, 2, -2, 8]:
        values.append(float(np.median(values[-5:])) + error)
    told = judge_last(pd.Series(values), relative=False, season=1)
    assert told.history == 8
    assert told.score == pytest.approx(8 / (1.4826 * 1.5))


def test_counts_have_at_least_the_noise_of_their_number():
    flat = [100.0] * 60 + [115.0]
    assert judge(flat).word == "high"
    assert judge(flat, counts=True).word == "usual"


def test_a_metric_that_jumps_now_and_then_is_not_told_each_time():
    jumps = np.zeros(150)
    jumps[[40, 55, 77, 90, 101, 118, 133]] = 30.0
    last = pd.Series([*jumps, 28.0])
    assert not judge_last(last, relative=False).unusual
    assert judge_last(pd.Series([*jumps, 90.0]), relative=False).unusual


def test_a_short_or_missing_history_is_not_judged():
    assert judge(days(6)) is None
    assert judge([*days(20)[:-1], np.nan]) is None
    assert judge([0.0] * 100 + [5.0]) is None


def test_what_cannot_be_judged_is_refused():
    with pytest.raises(ValueError, match="1 of 3 values are infinite"):
        judge([1, np.inf, 2])
    with pytest.raises(ValueError, match="season is 0; it must be at least 1"):
        judge([1, 2], season=0)


@pytest.mark.parametrize("growth", [0.0, 0.02])
def test_ordinary_days_are_called_unusual_at_the_stated_rate(growth):
    told = [
        judge(days(20, seed, 0.05, growth), rate=0.01).unusual for seed in range(1000)
    ]
    # The rate is 1%; beyond 19 of 1,000 its own chance is under 1 in 300.
    assert sum(told) <= 19


def test_a_planted_fall_of_six_spreads_is_found():
    found = 0
    for seed in range(200):
        values = days(20, seed, 0.05)
        values.iloc[-1] *= 0.7
        found += judge(values).word == "low"
    assert found >= 190


@given(st.floats(0.01, 1000))
def test_the_currency_does_not_matter(rate):
    values = days(20)
    assert judge(values * rate).score == pytest.approx(judge(values).score)


HIGH = Usual(130, 100, 90, 110, 5.0, 84)
LOW = Usual(70, 100, 90, 110, -5.0, 84)
PLAIN = Usual(100, 100, 90, 110, 0.0, 84)


@pytest.mark.parametrize(
    ("value", "goal", "better", "usual", "tone", "word"),
    [
        (100, 90, "higher", PLAIN, "good", "Met"),
        (130, 90, "higher", HIGH, "good", "Met"),
        (70, 60, "higher", LOW, "warning", "Met, but unusually low"),
        (100, 104, "higher", PLAIN, "warning", "Close"),
        (130, 200, "higher", HIGH, "warning", "Missed, but unusually high"),
        (100, 200, "higher", PLAIN, "bad", "Missed"),
        (70, 200, "higher", LOW, "bad", "Missed"),
        (70, 80, "lower", LOW, "good", "Met"),
        (130, 140, "lower", HIGH, "warning", "Met, but unusually high"),
        (70, 60, "lower", LOW, "warning", "Missed, but unusually low"),
        (130, 60, "lower", HIGH, "bad", "Missed"),
        (130, None, "higher", HIGH, "good", "Unusually high"),
        (130, None, "lower", HIGH, "bad", "Unusually high"),
        (70, None, "higher", LOW, "bad", "Unusually low"),
        (70, None, "lower", LOW, "good", "Unusually low"),
        (100, None, "higher", PLAIN, "neutral", "Usual"),
        (100, None, "higher", None, "neutral", "No goal"),
        (100, 90, "higher", None, "good", "Met"),
        (130, 90, "neutral", HIGH, "warning", "Unusually high"),
        (100, 90, "neutral", PLAIN, "neutral", "Usual"),
        (None, 90, "higher", PLAIN, "neutral", "No value"),
    ],
)
def test_the_light_follows_the_table(value, goal, better, usual, tone, word):
    assert light(value, goal, better, usual) == (tone, word)


def test_a_fall_is_good_where_lower_is_better_and_usual_is_never_green_or_red():
    assert light(70, None, "lower", LOW).tone == "good"
    assert light(70, None, "higher", LOW).tone == "bad"
    for better in ("higher", "lower", "neutral"):
        assert light(100, None, better, PLAIN).tone == "neutral"


def test_a_direction_that_is_none_is_refused():
    with pytest.raises(ValueError, match="better is 'up'; it can be 'higher'"):
        light(1, None, "up", None)
