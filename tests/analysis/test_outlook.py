"""A level goes on, a trend fades, and the error of sums is what simulation says."""

import numpy as np
import pytest

from analysis.outlook import Outlook, fit_outlook


def test_a_flat_series_goes_on_at_its_level():
    random = np.random.default_rng(7)
    outlook = fit_outlook(100 + random.normal(0, 5, 120))
    mean, error = outlook.ahead(np.ones(10))
    assert mean == pytest.approx(1000, rel=0.03)
    assert error >= 5 * 10**0.5 * 0.8
    assert outlook.weight @ outlook.error == pytest.approx(5, rel=0.2)


def test_a_growing_series_is_expected_to_grow_on_but_less():
    values = 100 + np.arange(100.0)
    mean, _ = fit_outlook(values + np.random.default_rng(7).normal(0, 1, 100)).ahead(
        np.ones(10)
    )
    assert 10 * 196 < mean < (200 + np.arange(10.0)).sum() + 10


def test_one_odd_day_moves_the_future_little():
    random = np.random.default_rng(7)
    values = 100 + random.normal(0, 5, 120)
    plain, _ = fit_outlook(values).ahead(np.ones(7))
    values[-3] = 1000
    odd, _ = fit_outlook(values).ahead(np.ones(7))
    assert odd == pytest.approx(plain, rel=0.1)


def test_the_error_of_a_weighted_sum_is_what_simulation_says():
    one = [np.array([number]) for number in (1, 100, 2, 0.3, 0.05, 0.9, 4, 0)]
    outlook = Outlook(*one, freedom=100.0)
    weights = np.array([1.0, 2.0, 0.5, 1.0, 3.0])
    random = np.random.default_rng(7)
    sums = []
    for _ in range(20_000):
        level, slope, total = 100.0, 2.0, 0.0
        for weight in weights:
            surprise = random.normal(0, 4)
            total += weight * (level + slope + surprise)
            level += slope + 0.3 * surprise
            slope = 0.9 * (slope + 0.05 * surprise)
        sums.append(total)
    mean, error = outlook.ahead(weights)
    assert mean == pytest.approx(np.mean(sums), rel=0.002)
    assert error == pytest.approx(np.std(sums), rel=0.03)


def test_not_to_know_the_way_adds_to_the_error():
    two = [np.array(pair) for pair in ((0.5, 0.5), (90.0, 110.0), (0.0, 0.0))]
    same = [np.array([number] * 2) for number in (0.3, 0.0, 1.0, 4.0, 0.0)]
    mean, error = Outlook(*two, *same, freedom=100.0).ahead(np.ones(1))
    assert (mean, error) == (100.0, pytest.approx((4**2 + 10**2) ** 0.5))


def test_a_constant_has_no_error():
    mean, error = fit_outlook(np.full(20, 7.0)).ahead(np.ones(3))
    assert (mean, error) == (pytest.approx(21), pytest.approx(0, abs=1e-9))


@pytest.mark.parametrize("values", [np.ones(7), np.array([1.0] * 9 + [np.nan])])
def test_a_short_or_broken_series_is_refused(values):
    with pytest.raises(ValueError, match="at least 8 are needed, and none missing"):
        fit_outlook(values)
