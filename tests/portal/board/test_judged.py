"""The board's lights follow goal and history; no colour stands without a word."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from portal.board.course import change_of
from portal.board.judged import judge
from portal.board.periods import Period, Span
from portal.board.readings import Reading
from portal.company import Company, Goal
from portal.components.cards import changed, status
from portal.paint import paint
from queries import catalog

TINY = Company("Tiny", currency="GBP", locale="en-GB")
MONDAY = date(2026, 1, 5)
STEADY = [500, 504, 498, 502, 496, 503, 499, 501, 497, 505, 500, 502, 498, 504, 500]
LAST = Period("week", MONDAY + timedelta(weeks=len(STEADY)))
SPAN = Span(LAST, Period("week", MONDAY), None, LAST.end)


def reading(name: str, last: float, target: float | None = None, kind: str = "week"):
    """A metric of fifteen steady weeks and a last one."""
    starts = [MONDAY + timedelta(weeks=week) for week in range(len(STEADY) + 1)]
    course = pd.Series([*STEADY, last], index=starts, dtype=float)
    metric = catalog.metric(name)
    goal = None if target is None else Goal(name, target, kind)
    usual = judge(metric, pd.DataFrame({name: course}), "week")
    return Reading(metric, course, None, goal, LAST, usual=usual)


@pytest.mark.parametrize(
    ("name", "last", "target", "light", "colour"),
    [
        ("revenue", 502, None, ("neutral", "Usual"), "neutral"),
        ("revenue", 900, None, ("good", "Unusually high"), "good"),
        ("revenue", 100, None, ("bad", "Unusually low"), "bad"),
        ("refunds", 900, None, ("bad", "Unusually high"), "bad"),
        ("refunds", 100, None, ("good", "Unusually low"), "good"),
        ("revenue", 502, 450, ("good", "Met"), "good"),
        ("revenue", 498, 450, ("good", "Met"), "neutral"),
        ("revenue", 100, 50, ("warning", "Met, but unusually low"), "neutral"),
        ("revenue", 498, 510, ("warning", "Close"), "neutral"),
        ("revenue", 498, 600, ("bad", "Missed"), "bad"),
        ("revenue", 502, 600, ("bad", "Missed"), "neutral"),
        ("revenue", 900, 2000, ("warning", "Missed, but unusually high"), "neutral"),
        ("refunds", 498, 600, ("good", "Met"), "good"),
        ("refunds", 100, 50, ("warning", "Missed, but unusually low"), "neutral"),
    ],
)
def test_the_light_of_a_card_and_the_colour_of_its_change(
    name, last, target, light, colour
):
    one = reading(name, last, target)
    assert one.light == light
    change = change_of(one, SPAN, TINY)
    assert change.tone == colour
    assert change.arrow == ("▲" if last > STEADY[-1] else "▼")
    # Whatever has a colour on the card has it from a light that says a word.
    assert colour in {"neutral", one.light.tone}
    assert one.light.word in paint(status(*one.light))


def test_the_arrow_is_grey_whatever_the_tone():
    painted = paint(changed(change_of(reading("revenue", 100), SPAN, TINY)))
    assert 'class="kpi-change tone-bad"><span class="arrow"' in painted
    [arrow] = re.findall(r'<span class="arrow"[^>]*>([^<]*)<', painted)
    assert arrow.strip() == "▼"


def test_a_goal_for_another_period_leaves_the_light_to_what_is_usual():
    assert reading("revenue", 502, 9000, "month").light == ("neutral", "Usual")


def test_without_a_history_nobody_can_know():
    short = reading("revenue", 900)
    young = replace(short, usual=judge(short.metric, _weeks(3), "week"))
    assert young.usual is None
    assert young.light == ("neutral", "No goal")


def _weeks(count: int) -> pd.DataFrame:
    return pd.DataFrame({"revenue": [500.0] * count})
