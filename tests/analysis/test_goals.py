"""A plan adds up to its goal, and pace is measured against it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.goals import pace, plan_days, target_of

WEEKEND = pd.Series([10.0, 10, 10, 10, 10, 20, 30] * 6)


def test_on_a_straight_path_half_is_due_at_half_time():
    told = pace(450, 1000, plan_days(30, "linear"), 15)
    assert (told.planned, told.ahead) == (pytest.approx(500), pytest.approx(-50))
    assert told.share == pytest.approx(0.9)


def test_where_weekends_bring_most_little_is_due_by_friday():
    shares = plan_days(7, "weekdays", WEEKEND)
    assert shares == pytest.approx([0.1, 0.1, 0.1, 0.1, 0.1, 0.2, 0.3])
    assert pace(60, 100, shares, 5).ahead == pytest.approx(10)


def test_a_goal_to_be_reached_early_is_front_loaded():
    shares = plan_days(30, (0.5, 0.3, 0.2))
    assert shares[:10].sum() == pytest.approx(0.5)
    assert shares[:20].sum() == pytest.approx(0.8)
    assert shares[0] == pytest.approx(0.05)


def test_parts_need_not_end_with_a_day():
    assert plan_days(3, (0.8, 0.2)) == pytest.approx(
        [0.8 / 1.5, 0.4 / 1.5 + 0.1 / 1.5, 0.2 / 1.5]
    )


def test_a_rate_is_due_at_its_target_on_every_day():
    told = pace(18.5, 20, None, 3)
    assert (told.planned, told.ahead) == (20, -1.5)


def test_before_the_first_day_nothing_is_due():
    told = pace(0, 1000, plan_days(7, "linear"), 0)
    assert told.planned == 0
    assert np.isnan(told.share)


@given(
    st.integers(1, 100),
    st.lists(st.integers(1, 100), min_size=1, max_size=9),
)
def test_every_plan_adds_up_to_its_goal(days, parts):
    shares = plan_days(days, [part / sum(parts) for part in parts])
    assert len(shares) == days
    assert shares.sum() == pytest.approx(1)
    assert (shares >= 0).all()
    assert plan_days(days, "weekdays", WEEKEND).sum() == pytest.approx(1)


def test_a_longitudinal_goal_is_so_much_above_its_baseline():
    assert target_of(500, 0.2) == 600
    assert target_of(500, -0.1) == 450
    for baseline in (0, -5, float("nan")):
        with pytest.raises(ValueError, match="a share of it means something above 0"):
            target_of(baseline, 0.2)


@pytest.mark.parametrize(
    ("days", "shape", "said"),
    [
        (0, "linear", "days is 0; a period has at least 1 day"),
        (7, "steep", "The shape is 'steep'; it can be 'linear', 'weekdays' or"),
        (7, "level", "A metric that does not add up needs no plan"),
        (7, (0.5, 0.4), r"are \[0.5, 0.4\]; they must add up to 1"),
        (7, (1.5, -0.5), "none of them negative"),
        (7, (), r"are \[\]; they must add up to 1"),
        (7, "weekdays", "needs a history of days"),
    ],
)
def test_a_plan_that_is_none_is_refused(days, shape, said):
    with pytest.raises(ValueError, match=said):
        plan_days(days, shape)


def test_more_days_than_the_plan_has_are_refused():
    with pytest.raises(ValueError, match="done is 8; the plan has 7 days"):
        pace(1, 2, plan_days(7, "linear"), 8)
