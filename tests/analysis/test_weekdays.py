"""Weekdays are compared within their weeks, and odd days do not count."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.weekdays import weekday_factors

RHYTHM = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 1.5, 0.5])


def test_the_first_factor_is_that_of_the_day_after_the_last():
    assert weekday_factors(np.tile(RHYTHM * 40, 4)) == pytest.approx(RHYTHM)
    ends_on_friday = np.tile(RHYTHM, 5)[:-2]
    assert weekday_factors(ends_on_friday) == pytest.approx(np.roll(RHYTHM, 2))


def test_growth_and_an_odd_day_play_no_part():
    grown = np.concatenate([RHYTHM * 1.2**week for week in range(8)])
    assert weekday_factors(grown) == pytest.approx(RHYTHM)
    grown[20] = 0.0
    assert weekday_factors(grown) == pytest.approx(RHYTHM, abs=0.01)


def test_where_nothing_happened_all_days_are_alike():
    assert weekday_factors(np.zeros(21)).tolist() == [1.0] * 7


@given(st.lists(st.floats(0, 1e6), min_size=14, max_size=100))
def test_their_mean_is_one_and_none_is_negative(values):
    factors = weekday_factors(np.array(values))
    assert factors.mean() == pytest.approx(1)
    assert (factors >= 0).all()


@pytest.mark.parametrize("values", [np.ones(13), np.array([1.0] * 20 + [np.nan])])
def test_less_than_two_whole_weeks_are_refused(values):
    with pytest.raises(ValueError, match="weekdays need at least 14, and none missing"):
        weekday_factors(values)
