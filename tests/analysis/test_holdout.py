"""The effect of a treatment against users held out, with what is not known of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.holdout import Sums, chance_of_lift, estimate_difference, estimate_lift

TREATED, HELD_OUT = Sums(400, 2.4, 4.0), Sums(100, 2.0, 4.0)


def of(rows):
    return Sums(len(rows), float(np.mean(rows)), float(np.var(rows, ddof=1)))


def test_a_difference_worked_by_hand():
    # Variances of the means 0.01 and 0.04, so the error is the root of 0.05.
    effect = estimate_difference(TREATED, HELD_OUT)
    freedom = 0.05**2 / (0.01**2 / 399 + 0.04**2 / 99)
    reach = stats.t.ppf(0.9, freedom) * 0.05**0.5
    assert effect.value == pytest.approx(0.4)
    assert effect.high - effect.value == pytest.approx(reach, rel=1e-4)


def test_a_lift_is_a_share_with_an_interval_that_is_not_even():
    effect = estimate_lift(TREATED, HELD_OUT)
    assert effect.value == pytest.approx(0.2)
    assert effect.low < 0.2 < effect.high
    assert effect.high - 0.2 > 0.2 - effect.low


def test_the_ends_of_an_interval_have_the_chances_that_it_leaves():
    effect = estimate_lift(TREATED, HELD_OUT, interval=0.8)
    assert chance_of_lift(TREATED, HELD_OUT, effect.low) == pytest.approx(0.9, abs=5e-3)
    assert chance_of_lift(TREATED, HELD_OUT, effect.high) == pytest.approx(
        0.1, abs=5e-3
    )
    assert chance_of_lift(TREATED, HELD_OUT, 0.2) == pytest.approx(0.5)


@pytest.mark.parametrize("lift", [0.0, 0.2])
def test_four_of_five_intervals_hold_the_true_effect(lift):
    random = np.random.default_rng(7)
    differences = lifts = 0
    for _ in range(1000):
        held = of(random.gamma(1.0, 2.0, 200))
        treated = of(random.gamma(1.0, 2.0 * (1 + lift), 800))
        one, other = estimate_difference(treated, held), estimate_lift(treated, held)
        differences += one.low <= 2.0 * lift <= one.high
        lifts += other.low <= lift <= other.high
    # 80% of 1,000 within 2.6 standard errors.
    assert 767 <= differences <= 833
    assert 767 <= lifts <= 833


def test_chances_of_a_lift_come_true_as_often_as_they_say():
    random = np.random.default_rng(8)
    said, came = [], []
    for _ in range(2000):
        lift = random.uniform(-0.3, 0.5)
        held = of(random.normal(2.0, 1.5, 200))
        treated = of(random.normal(2.0 * (1 + lift), 1.5, 800))
        said.append(chance_of_lift(treated, held, 0.1))
        came.append(lift > 0.1)
    said, came = np.array(said), np.array(came)
    for low in (0.0, 0.25, 0.5, 0.75):
        among = (said >= low) & (said <= low + 0.25)
        error = np.sqrt(said[among].mean() * (1 - said[among].mean()) / among.sum())
        assert abs(came[among].mean() - said[among].mean()) < 3.5 * max(error, 0.01)


@given(st.floats(0.01, 1000))
def test_the_unit_does_not_matter_to_a_lift(rate):
    scaled = [
        Sums(one.users, one.mean * rate, one.variance * rate**2)
        for one in (TREATED, HELD_OUT)
    ]
    assert estimate_lift(*scaled) == pytest.approx(estimate_lift(TREATED, HELD_OUT))


def test_a_mean_that_may_be_zero_leaves_the_lift_open():
    effect = estimate_lift(Sums(10, 1.0, 4.0), Sums(10, 0.1, 4.0))
    assert np.isnan(effect.low)
    assert np.isnan(effect.high)


def test_groups_without_any_difference_between_users_are_certain():
    treated, held = Sums(10, 3.0, 0.0), Sums(10, 2.0, 0.0)
    assert estimate_lift(treated, held) == pytest.approx((0.5, 0.5, 0.5))
    assert chance_of_lift(treated, held, 0.4) == 1.0
    assert chance_of_lift(treated, held, 0.6) == 0.0


def test_groups_that_say_nothing_are_refused():
    with pytest.raises(ValueError, match="The users held out are 1 with mean 2"):
        estimate_difference(TREATED, Sums(1, 2.0, 0.0))
    with pytest.raises(ValueError, match="The users treated are 5 with mean nan"):
        estimate_difference(Sums(5, float("nan"), 1.0), HELD_OUT)
    with pytest.raises(ValueError, match="The mean held out is 0; there is no share"):
        estimate_lift(TREATED, Sums(50, 0.0, 1.0))
    with pytest.raises(ValueError, match="a lift is a share of one above 0"):
        chance_of_lift(TREATED, Sums(50, -1.0, 1.0), 0.1)
