"""Effects against held-out users: as scipy has them, and right as often as said."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from analysis.holdout import Group, effect_of


def group(values: np.ndarray) -> Group:
    return Group(len(values), float(values.mean()), float(values.var(ddof=1)))


def test_the_difference_and_its_interval_are_those_of_welch():
    rng = np.random.default_rng(1)
    treated, held_out = rng.gamma(2, 3, 400), rng.gamma(2, 2.5, 90)
    effect = effect_of(group(treated), group(held_out), level=0.95)
    theirs = stats.ttest_ind(treated, held_out, equal_var=False)
    interval = theirs.confidence_interval(0.95)
    assert effect.difference == pytest.approx(treated.mean() - held_out.mean())
    assert (effect.low, effect.high) == pytest.approx(tuple(interval), rel=1e-9)


def test_by_hand():
    effect = effect_of(Group(100, 12.0, 16.0), Group(50, 10.0, 25.0), level=0.8)
    assert effect.lift == pytest.approx(0.2)
    error = np.sqrt(16 / 100 / 144 + 25 / 50 / 100)
    assert effect.lift_error == pytest.approx(error)
    assert effect.lift_low == pytest.approx(1.2 / np.exp(1.2815515655 * error) - 1)
    assert effect.lift_high == pytest.approx(1.2 * np.exp(1.2815515655 * error) - 1)
    assert effect.chance(0.2) == pytest.approx(0.5)
    assert effect.chance(0.0) == pytest.approx(stats.norm.cdf(np.log(1.2) / error))


def test_the_interval_of_the_lift_holds_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(7)
    inside = 0
    for _ in range(500):
        treated, held_out = rng.poisson(3.6, 900), rng.poisson(3.0, 300)
        effect = effect_of(group(treated), group(held_out), level=0.8)
        inside += effect.lift_low <= 0.2 <= effect.lift_high
    assert abs(inside / 500 - 0.8) < 3 * np.sqrt(0.8 * 0.2 / 500)


def test_groups_without_spread_differ_for_sure():
    effect = effect_of(Group(10, 2.0, 0.0), Group(10, 1.0, 0.0))
    assert (effect.low, effect.difference, effect.high) == (1, 1, 1)


def test_a_mean_of_nothing_has_no_lift():
    effect = effect_of(Group(10, 2.0, 1.0), Group(10, 0.0, 0.0))
    assert np.isnan(effect.lift)
    assert effect.difference == 2.0


def test_a_group_of_one_is_refused():
    with pytest.raises(ValueError, match="1 users are held out; it takes 2 or more"):
        effect_of(Group(10, 2.0, 1.0), Group(1, 1.0, 0.0))
