"""Unusual changes are found, ordinary ones are left alone; who adds up is known."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.changes import adds_up, score_last_change

STEADY = [100, 102, 99, 101, 103, 100, 98, 101, 100, 102, 99]


def series(*values: float) -> pd.Series:
    return pd.Series(values, dtype=float)


def test_a_drop_after_steady_periods_is_unusual():
    score = score_last_change(series(*STEADY, 70), relative=True)
    assert score.unusual
    assert score.score < 0
    assert score.history == 10


def test_an_ordinary_change_is_not_unusual():
    assert not score_last_change(series(*STEADY, 102), relative=True).unusual


def test_a_metric_that_always_moves_a_lot_is_not_unusual_when_it_does_again():
    swings = series(*[100, 180, 95, 170, 110, 190, 90, 185, 105, 175, 100, 182])
    assert not score_last_change(swings, relative=True).unusual


def test_the_score_is_the_modified_z_score_worked_by_hand():
    # Differences before: 1 2 3 4 5 6 7 8 9, median 5, deviations' median 2; last 20.
    values = series(*np.cumsum([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 20]))
    score = score_last_change(values, relative=False)
    assert score.usual == 5
    assert score.score == pytest.approx(0.6745 * (20 - 5) / 2)


def test_after_a_flat_past_nothing_is_scored():
    assert score_last_change(series(*[5.0] * 20, 50.0), relative=True) is None


def test_where_most_changes_are_equal_the_mean_deviation_takes_over():
    values = series(*[0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 4, 4, 40])
    score = score_last_change(values, relative=False)
    assert score.score == pytest.approx(0.7979 * 36 / (4 / 11))


def test_seven_changes_are_too_few_to_judge():
    assert score_last_change(series(*range(1, 10)), relative=False) is None


def test_values_before_a_gap_do_not_count():
    gapped = series(*STEADY, np.nan, *STEADY, 70)
    assert score_last_change(gapped, relative=True).history == 10


def test_an_infinite_value_is_refused():
    with pytest.raises(ValueError, match="1 of 12 values are infinite"):
        score_last_change(series(*STEADY, np.inf), relative=True)


@given(
    st.lists(st.floats(1, 1e6), min_size=11, max_size=40),
    st.floats(0.01, 1000),
)
def test_the_currency_does_not_matter(values, rate):
    one = score_last_change(series(*values), relative=True)
    other = score_last_change(series(*values) * rate, relative=True)
    assert (one is None) == (other is None)
    if one is not None and np.isfinite(one.score) and abs(one.score) < 1e6:
        assert other.score == pytest.approx(one.score, rel=1e-3, abs=1e-3)


def test_on_noise_almost_nothing_is_unusual():
    random = np.random.default_rng(7)
    worlds = [
        score_last_change(pd.Series(random.normal(1000, 50, 27)), relative=True)
        for _ in range(1000)
    ]
    assert sum(world.unusual for world in worlds) <= 20


def test_distinct_users_over_overlapping_segments_do_not_add_up():
    assert adds_up(pd.Series([3.0, 4.0]), 7.0)
    assert not adds_up(pd.Series([3.0, 4.0]), 6.0)
    with pytest.raises(ValueError, match="The whole is missing"):
        adds_up(pd.Series([1.0]), float("nan"))
