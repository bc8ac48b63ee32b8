"""A weekday is judged by its own past, and a ratio by what chance makes of it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.usual import judge_last, judge_last_ratio

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


@settings(deadline=None)
@given(st.floats(0.01, 1000))
def test_the_currency_does_not_matter(rate):
    values = days(20)
    assert judge(values * rate).score == pytest.approx(judge(values).score)


def ratios(seed, weeks=20, rate=0.4, users=25.0):
    random = np.random.default_rng(seed)
    below = random.poisson(np.tile(np.array(WEEK) / 100 * users, weeks))
    return random.binomial(below, rate).astype(float), below.astype(float)


def ratio(above, below, **how):
    return judge_last_ratio(pd.Series(above), pd.Series(below), share=True, **how)


def test_half_the_rate_is_a_surprise_among_many_and_none_among_few():
    above, below = ratios(7)
    few = ratio([*above[:-1], 3.0], [*below[:-1], 15.0])
    many = ratio([*above[:-1], 100.0], [*below[:-1], 500.0])
    assert few.value == many.value == 0.2
    assert (few.word, many.word) == ("usual", "low")
    assert many.low < many.expected < many.high
    assert many.high - many.low < few.high - few.low


def test_a_ratio_worked_by_hand():
    # Level 50 of 100 ever; all errors are 0, so the noise is that of chance.
    told = ratio([10.0] * 20 + [15.0], [20.0] * 20 + [20.0], season=1)
    unit = np.sqrt(0.25 * (1 / 20 + 1 / 100))
    assert told.score == pytest.approx(0.25 / unit)
    percent = told.times(100)
    assert (percent.value, percent.expected) == (75.0, pytest.approx(50.0))
    assert (percent.score, percent.word) == (told.score, told.word)


def test_ordinary_ratios_are_called_unusual_at_the_stated_rate():
    told = [ratio(*ratios(seed), rate=0.01) for seed in range(1000)]
    # A Sunday without users has no ratio.
    judged = [one.unusual for one in told if one is not None]
    assert len(judged) > 950
    assert sum(judged) <= 19


def test_the_worth_of_an_order_is_judged_by_its_own_spread():
    random = np.random.default_rng(7)
    orders = random.poisson(40, 60).astype(float)
    revenue = np.array([random.gamma(2, 20, int(count)).sum() for count in orders])
    plain = {"season": 1, "share": False}
    usual = judge_last_ratio(pd.Series(revenue), pd.Series(orders), **plain)
    assert usual.word == "usual"
    assert usual.expected == pytest.approx(40, rel=0.2)
    revenue[-1] *= 3
    assert (
        judge_last_ratio(pd.Series(revenue), pd.Series(orders), **plain).word == "high"
    )


def test_a_ratio_without_past_or_denominator_is_not_judged():
    above, below = ratios(7)
    assert ratio(above[:30], below[:30]) is None
    assert ratio([*above[:-1], 0.0], [*below[:-1], 0.0]) is None
    assert ratio([0.0] * 100, [10.0] * 100) is None
    flat = judge_last_ratio(pd.Series([10.0] * 30), pd.Series([5.0] * 30), season=1)
    assert flat is None
    with pytest.raises(ValueError, match="values are infinite"):
        ratio([np.inf, 1], [1, 1])
