"""The best set is found without trying all, and noise is learned from the past."""

from itertools import combinations

import numpy as np
import pytest

from analysis.contributions import explain_sum
from analysis.scan import Dispersion, Noise, find_dispersion, moderate, scan
from analysis.splits import cost_of

PLAIN = Noise(1.0, 1e6, 1.0)


def moves(before, after):
    return explain_sum(np.array(before, dtype=float), np.array(after, dtype=float))


def by_hand(change, segments, whole):
    """Evidence for a set, from the definition."""
    part = change.noise / change.noise.sum()
    off = (change.change - part * whole)[segments].sum()
    share = part[segments].sum()
    variance = change.noise.sum() * share * (1 - share)
    return off**2 / (2 * variance) - cost_of(len(segments), len(part))


def every_set(change):
    """The most evidence that any set on the side of the whole has."""
    whole = change.change.sum()
    part = change.noise / change.noise.sum()
    off = np.sign(whole) * (change.change - part * whole)
    places = range(len(part))
    return max(
        by_hand(change, list(chosen), whole)
        for size in range(1, len(part))
        for chosen in combinations(places, size)
        if off[list(chosen)].sum() > 0
    )


def test_trying_every_set_finds_nothing_better_in_95_of_100():
    random = np.random.default_rng(7)
    equal, worth = 0, 0
    for _ in range(300):
        before = random.integers(2, 400, 8)
        after = random.poisson(before * np.where(random.random(8) < 0.3, 0.6, 1.0))
        change = moves(before, after)
        found = scan(change, PLAIN, np.ones(8, dtype=bool), 8)
        best = every_set(change)
        assert found is None or found.evidence <= best + 1e-9
        if best > 1:  # a set is worth its cost
            worth += 1
            equal += found.evidence == pytest.approx(best)
    assert worth >= 200
    assert equal >= 0.95 * worth


def test_the_small_that_vanish_by_chance_do_not_hide_the_large_that_fell():
    before, after = [2] * 20 + [3000] * 4, [0] * 10 + [2] * 10 + [3000] * 3 + [1500]
    found = scan(moves(before, after), PLAIN, np.ones(24, dtype=bool), 6)
    assert found.picked == [23]


def test_worked_by_hand():
    # 300 become 210: 90 lost, all by the last, which has 110 of 510; the noise of each
    # is smaller by 1 - (90 / 510)^2, as so much of the whole is gone.
    change = moves([100, 100, 100], [100, 100, 10])
    found = scan(change, PLAIN, np.ones(3, dtype=bool), 3)
    assert found.picked == [2]
    share = 110 / 510
    off = -90 + 90 * share
    noise = 510 * (1 - (90 / 510) ** 2)
    score = off**2 / (noise * share * (1 - share))
    assert found.evidence == pytest.approx(score / 2 - np.log(3))


def test_what_added_most_is_first_and_what_has_no_name_is_left_out():
    change = moves([100, 400, 200, 300], [0, 0, 0, 300])
    assert scan(change, PLAIN, np.ones(4, dtype=bool), 3).picked == [1, 2, 0]
    named = np.array([True, False, True, True])
    assert scan(change, PLAIN, named, 3).picked == [2, 0]
    assert scan(change, PLAIN, np.zeros(4, dtype=bool), 3) is None


def test_what_was_paid_before_is_taken_off():
    change = moves([100, 100, 100], [100, 100, 10])
    free = scan(change, PLAIN, np.ones(3, dtype=bool), 3)
    paid = scan(change, PLAIN, np.ones(3, dtype=bool), 3, paid=2.0)
    assert paid.evidence == pytest.approx(free.evidence - 2)
    assert paid.log_chance == pytest.approx(free.log_chance + 2)


def test_no_change_and_one_segment_have_no_set():
    assert scan(moves([5, 5], [6, 4]), PLAIN, np.ones(2, dtype=bool), 2) is None
    assert scan(moves([5, 0], [6, 0]), PLAIN, np.ones(2, dtype=bool), 2) is None
    with pytest.raises(ValueError, match="most is 0; it must be at least 1"):
        scan(moves([5, 5], [6, 4]), PLAIN, np.ones(2, dtype=bool), 0)


@pytest.mark.parametrize("times", [1.0, 4.0])
def test_the_dispersion_of_the_past_is_found_whatever_all_share(times):
    random = np.random.default_rng(7)
    past = []
    for _ in range(60):
        sizes = random.uniform(200, 2000, 12) / times
        was, now = (random.poisson(sizes * day) * times for day in (1.0, 1.3))
        past.append(moves(was, now))
    found = find_dispersion(past[0], past[1:])
    assert found.times == pytest.approx(times, rel=0.15)
    assert found.freedom == pytest.approx(0.37 * 59 * 11)


def test_an_odd_past_change_among_others_does_no_harm():
    random = np.random.default_rng(7)
    past = [moves(random.poisson(500, 12), random.poisson(500, 12)) for _ in range(6)]
    odd = moves([500] * 12, [0] * 4 + [500] * 8)
    quiet, with_odd = find_dispersion(odd, past), find_dispersion(odd, [*past, odd])
    assert with_odd.times < quiet.times * 2


def test_without_a_past_a_crowd_tells_and_a_pair_does_not():
    random = np.random.default_rng(7)
    crowd = moves(random.poisson(500, 12), random.poisson(500, 12))
    assert find_dispersion(crowd, []).freedom == pytest.approx(0.37 * 11)
    assert find_dispersion(moves([5, 5], [6, 4]), []) == Dispersion(1.0, 0.0)
    with pytest.raises(ValueError, match="has no segments"):
        find_dispersion(moves([], []), [])


def test_a_split_of_two_takes_what_the_others_know():
    os, city, post = moderate(
        [Dispersion(9.0, 1.0), Dispersion(2.0, 30.0), Dispersion(40.0, 60.0)]
    )
    # The median is 9; os mixes its 9 with it, city its 2 with 10 degrees of 9.
    assert os == (9.0, 11.0, 9.0)
    assert city == pytest.approx((150 / 40, 40.0, 9.0))
    # Posts are far noisier: they keep their own measure.
    assert post.common == post.times == pytest.approx((60 * 40 + 10 * 9) / 70)


def test_where_nothing_is_known_counts_are_believed_and_chances_are_wide():
    assert moderate([Dispersion(1.0, 0.0)]) == [(1.0, 2.0, 1.0)]
    assert moderate([Dispersion(0.2, 20.0)]) == [(1.0, 30.0, 1.0)]
    # One split of money, which is far from counts, has nobody to learn from.
    assert moderate([Dispersion(900.0, 2.2)]) == [(900.0, 2.2, 900.0)]
    with pytest.raises(ValueError, match="There are no splits"):
        moderate([])
