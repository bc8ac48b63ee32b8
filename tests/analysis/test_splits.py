"""A metric by period and segment: bounded, paired, and what of it lasts."""

import numpy as np
import pandas as pd
import pytest

from analysis.splits import Split, bound, cost_of, cross


def table(*rows, names="abcd"):
    return pd.DataFrame(rows, columns=list(names[: len(rows[0])]), dtype=float)


def test_the_last_change_comes_first_and_gaps_are_passed_over():
    split = Split(table([1, 1], [2, 3], [5, 5]))
    assert [moves.change.tolist() for moves in split.moves()] == [[3, 2], [1, 2]]
    ratio = Split(
        table([1, 1], [1, 1], [2, 2], [3, 2]), table([0, 0], [2, 2], [4, 4], [4, 4])
    )
    assert [moves.change.sum() for moves in ratio.moves()] == [pytest.approx(0.125), 0]


def test_the_small_ones_are_taken_together_without_a_name():
    split = bound(Split(table([5, 1, 9, 2], [5, 1, 9, 3])), 2)
    assert list(split.values.columns) == ["a", "c", None]
    assert split.values.to_numpy().tolist() == [[5, 9, 3], [5, 9, 4]]
    assert split.named.tolist() == [True, True, False]


def test_a_ratio_is_bounded_by_its_denominators():
    above, below = table([9, 1, 1], [9, 1, 1]), table([10, 90, 50], [10, 90, 50])
    split = bound(Split(above, below, 1.5), 1)
    assert list(split.below.columns) == ["b", None]
    assert split.values.to_numpy()[-1].tolist() == [1, 10]
    assert split.cost == 1.5


def test_a_few_segments_stay_as_they_are():
    split = Split(table([5, 1], [5, 1]))
    assert bound(split, 2) is split
    with pytest.raises(ValueError, match="most is 0; it must be at least 1"):
        bound(split, 0)


def test_what_goes_and_comes_is_churn_and_what_only_comes_is_not():
    assert Split(table([6, 0, 10], [0, 4, 10])).churn == pytest.approx(4 / 14)
    assert Split(table([0, 10], [500, 10])).churn == 0.0
    assert Split(table([0, 0], [0, 5])).churn == 0.0


def test_a_pair_has_the_inside_and_the_rest():
    whole = Split(table([10, 20], [10, 10], names="xy"))
    inside = Split(table([0, 4], [0, 1], names="zy"))
    both = cross(inside, whole, ("a", "b"), of=12)
    sides = [(("a", "b"), "x"), (("a", "b"), "y"), (None, "x"), (None, "y")]
    assert list(both.values.columns) == sides
    assert both.values.to_numpy().tolist() == [[0, 4, 10, 16], [0, 1, 10, 9]]
    assert both.named.tolist() == [True, True, False, False]
    assert both.cost == pytest.approx(2 * np.log(12))


def test_a_pair_of_a_ratio_keeps_its_denominators():
    whole = Split(table([1, 2], [1, 1]), table([10, 20], [10, 10]))
    inside = Split(table([1, 0], [0, 0]), table([5, 0], [5, 0]))
    both = cross(inside, whole, ("s",), of=3)
    assert both.below.to_numpy().tolist() == [[5, 0, 5, 20], [5, 0, 5, 10]]


def test_the_size_of_a_set_is_its_share_before():
    above, below = table([1, 3], [4, 5]), table([10, 30], [10, 40])
    assert Split(above).size_before([0]) == pytest.approx(0.25)
    assert Split(above + 9, below).size_before([1]) == pytest.approx(0.75)
    assert Split(above * 0).size_before([0]) == 0.0


def test_the_value_of_a_set_is_its_sum_or_the_ratio_of_its_sums():
    above, below = table([1, 2, 3], [4, 5, 6]), table([10, 10, 0], [10, 40, 0])
    assert Split(above).together(-1, [0, 1]) == 9
    assert Split(above, below).together(-1, [0, 1]) == pytest.approx(9 / 50)
    assert np.isnan(Split(above, below).together(-1, [2]))


def test_one_period_is_no_change_and_other_periods_are_no_pair():
    with pytest.raises(ValueError, match="There are 1 periods; a change needs 2"):
        Split(table([1, 2]))
    early, late = table([1, 2], [3, 4]), table([1, 2], [3, 4]).set_axis([1, 2])
    with pytest.raises(ValueError, match=r"The periods are \[0, 1\] inside"):
        cross(Split(early), Split(late), ("a",), of=2)


def test_a_set_costs_by_its_members():
    assert cost_of(0, 12) == 0
    assert cost_of(3, 12) == pytest.approx(np.log(12**3))
    with pytest.raises(ValueError, match="A set of 3 cannot be chosen from 2"):
        cost_of(3, 2)
