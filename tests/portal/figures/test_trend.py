"""Trends are honest: from zero, in part where in part, markup of data as text."""

from datetime import date

import pandas as pd
import pytest

from portal.figures.periods import grain_for, last_day, whole
from portal.figures.style import Scale
from portal.figures.trend import trend
from portal.figures.words import trend_in_words

WEEKS = pd.DataFrame(
    {
        "period": [date(2026, 1, 5), date(2026, 1, 12), date(2026, 1, 19)],
        "whole": [True, True, False],
        "revenue": [10.0, 30.0, 20.0],
        "refunds": [1.0, None, 2.0],
    }
)
POUNDS = Scale(prefix="£", decimals=2)


def test_a_value_axis_begins_at_zero_and_states_its_unit():
    axis = trend(WEEKS, {"revenue": "Revenue"}, grain="week", scale=POUNDS)["layout"]
    assert axis["yaxis"]["rangemode"] == "tozero"
    assert axis["yaxis"]["tickprefix"] == "£"


@pytest.mark.parametrize(
    ("factor", "written"), [(0.01, ",~r"), (1, ",~r"), (100, "~s"), (-100, "~s")]
)
def test_a_small_number_on_the_axis_is_never_in_thousandths(factor, written):
    rows = WEEKS.assign(revenue=WEEKS["revenue"] * factor)
    axis = trend(rows, {"revenue": "Revenue"}, grain="week", scale=POUNDS)["layout"]
    assert axis["yaxis"]["tickformat"] == written


def test_a_period_that_is_not_whole_is_dotted():
    lines = trend(WEEKS, {"revenue": "Revenue"}, grain="week", scale=POUNDS)["data"]
    assert lines[0]["y"] == [10, 30, None]
    assert lines[1]["y"] == [None, 30, 20]
    assert lines[1]["line"]["dash"] == "dot"
    assert lines[1]["hoverinfo"] == ["skip", "skip", "all"]


def test_a_bar_that_is_not_whole_is_hatched():
    bars = trend(WEEKS, {"revenue": "Revenue"}, grain="week", scale=POUNDS, kind="bar")[
        "data"
    ]
    assert [bar["y"] for bar in bars] == [[10, 30, None], [None, None, 20]]
    assert "pattern" not in bars[0]["marker"]
    assert bars[1]["marker"]["pattern"]["shape"] == "/"


def test_whole_periods_are_one_line_and_a_missing_value_is_a_gap():
    rows = WEEKS.assign(whole=True)
    [line] = trend(rows, {"refunds": "Refunds"}, grain="week", scale=POUNDS)["data"]
    assert line["y"] == [1, None, 2]


def test_markup_in_a_name_is_shown_as_text():
    drawn = trend(WEEKS, {"revenue": "<b>x</b>" * 9}, grain="week", scale=POUNDS)
    name = drawn["data"][0]["name"]
    assert name.startswith("&lt;b&gt;")
    assert name.endswith("…")


def test_what_is_left_is_grey():
    drawn = trend(
        WEEKS,
        {"revenue": "UK", "refunds": "All others"},
        grain="week",
        scale=POUNDS,
        kind="bar",
        stacked=True,
        muted="refunds",
    )
    colours = {bar["name"]: bar["marker"]["color"] for bar in drawn["data"]}
    assert colours["All others"] == "#868e96" != colours["UK"]
    assert drawn["layout"]["barmode"] == "stack"


def test_ticks_are_periods_and_tell_each_year_once():
    months = pd.DataFrame(
        {
            "period": [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1)],
            "whole": True,
            "n": [1, 2, 3],
        }
    )
    axis = trend(months, {"n": "N"}, grain="month", scale=Scale())["layout"]["xaxis"]
    assert axis["ticktext"] == ["Nov<br>2025", "Dec", "Jan<br>2026"]


@pytest.mark.parametrize(
    ("end", "grain"),
    [
        (date(2026, 1, 1), "day"),
        (date(2026, 2, 14), "day"),
        (date(2026, 2, 15), "week"),
        (date(2027, 3, 1), "month"),
    ],
)
def test_the_grain_follows_the_range(end, grain):
    assert grain_for(date(2026, 1, 1), end) == grain


def test_a_period_is_whole_only_when_all_its_days_are_in():
    months = [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    said = whole(months, "month", date(2025, 12, 2), date(2026, 2, 27))
    assert said == [False, True, False]
    assert last_day(date(2024, 2, 1), "month") == date(2024, 2, 29)
    assert last_day(date(2026, 1, 5), "week") == date(2026, 1, 11)


def test_a_trend_is_told_in_words_too():
    said = trend_in_words(
        WEEKS, "revenue", "Revenue", grain="week", write="£{:.0f}".format
    )
    assert said == (
        "Revenue by week, 2026-01-05 to 2026-01-19: lowest £10 (2026-01-05), highest "
        "£30 (2026-01-12), last £20 (that week is not whole)."
    )
    nothing = trend_in_words(WEEKS[:0], "revenue", "Revenue", grain="week", write=str)
    assert nothing == "Revenue by week: no values."
