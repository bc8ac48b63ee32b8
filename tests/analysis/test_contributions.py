"""Segments add up to the change of their whole, and Simpson's paradox is seen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.contributions import explain_ratio, explain_sum, find_reversal


def pair(*segments: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    """Numerators and denominators."""
    above, below = np.array(segments, dtype=float).T
    return above, below


def test_a_sum_is_split_by_subtraction():
    moves = explain_sum(np.array([900.0, 100.0]), np.array([890.0, 10.0]))
    assert moves.change.tolist() == [-10.0, -90.0]
    factor = 1 - (100 / 1900) ** 2
    assert moves.noise == pytest.approx([1790 * factor, 110 * factor])
    assert moves.within.tolist() == [-10.0, -90.0]
    assert moves.mix.tolist() == [0.0, 0.0]


def test_a_ratio_that_falls_by_its_mix_alone_is_explained_exactly():
    # Each segment keeps its own ratio; only the weights change.
    moves = explain_ratio(pair((40, 100), (10, 100)), pair((40, 100), (30, 300)))
    assert moves.change.sum() == pytest.approx(70 / 400 - 50 / 200)
    assert moves.mix.sum() == pytest.approx(70 / 400 - 50 / 200)
    assert moves.within == pytest.approx([0.0, 0.0])


def test_a_ratio_that_moves_within_one_segment_is_that_segment_s():
    moves = explain_ratio(pair((40, 100), (10, 100)), pair((40, 100), (20, 100)))
    assert moves.within == pytest.approx([0.0, 0.05])
    assert moves.mix == pytest.approx([0.0, 0.0])


def test_a_segment_that_is_new_moved_by_its_weight():
    moves = explain_ratio(pair((40, 100), (0, 0)), pair((40, 100), (10, 100)))
    assert moves.change.sum() == pytest.approx(0.25 - 0.40)
    assert moves.within == pytest.approx([0.0, 0.0])


@given(
    st.lists(st.tuples(*[st.floats(0.1, 1e4)] * 4), min_size=1, max_size=12),
)
def test_contributions_to_a_ratio_add_up_to_its_change(rows):
    before = pair(*[row[:2] for row in rows])
    after = pair(*[row[2:] for row in rows])
    change = after[0].sum() / after[1].sum() - before[0].sum() / before[1].sum()
    moves = explain_ratio(before, after)
    assert moves.change.sum() == pytest.approx(change, abs=1e-9, rel=1e-9)
    assert moves.within + moves.mix == pytest.approx(moves.change)
    back = explain_ratio(after, before)
    assert back.change == pytest.approx(-moves.change, abs=1e-9)


@pytest.mark.parametrize("times", [1.0, 0.3, 8.0])
def test_the_noise_of_a_sum_is_what_simulation_says(times):
    random = np.random.default_rng(7)
    sizes = np.array([2000, 500, 100])
    off, told = [], []
    for _ in range(4000):
        was, now = random.poisson(sizes), random.poisson(sizes * times)
        moves = explain_sum(was, now)
        share = moves.noise / moves.noise.sum()
        off.append(moves.change - share * moves.change.sum())
        told.append(moves.noise * (1 - share))
    assert np.var(off, axis=0) == pytest.approx(np.mean(told, axis=0), rel=0.1)


def test_the_noise_of_a_share_is_what_simulation_says():
    random = np.random.default_rng(7)
    sizes, rate = np.array([2000, 500]), 0.2
    seen = []
    for _ in range(4000):
        was, now = random.binomial(sizes, rate), random.binomial(sizes, rate)
        moves = explain_ratio((was, sizes * 1.0), (now, sizes * 1.0))
        seen.append(moves.change - moves.change.sum() * sizes / sizes.sum())
    share = moves.noise / moves.noise.sum()
    told = moves.noise * (1 - share)
    assert np.var(seen, axis=0) == pytest.approx(told, rel=0.1)


def test_a_ratio_without_a_denominator_is_refused():
    with pytest.raises(ValueError, match="0 before and 1 after"):
        explain_ratio(pair((1, 0)), pair((1, 1)))


def test_other_shapes_are_refused():
    with pytest.raises(ValueError, match="all with the same segments"):
        explain_sum(np.zeros(2), np.zeros(3))
    with pytest.raises(ValueError, match="all with the same segments"):
        explain_ratio(pair((1, 1)), pair((1, 1), (1, 1)))


def test_every_segment_may_rise_while_the_whole_falls():
    # 50% and 10%, then 55% and 12%, but most are in the second now: 30% falls to 20.6%.
    reversal = find_reversal(pair((50, 100), (10, 100)), pair((22, 40), (19.2, 160)))
    assert (reversal.rose, reversal.all) == (True, True)
    assert reversal.weight == pytest.approx(1.0)


def test_segments_that_move_with_their_whole_are_no_reversal():
    before, after = pair((50, 100), (10, 100)), pair((40, 100), (9, 100))
    assert find_reversal(before, after) is None
    assert find_reversal(before, before) is None


def test_most_by_weight_is_a_reversal_but_not_all():
    before = pair((50, 100), (10, 100), (1, 4))
    after = pair((22, 40), (19.2, 160), (0.5, 4))
    reversal = find_reversal(before, after)
    assert not reversal.all
    assert 0.9 < reversal.weight < 1
