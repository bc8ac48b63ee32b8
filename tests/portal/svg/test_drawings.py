"""Drawings show what the frame holds, and escape every text in it."""

from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.svg.beside import Note
from portal.svg.bullet import bullet
from portal.svg.scales import spread, ticks
from portal.svg.sparkline import sparkline
from portal.svg.trend import trend

NAN = float("nan")
EVIL = "<script>alert(1)</script>"


def course(*values: float, complete: bool = True) -> pd.DataFrame:
    count = len(values)
    return pd.DataFrame(
        {
            "label": [f"{EVIL} {n}" for n in range(count)],
            "tick": [f"{EVIL} {n}" for n in range(count)],
            "value": pd.Series(values, dtype=float),
            "complete": [True] * (count - 1) + [complete],
        }
    )


def parse(markup: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(f"<all>{markup}</all>"))


def of_class(root: ElementTree.Element, css: str) -> list[ElementTree.Element]:
    return [node for node in root.iter() if css in node.get("class", "").split()]


def heights(line: ElementTree.Element) -> list[float]:
    return [float(point.split(",")[1]) for point in line.get("points").split()]


def drawn(values: pd.DataFrame, **goal: object) -> ElementTree.Element:
    wide, narrow = parse(trend(values, short=str, exact=lambda v: EVIL, **goal))
    assert wide.get("class") == "trend-wide"
    assert narrow.get("class") == "trend-narrow"
    return wide


def test_a_higher_value_stands_higher():
    [line] = of_class(drawn(course(1, 3, 2)), "s-line")
    low, high, middle = heights(line)
    assert high < middle < low


def test_the_incomplete_period_is_dashed_and_hollow():
    root = drawn(course(1, 2, 3, complete=False))
    assert len(of_class(root, "s-open")) == 1
    assert len([c for c in of_class(root, "s-hollow") if c.get("r") == "4"]) >= 1
    assert len(heights(of_class(root, "s-line")[0])) == 2


def test_a_gap_stays_a_gap():
    lines = of_class(drawn(course(1, 2, NAN, 3, 4)), "s-line")
    assert [len(heights(line)) for line in lines] == [2, 2]


def test_hostile_texts_are_words():
    root = drawn(course(1, 2), goal=3.0, goal_label=EVIL)
    assert not [node for node in root.iter() if "script" in str(node.tag)]
    texts = "".join(root.itertext())
    assert EVIL in texts


def test_the_goal_is_within_the_drawing():
    [line] = of_class(drawn(course(1, 2), goal=4.5, goal_label="Goal"), "s-goal")
    assert 0 < float(line.get("y1")) < 250


def test_a_goal_far_above_is_said_and_presses_nothing_flat():
    root = drawn(course(1, 2), goal=500.0, goal_label="Goal 500")
    assert not of_class(root, "s-goal")
    assert "↑ Goal 500" in "".join(root.itertext())
    [line] = of_class(root, "s-line")
    assert max(heights(line)) - min(heights(line)) > 50


def test_what_happened_is_a_numbered_line_and_never_covers_another():
    some = [Note(place, str(n), EVIL) for n, place in enumerate((0.1, 0.2, 2.5), 1)]
    root = drawn(course(1, 2, 3, 4), notes=some)
    lines = [node for group in of_class(root, "s-note") for node in group]
    badges = [node for node in lines if str(node.tag).endswith("circle")]
    assert len(badges) == 3
    places = {(node.get("cx"), node.get("cy")) for node in badges}
    assert len({y for _, y in places}) == 2
    titles = ["".join(node.itertext()) for node in lines if "title" in str(node.tag)]
    assert titles == [EVIL] * 3


def test_a_forecast_is_a_band_after_the_last_complete_period():
    to_come = pd.DataFrame(
        {
            "label": ["c", "d"],
            "tick": ["c", "d"],
            "value": [3.0, 4.0],
            "low": [2.0, 1.0],
            "high": [4.0, 7.0],
        }
    )
    root = drawn(course(1, 2), forecast=to_come)
    [band] = of_class(root, "s-band")
    [dashed, _] = of_class(root, "s-line")
    assert len(heights(dashed)) == 3
    assert len(heights(band)) == 6
    assert max(heights(band)) > max(heights(dashed)[1:])


def test_an_axis_that_does_not_begin_at_zero_bears_no_area():
    assert of_class(drawn(course(1, 9)), "s-area")
    assert not of_class(drawn(course(95, 99)), "s-area")


def test_without_a_value_nothing_is_drawn():
    assert trend(course(NAN, NAN), short=str, exact=str) == ""
    assert sparkline(course(NAN, 1)) == ""


def test_one_period_is_a_dot():
    assert of_class(drawn(course(5)), "s-dot")


@given(
    st.lists(st.one_of(st.just(NAN), st.floats(-1e9, 1e9)), min_size=1, max_size=60),
    st.booleans(),
)
def test_every_course_stays_within_its_drawing(values, complete):
    markup = sparkline(course(*values, complete=complete))
    known = sum(value == value for value in values)  # noqa: PLR0124 - NaN is not itself
    assert bool(markup) == (known >= 2)
    for root in parse(markup):
        for line in of_class(root, "s-spark"):
            assert all(0 <= y <= 36 for y in heights(line))


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=20))
def test_an_axis_encloses_its_values_in_round_steps(values):
    marks = ticks(values)
    assert marks[0] <= min(values) + 1e-6
    assert marks[-1] >= max(values) - 1e-6
    assert 2 <= len(marks) <= 8


def test_an_axis_begins_at_zero_unless_all_is_far_from_it():
    assert ticks([10, 90])[0] == 0
    assert ticks([95, 99])[0] > 0
    assert ticks([0, 0]) == [0, 0.25] or ticks([0, 0])[0] == 0


@given(st.integers(0, 200), st.integers(1, 8))
def test_the_last_period_always_has_its_day(count, wanted):
    places = spread(count, wanted)
    assert len(places) <= wanted
    assert not count or places[-1] == count - 1


@pytest.mark.parametrize("tone", ["good", "warning", "bad"])
def test_a_bullet_has_a_bar_and_a_tick(tone):
    [root] = parse(bullet(0.5, 0.862, tone))
    [bar] = of_class(root, f"s-fill-{tone}")
    [tick] = of_class(root, "s-tick")
    assert (bar.get("width"), tick.get("x")) == ("50.00%", "86.20%")
