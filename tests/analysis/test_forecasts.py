"""Intervals hold what they promise, and chances come true as often as they say."""

import numpy as np
import pandas as pd
import pytest

from analysis.forecasts import Forecast, forecast_level, forecast_next, forecast_sum

RHYTHM = np.array([1.0, 0.98, 0.97, 1.0, 1.06, 1.4, 0.6])
WORLDS = 400
# 80% of 400 within 2.6 standard errors.
LEAST, MOST = 299, 341


def world(random, days):
    """Days with a rhythm, growth or decline, a wandering level, noise, and feasts."""
    growth = random.normal(0, 0.001)
    level = np.exp(np.cumsum(random.normal(growth, 0.01, days)))
    values = 1000 * level * np.resize(RHYTHM, days) * random.normal(1, 0.05, days)
    feast = random.random(days) < 0.01
    return pd.Series(np.where(feast, values * 1.6, values))


def ends(seed):
    """Forecasts of months at some day of them, with how they ended."""
    random = np.random.default_rng(seed)
    for _ in range(WORLDS):
        done = int(random.integers(0, 28))
        left, history = 30 - done, 119 + int(random.integers(0, 60))
        days = world(random, history + left)
        told = forecast_sum(days[:history], done, left)
        yield told, float(days[history - done :].sum()), random


def test_four_of_five_months_end_within_the_interval():
    inside = sum(told.low <= end <= told.high for told, end, _ in ends(7))
    assert LEAST <= inside <= MOST


def test_chances_come_true_as_often_as_they_say():
    said, came = [], []
    for seed in (8, 9, 10):
        for told, end, random in ends(seed):
            target = told.expected + told.error * random.normal(0, 1)
            said.append(told.chance(target, "higher"))
            came.append(end >= target)
    said, came = np.array(said), np.array(came)
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        among = (said >= low) & (said <= low + 0.2)
        error = np.sqrt(said[among].mean() * (1 - said[among].mean()) / among.sum())
        assert among.sum() > 100
        assert abs(came[among].mean() - said[among].mean()) < 3.5 * error


def test_four_of_five_rates_end_within_the_interval():
    random = np.random.default_rng(11)
    inside = 0
    for _ in range(WORLDS):
        done = int(random.integers(0, 6))
        views = world(random, 127).round()
        rate = 0.2 + np.cumsum(random.normal(0, 0.001, 127))
        likes = pd.Series(random.binomial(views.astype(int), rate))
        told = forecast_level(likes[: 120 + done], views[: 120 + done], done, 7 - done)
        end = likes[120:].sum() / views[120:].sum()
        inside += told.low <= end <= told.high
    assert LEAST <= inside <= MOST


def test_four_of_five_next_weeks_are_within_the_interval():
    random = np.random.default_rng(12)
    inside = 0
    for _ in range(WORLDS):
        weeks = 500 * np.exp(np.cumsum(random.normal(0.005, 0.02, 40)))
        weeks *= random.normal(1, 0.03, 40)
        told = forecast_next(pd.Series(weeks[:-1]))
        inside += told.low <= weeks[-1] <= told.high
    assert LEAST <= inside <= MOST


def test_a_steady_week_is_foretold_to_the_unit():
    days = pd.Series(np.tile(RHYTHM * 100, 10)[: 7 * 9 + 3])
    told = forecast_sum(days, 3, 4)
    assert told.expected == pytest.approx(RHYTHM.sum() * 100)
    assert told.chance(700, "higher") == 1.0
    assert told.chance(702, "higher") == 0.0
    assert told.chance(702, "lower") == 1.0


def test_a_period_that_is_over_is_known():
    days = world(np.random.default_rng(7), 60)
    told = forecast_sum(days, 30, 0)
    assert told[:4] == (*[pytest.approx(days[-30:].sum())] * 3, 0.0)
    rate = forecast_level(days / 5, days, 7, 0)
    assert rate.expected == pytest.approx(0.2)


def test_more_days_to_come_are_less_certain():
    days = world(np.random.default_rng(7), 150)
    errors = [forecast_sum(days, 30 - left, left).error for left in (1, 5, 15, 30)]
    assert errors == sorted(errors)


def test_a_wider_interval_holds_the_narrower():
    days = world(np.random.default_rng(7), 150)
    narrow, wide = (forecast_sum(days, 5, 25, interval=share) for share in (0.5, 0.95))
    assert wide.low < narrow.low < narrow.expected < narrow.high < wide.high


def test_the_end_of_an_interval_has_the_chance_that_it_leaves():
    days = world(np.random.default_rng(7), 150)
    told = forecast_sum(days, 5, 25, interval=0.8)
    assert told.chance(told.low, "higher") == pytest.approx(0.9)
    assert told.chance(told.low, "lower") == pytest.approx(0.1)
    assert told.chance(told.expected, "higher") == pytest.approx(0.5)


def test_a_shop_that_is_closed_on_sundays_has_no_sunday():
    closed = np.tile([1.0, 1, 1, 1, 1, 1, 0], 20) * 100
    closed *= np.random.default_rng(7).normal(1, 0.05, 140)
    told = forecast_sum(pd.Series(closed), 0, 7)
    assert told.expected == pytest.approx(600, rel=0.03)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda days: forecast_sum(days, -1, 3), "done is -1 and left is 3"),
        (lambda days: forecast_sum(days, 61, 3), "with a history of 60 days"),
        (lambda days: forecast_sum(days, 1, 3, interval=1), "interval is 1; it must"),
        (lambda days: forecast_sum(days[:10], 1, 3), "weekdays need at least 14"),
        (lambda days: forecast_level(days, days * 0, 1, 3), "0 above 0; give both"),
        (lambda days: forecast_level(days, days[:5], 1, 3), "60 numerators and 5"),
        (lambda days: forecast_next(days[:7]), "7 known of 7 values; at least 8"),
        (lambda days: forecast_sum(days, 1, 3).chance(1, "up"), "better is 'up'"),
    ],
)
def test_what_cannot_be_foretold_is_refused(ask, said):
    with pytest.raises(ValueError, match=said):
        ask(world(np.random.default_rng(7), 60))


def test_a_period_without_a_denominator_has_no_ratio():
    below = pd.Series([10.0] * 20 + [0.0] * 14)
    with pytest.raises(ValueError, match="it has no ratio to foretell"):
        forecast_level(below / 2, below, 7, 0)


def test_a_certain_forecast_is_reached_or_not():
    assert Forecast(5, 5, 5, 0.0, 1).chance(5, "higher") == 1.0
    assert Forecast(5, 5, 5, 0.0, 1).chance(6, "higher") == 0.0
