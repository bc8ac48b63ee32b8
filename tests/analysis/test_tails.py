"""Chances far from the middle, compared with scipy's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.tails import log_tail, score_at


@pytest.mark.parametrize("freedom", [3, 5, 10, 30, 200])
@pytest.mark.parametrize("score", [0.5, 1.5, 2.5, 4.0, 8.0])
def test_a_chance_is_student_s_within_a_few_percent_of_its_logarithm(score, freedom):
    told = stats.t.logsf(score, freedom) + 0.6931471805599453
    assert log_tail(score, freedom) == pytest.approx(told, rel=0.04, abs=0.02)


def test_however_far_the_chance_stays_finite_and_falls():
    far = [log_tail(score, 1e9) for score in (19.99, 20.01, 100.0, 1e6)]
    assert far == sorted(far, reverse=True)
    assert far[0] == pytest.approx(stats.norm.logsf(19.99) + 0.693147, rel=1e-4)
    assert far[1] == pytest.approx(stats.norm.logsf(20.01) + 0.693147, rel=1e-4)


@given(st.floats(1e-6, 0.9), st.floats(1, 1000))
def test_the_score_at_a_rate_has_that_rate(rate, freedom):
    score = score_at(rate, freedom)
    assert 2.718281828459045 ** log_tail(score, freedom) == pytest.approx(rate)


def test_what_is_no_chance_is_refused():
    with pytest.raises(ValueError, match="rate is 1; it must lie between 0 and 1"):
        score_at(1, 5)
    with pytest.raises(ValueError, match="freedom is 0; it must be above 0"):
        log_tail(1.0, 0)
    with pytest.raises(ValueError, match="freedom is -1"):
        score_at(0.5, -1)
