"""Unusual changes are found, ordinary ones are left alone, segments add up."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.changes import (
    adds_up,
    explain_ratio,
    explain_sum,
    score_last_change,
)

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


def test_the_segment_that_fell_explains_the_fall():
    before = pd.Series({"DE": 900.0, "FR": 100.0})
    after = pd.Series({"DE": 890.0, "FR": 10.0})
    rows = explain_sum(before, after)
    assert rows.index[0] == "FR"
    assert rows.loc["FR", "share"] == pytest.approx(0.9)
    assert rows.loc["FR", "expected"] == pytest.approx(0.1)


def test_a_new_segment_counts_as_zero_before():
    rows = explain_sum(pd.Series({"a": 10.0}), pd.Series({"a": 10.0, "b": 5.0}))
    assert rows.loc["b"].to_list()[:4] == [0.0, 5.0, 5.0, 1.0]


def test_no_change_has_no_explanation():
    same = pd.Series({"a": 1.0})
    with pytest.raises(ValueError, match="changed by 0"):
        explain_sum(same, same)


def parts(**segments: tuple[float, float]) -> pd.DataFrame:
    columns = ["numerator", "denominator"]
    return pd.DataFrame.from_dict(segments, orient="index", columns=columns)


def test_a_ratio_that_falls_by_its_mix_alone_is_explained_exactly():
    # Each segment keeps its own ratio; only the weights change.
    before = parts(organic=(40, 100), paid=(10, 100))
    after = parts(organic=(40, 100), paid=(30, 300))
    rows = explain_ratio(before, after)
    assert rows["change"].sum() == pytest.approx(70 / 400 - 50 / 200)
    assert (rows["before"] == rows["after"]).all()


@given(
    st.lists(
        st.tuples(*[st.floats(0.1, 1e4)] * 4),
        min_size=1,
        max_size=12,
    )
)
def test_contributions_to_a_ratio_add_up_to_its_change(rows):
    before = pd.DataFrame(
        {"numerator": [r[0] for r in rows], "denominator": [r[1] for r in rows]}
    )
    after = pd.DataFrame(
        {"numerator": [r[2] for r in rows], "denominator": [r[3] for r in rows]}
    )
    change = after["numerator"].sum() / after["denominator"].sum()
    change -= before["numerator"].sum() / before["denominator"].sum()
    if abs(change) < 1e-6:
        return
    found = explain_ratio(before, after)
    assert found["change"].sum() == pytest.approx(change, abs=1e-9, rel=1e-6)
    assert found["share"].sum() == pytest.approx(1)


def test_a_ratio_without_a_denominator_is_refused():
    with pytest.raises(ValueError, match="0 before and 1 after"):
        explain_ratio(parts(a=(1, 0)), parts(a=(1, 1)))


def test_distinct_users_over_overlapping_segments_do_not_add_up():
    assert adds_up(pd.Series([3.0, 4.0]), 7.0)
    assert not adds_up(pd.Series([3.0, 4.0]), 6.0)
    with pytest.raises(ValueError, match="The whole is missing"):
        adds_up(pd.Series([1.0]), float("nan"))
