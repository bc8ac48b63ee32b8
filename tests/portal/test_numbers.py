"""Numbers are written as the company writes them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.company import Company
from portal.numbers import (
    format_age,
    format_change,
    format_date,
    format_number,
    format_period,
)

UK = Company("Shop", currency="GBP", locale="en-GB")
GERMANY = Company("Laden", currency="EUR", locale="de-DE")
NOWHERE = Company("X", currency="XYZ", locale="tlh")


@pytest.mark.parametrize(
    ("value", "unit", "short", "exact"),
    [
        (0, "orders", "0", "0"),
        (7, "orders", "7", "7"),
        (999, "orders", "999", "999"),
        (1000, "orders", "1.00k", "1,000"),
        (18420, "users", "18.4k", "18,420"),
        (999_499, "users", "999k", "999,499"),
        (999_600, "users", "1.00M", "999,600"),
        (9747747.93, "currency", "£9.75M", "£9,747,747.93"),
        (84.2, "currency", "£84.2", "£84.20"),
        (5, "currency", "£5", "£5.00"),
        (-1234.5, "currency", "-£1.23k", "-£1,234.50"),
        (1.4162, "ratio", "1.42", "1.4162"),
        (31.5842, "percent", "31.6%", "31.5842%"),
        (100, "percent", "100%", "100%"),
        (0.004, "ratio", "0.004", "0.004"),
        (0.00001, "ratio", "0.00", "0"),
        (-0.0, "orders", "0", "0"),
        (3.1e15, "count", "3100T", "3,100,000,000,000,000"),
        (84, "milliseconds", "84\u00a0ms", "84\u00a0ms"),
        (119, "duration", "119\u00a0s", "119\u00a0s"),
        (5400, "duration", "90\u00a0min", "5,400\u00a0s"),
        (-5400, "duration", "-90\u00a0min", "-5,400\u00a0s"),
        (9000, "duration", "2.50\u00a0h", "9,000\u00a0s"),
        (604_800, "duration", "7\u00a0days", "604,800\u00a0s"),
        (None, "duration", "–", "–"),
        (None, "orders", "–", "–"),
        (float("nan"), "percent", "–", "–"),
        (float("inf"), "percent", "–", "–"),
    ],
)
def test_three_digits_on_cards_and_every_digit_on_hover(value, unit, short, exact):
    assert format_number(value, unit, UK) == short
    assert format_number(value, unit, UK, exact=True) == exact


def test_a_german_company_writes_a_comma_and_the_symbol_behind():
    assert format_number(1234.5, "currency", GERMANY, exact=True) == "1.234,50\u00a0€"
    assert format_number(31.58, "percent", GERMANY) == "31,6%"


def test_an_unknown_currency_and_language_are_still_written():
    assert format_number(1234.5, "currency", NOWHERE, exact=True) == "XYZ\u00a01,234.50"


@pytest.mark.parametrize(
    ("value", "before", "unit", "said"),
    [
        (104.1, 100, "users", "+4.1%"),
        (29.2, 31.6, "percent", "-2.4\u00a0pp"),
        (31.6, 31.6, "percent", "0.0\u00a0pp"),
        (50, 100, "currency", "-50.0%"),
        (450, 100, "orders", "+350%"),
        (-50, -100, "currency", "+50.0%"),
        (5, 0, "orders", "+5"),
        (0, 0, "orders", "0"),
        (100.01, 100, "orders", "0.0%"),
        (5, None, "orders", "–"),
        (float("nan"), 1, "orders", "–"),
    ],
)
def test_a_change_of_percentages_is_in_points(value, before, unit, said):
    assert format_change(value, before, unit, UK) == said


@given(st.floats(1, 1e12))
def test_a_short_number_is_within_half_a_percent_of_the_number(value):
    text = format_number(value, "ratio", UK)
    factor = {"k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}.get(text[-1])
    read = float(text[:-1]) * factor if factor else float(text)
    assert read == pytest.approx(value, rel=0.005 + 1e-9)


def test_days_are_written_in_words():
    assert format_date(date(2011, 12, 9)) == "9 Dec 2011"
    assert format_period(date(2011, 12, 5), date(2011, 12, 11)) == "5–11 Dec 2011"
    assert format_period(date(2011, 11, 28), date(2011, 12, 4)) == "28 Nov – 4 Dec 2011"
    assert (
        format_period(date(2010, 12, 27), date(2011, 1, 2))
        == "27 Dec 2010 – 2 Jan 2011"
    )
    assert format_period(date(2011, 1, 2), date(2011, 1, 2)) == "2 Jan 2011"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "just now"),
        (1, "1 min ago"),
        (119, "119 min ago"),
        (120, "2 hours ago"),
        (2879, "47 hours ago"),
        (2880, "2 days ago"),
    ],
)
def test_an_age_is_said_in_the_unit_that_fits(minutes, said):
    assert format_age(timedelta(minutes=minutes)) == said
