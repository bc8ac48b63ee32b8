"""A period's end is foretold as well as it is said to be, and never from the future."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.pace import Forecast, Past, forecast_end, share_due

MONDAY = pd.Timestamp("2026-01-05")
WEEKDAYS = np.array([1.0, 0.9, 0.9, 1.0, 1.2, 1.5, 1.3])


def weeks(count: int) -> list[pd.Timestamp]:
    """Starts of complete weeks, of the open one, and of the one after it."""
    return [MONDAY + pd.Timedelta(weeks=number) for number in range(count + 2)]


def shop(rng: np.random.Generator, count: int, done: int, growth: float = 0.01):
    """Orders by day: busy weekends, growth, days that are luckier than others."""
    days = (count + 1) * 7
    mean = 200 * np.tile(WEEKDAYS, count + 1) * np.exp(growth / 7 * np.arange(days))
    values = rng.poisson(mean * rng.lognormal(0, 0.08, days)).astype(float)
    index = pd.date_range(MONDAY, periods=days)
    finals = values.reshape(count + 1, 7).sum(axis=1)
    seen = pd.Series(values, index)[: count * 7 + done]
    return Past(seen, weeks(count), finals[:-1], True, False), finals[-1]


def test_days_that_repeat_exactly_are_foretold_exactly():
    index = pd.date_range(MONDAY, periods=12 * 7 + 2)
    past = Past(
        pd.Series(np.resize(WEEKDAYS, len(index)), index),
        weeks(12),
        np.full(12, WEEKDAYS.sum()),
        True,
        False,
    )
    forecast = forecast_end(past)
    assert forecast.expected == pytest.approx(WEEKDAYS.sum())
    assert forecast.low < forecast.expected < forecast.high
    assert forecast.chance(7.0) > 0.99
    assert forecast.chance(9.0) < 0.01
    assert forecast.chance(9.0, at_least=False) > 0.99


def test_by_hand_the_days_to_come_are_means_of_their_weekdays():
    index = pd.date_range(MONDAY, periods=9 * 7 + 3)
    values = pd.Series(np.arange(len(index), dtype=float) % 7 + 1, index)
    values.iloc[-3:] = [11.0, 12.0, 13.0]
    past = Past(values, weeks(9), np.full(9, 28.0), True, False)
    assert forecast_end(past).expected == pytest.approx(11 + 12 + 13 + 4 + 5 + 6 + 7)


@pytest.mark.parametrize("done", [1, 3, 6])
def test_four_of_five_outcomes_lie_in_the_interval_that_says_so(done):
    rng = np.random.default_rng(done)
    inside = 0
    for _ in range(400):
        past, came = shop(rng, 20, done)
        forecast = forecast_end(past)
        inside += forecast.low <= came <= forecast.high
    # Three standard errors of 400 draws at 80%.
    assert abs(inside / 400 - 0.8) < 3 * np.sqrt(0.8 * 0.2 / 400)


def test_the_stated_chances_come_true_as_often_as_stated():
    rng = np.random.default_rng(11)
    said, came_true = [], []
    for _ in range(600):
        past, came = shop(rng, 16, 3)
        target = past.finals[-1] * rng.uniform(0.9, 1.15)
        said.append(forecast_end(past).chance(target))
        came_true.append(came >= target)
    said, came_true = np.array(said), np.array(came_true)
    for low, high in ((0.0, 0.2), (0.2, 0.5), (0.5, 0.8), (0.8, 1.01)):
        chosen = (said >= low) & (said < high)
        assert chosen.sum() > 30
        error = np.sqrt(0.25 / chosen.sum())
        assert abs(said[chosen].mean() - came_true[chosen].mean()) < 3 * error


def test_growth_that_a_mean_of_four_weeks_lags_behind_is_made_up_for():
    rng = np.random.default_rng(3)
    off = []
    for _ in range(60):
        past, came = shop(rng, 20, 1, growth=0.05)
        off.append(np.log(forecast_end(past).expected / came))
    assert abs(np.mean(off)) < 3 * np.std(off) / np.sqrt(60)


def test_distinct_users_of_a_week_are_foretold_from_those_of_its_days():
    rng = np.random.default_rng(5)
    inside = 0
    for _ in range(60):
        people, days = 3000, 15 * 7 + 7
        habit = rng.beta(1, 5, people)
        came = rng.random((days, people)) < habit
        daily = came.sum(axis=1).astype(float)
        weekly = came.reshape(16, 7, people).any(axis=1).sum(axis=1).astype(float)
        index = pd.date_range(MONDAY, periods=days)
        seen = pd.Series(daily, index)[: 15 * 7 + 3]
        forecast = forecast_end(Past(seen, weeks(15), weekly[:15], False, False))
        assert forecast.expected == pytest.approx(weekly[15], rel=0.05)
        inside += forecast.low <= weekly[15] <= forecast.high
    assert abs(inside / 60 - 0.8) < 3 * np.sqrt(0.8 * 0.2 / 60)


def test_a_rate_is_averaged_over_its_days_and_may_miss_some():
    index = pd.date_range(MONDAY, periods=10 * 7 + 4)
    values = pd.Series(20.0 + np.arange(len(index)) % 7, index)
    values.iloc[[15, 71]] = np.nan
    past = Past(values, weeks(10), np.full(10, 23.0), False, True)
    forecast = forecast_end(past)
    assert forecast.expected == pytest.approx(23.0, abs=0.5)


def test_months_of_different_length_are_foretold_too():
    index = pd.date_range("2025-01-01", "2026-03-10")
    values = pd.Series(100.0, index)
    starts = list(pd.date_range("2025-01-01", "2026-04-01", freq="MS"))
    lengths = np.diff(starts).astype("timedelta64[D]").astype(float)
    forecast = forecast_end(Past(values, starts, lengths[:-1] * 100, True, False))
    assert forecast.expected == pytest.approx(3100)


def test_values_below_zero_get_an_interval_of_differences():
    rng = np.random.default_rng(2)
    index = pd.date_range(MONDAY, periods=12 * 7 + 3)
    values = pd.Series(rng.normal(0, 5, len(index)), index)
    finals = values.to_numpy()[: 12 * 7].reshape(12, 7).sum(axis=1)
    forecast = forecast_end(Past(values, weeks(12), finals, True, False))
    assert not forecast.relative
    assert forecast.low < forecast.expected < forecast.high
    assert forecast.chance(forecast.low) == pytest.approx(0.9)


def test_what_comes_later_changes_nothing():
    past, _ = shop(np.random.default_rng(1), 20, 3)
    longer = Past(past.days, past.starts[:12], past.finals[:10], True, False)
    cut = Past(past.days[: 10 * 7 + 3], past.starts[:12], past.finals[:10], True, False)
    scrambled = past.days.copy()
    scrambled.iloc[10 * 7 + 3 :] = 1e6
    later = Past(scrambled[: 10 * 7 + 3], longer.starts, longer.finals, True, False)
    assert forecast_end(cut) == forecast_end(later)


def test_too_short_a_history_gives_no_forecast():
    past, _ = shop(np.random.default_rng(1), 7, 3)
    assert forecast_end(past) is None


def test_a_final_value_that_is_lacking_is_refused():
    past, _ = shop(np.random.default_rng(1), 12, 3)
    short = Past(past.days, past.starts, past.finals[:-1], True, False)
    with pytest.raises(ValueError, match="11 final values for 12 complete periods"):
        forecast_end(short)


def test_a_target_of_nothing_is_certain_where_all_is_above_nothing():
    forecast = Forecast(100.0, 90.0, 111.0, 0.8, 10, 0.08, relative=True)
    assert forecast.chance(0) == 1
    assert forecast.chance(0, at_least=False) == 0
    assert forecast.chance(100.0) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("path", "done", "length", "due"),
    [
        ("even", 0, 7, 0.0),
        ("even", 3, 7, 3 / 7),
        ("even", 7, 7, 1.0),
        ((0.2, 0.3, 0.5), 15, 30, 0.2 + 0.3 / 2),
        ((0.2, 0.3, 0.5), 30, 30, 1.0),
        ((1.0,), 3, 12, 0.25),
    ],
)
def test_a_plan_says_where_we_should_be(path, done, length, due):
    assert share_due(path, done, length) == pytest.approx(due)


@pytest.mark.parametrize(
    ("path", "done", "length", "message"),
    [
        ("steep", 1, 7, "path is 'steep'; it must be 'even' or a list of shares"),
        ((0.5, 0.4), 1, 7, "adds up to 0.9"),
        ((1.5, -0.5), 1, 7, "must be 0 or more"),
        ("even", 8, 7, "8 of 7 days are over"),
    ],
)
def test_an_unusable_plan_is_refused(path, done, length, message):
    with pytest.raises(ValueError, match=message):
        share_due(path, done, length)
