"""A light follows the goal first, then what is usual, never the sign alone."""

import pytest

from analysis.lights import light
from analysis.usual import Usual

HIGH = Usual(130, 100, 90, 110, 5.0, 84)
LOW = Usual(70, 100, 90, 110, -5.0, 84)
PLAIN = Usual(100, 100, 90, 110, 0.0, 84)


@pytest.mark.parametrize(
    ("value", "goal", "better", "usual", "tone", "word"),
    [
        (100, 90, "higher", PLAIN, "good", "Met"),
        (130, 90, "higher", HIGH, "good", "Met"),
        (70, 60, "higher", LOW, "warning", "Met, but unusually low"),
        (100, 104, "higher", PLAIN, "warning", "Close"),
        (130, 200, "higher", HIGH, "warning", "Missed, but unusually high"),
        (100, 200, "higher", PLAIN, "bad", "Missed"),
        (70, 200, "higher", LOW, "bad", "Missed"),
        (70, 80, "lower", LOW, "good", "Met"),
        (130, 140, "lower", HIGH, "warning", "Met, but unusually high"),
        (70, 60, "lower", LOW, "warning", "Missed, but unusually low"),
        (130, 60, "lower", HIGH, "bad", "Missed"),
        (130, None, "higher", HIGH, "good", "Unusually high"),
        (130, None, "lower", HIGH, "bad", "Unusually high"),
        (70, None, "higher", LOW, "bad", "Unusually low"),
        (70, None, "lower", LOW, "good", "Unusually low"),
        (100, None, "higher", PLAIN, "neutral", "Usual"),
        (100, None, "higher", None, "neutral", "No goal"),
        (100, 90, "higher", None, "good", "Met"),
        (130, 90, "neutral", HIGH, "warning", "Unusually high"),
        (100, 90, "neutral", PLAIN, "neutral", "Usual"),
        (None, 90, "higher", PLAIN, "neutral", "No value"),
    ],
)
def test_the_light_follows_the_table(value, goal, better, usual, tone, word):
    assert light(value, goal, better, usual) == (tone, word)


def test_a_fall_is_good_where_lower_is_better_and_usual_is_never_green_or_red():
    assert light(70, None, "lower", LOW).tone == "good"
    assert light(70, None, "higher", LOW).tone == "bad"
    for better in ("higher", "lower", "neutral"):
        assert light(100, None, better, PLAIN).tone == "neutral"


def test_a_direction_that_is_none_is_refused():
    with pytest.raises(ValueError, match="better is 'up'; it can be 'higher'"):
        light(1, None, "up", None)
