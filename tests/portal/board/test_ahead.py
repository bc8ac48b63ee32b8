"""The forecast of the north star: after the last complete period, in what can be."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from portal.board.ahead import STEPS, ahead, said
from portal.board.periods import Period, Span
from portal.board.readings import Reading
from portal.company import Company
from queries import catalog

FIRST = date(2025, 1, 6)


def reading(values, metric="orders"):
    days = [FIRST + timedelta(weeks=week) for week in range(len(values))]
    course = pd.Series(np.asarray(values, dtype=float), index=days)
    return Reading(catalog.metric(metric), course, None, None)


def span(weeks):
    last = Period("week", FIRST + timedelta(weeks=weeks - 1))
    return Span(last, Period("week", FIRST), None, last.end)


def test_it_begins_after_the_last_complete_period():
    rows = ahead(reading([100] * 20), span(20))
    assert len(rows) == STEPS["week"]
    assert rows["label"].iloc[0] == str(Period("week", FIRST + timedelta(weeks=20)))


def test_of_a_flat_past_it_expects_the_same():
    rows = ahead(reading([100, 102, 98, 101, 99] * 6), span(30))
    assert rows["value"].to_numpy() == pytest.approx(100, abs=3)
    assert (rows["low"] < rows["value"]).all()
    assert (rows["value"] < rows["high"]).all()


def test_it_is_less_sure_of_what_is_further_away():
    rng = np.random.default_rng(5)
    rows = ahead(reading(500 + rng.normal(0, 20, 40).cumsum()), span(40))
    wide = (rows["high"] - rows["low"]).to_numpy()
    assert (np.diff(wide) > 0).all()


def test_four_in_five_of_what_came_lay_within_it():
    rng = np.random.default_rng(11)
    inside = []
    for _ in range(200):
        values = 300 + rng.normal(0, 12, 44)
        rows = ahead(reading(values[:40]), span(40))
        inside.append(rows["low"].to_numpy() <= values[40:])
        inside[-1] &= values[40:] <= rows["high"].to_numpy()
    # 800 ends, of which those of one world hang together a little.
    assert 0.74 <= np.mean(inside) <= 0.88


def test_no_count_goes_below_zero_and_no_share_above_all():
    falling = ahead(reading([50 - 4 * week for week in range(12)]), span(12))
    assert (falling[["value", "low"]] >= 0).all(axis=None)
    full = ahead(reading([95, 99, 97, 98, 96, 99, 98, 99, 97], "refund_rate"), span(9))
    assert (full["high"] <= 100).all()


@pytest.mark.parametrize("values", [[1] * 7, [1, 2, 3, 4, np.nan, 6, 7, 8, 9, 10]])
def test_too_short_a_past_or_one_with_gaps_foretells_nothing(values):
    assert ahead(reading(values), span(len(values))) is None
    assert said(None, reading(values), Company("Shop")) == ""


def test_it_is_said_in_words():
    one = reading([100] * 20)
    words = said(ahead(one, span(20)), one, Company("Shop"))
    assert words.startswith("Forecast for 16–22 Jun 2025: 100, in 80 of 100 cases")
