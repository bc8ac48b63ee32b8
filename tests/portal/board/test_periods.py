"""Only complete periods are compared; the one still open is told apart."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.board.periods import KINDS, REACH, Period, period_of, span_of

days = st.dates(date(1999, 1, 1), date(2035, 12, 31))
kinds = st.sampled_from(KINDS)


def test_the_week_of_the_last_invoice_is_open():
    span = span_of(date(2010, 12, 1), date(2011, 12, 9), "week")
    assert str(span.last) == "28 Nov – 4 Dec 2011"
    assert str(span.before) == "21–27 Nov 2011"
    assert span.open.start == date(2011, 12, 5)
    assert span.end == date(2011, 12, 9)
    assert "5–11 Dec 2011 is incomplete (5 of 7 days" in span.said_open()
    assert span.first.start == date(2010, 12, 6)


def test_a_month_that_begins_with_the_data_is_whole():
    span = span_of(date(2010, 12, 1), date(2011, 12, 9), "month")
    assert (str(span.first), str(span.last)) == ("Dec 2010", "Nov 2011")


def test_a_quarter_cut_at_its_start_is_left_out():
    span = span_of(date(2010, 12, 1), date(2011, 12, 9), "quarter")
    assert (str(span.first), str(span.last)) == ("Q1 2011", "Q3 2011")


def test_data_that_ends_with_its_week_leaves_nothing_open():
    span = span_of(date(2026, 1, 5), date(2026, 1, 18), "week")
    assert (span.open, span.said_open()) == (None, "")
    assert span.last.start == date(2026, 1, 12)


@pytest.mark.parametrize("kind", KINDS)
def test_a_few_days_are_no_period(kind):
    assert span_of(date(2026, 1, 6), date(2026, 1, 10), kind) is None


@given(days, kinds)
def test_every_day_is_in_its_period(day, kind):
    period = period_of(day, kind)
    assert period.start <= day <= period.end
    assert period.next().start == period.end + timedelta(days=1)
    assert period.next(5).next(-5) == period


@given(days, st.integers(0, 2000), kinds)
def test_a_span_lies_within_its_data(first, length, kind):
    last = first + timedelta(days=length)
    span = span_of(first, last, kind)
    if span is None:
        return
    assert first <= span.first.start <= span.last.start
    assert span.last.end <= last
    assert (span.open is None) == (span.last.end == last)
    assert span.last.next(1 - REACH[kind]).start <= span.first.start


def test_periods_are_named():
    assert str(Period("quarter", date(2011, 10, 1))) == "Q4 2011"
    assert str(Period("week", date(2010, 12, 27))) == "27 Dec 2010 – 2 Jan 2011"
