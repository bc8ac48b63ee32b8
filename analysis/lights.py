"""Traffic lights: a tone and a word, from the goal and from what is usual."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analysis.usual import Usual

CLOSE = 0.05


class Light(NamedTuple):
    """A traffic light: a tone, which has a colour and a shape, and a word.

    Attributes:
        tone: "good", "warning", "bad" or "neutral".
        word: What is said beside it; understood without the colour.
    """

    tone: str
    word: str


def light(
    value: float | None, goal: float | None, better: str, usual: Usual | None
) -> Light:
    """The traffic light of a value: from its goal first, then from what is usual.

    | goal       | usual, for the metric | tone    | word                      |
    |------------|-----------------------|---------|---------------------------|
    | met        | as usual or better    | good    | Met                       |
    | met        | unusually bad         | warning | Met, but unusually low    |
    | close (5%) | any                   | warning | Close                     |
    | missed     | unusually good        | warning | Missed, but unusually high|
    | missed     | as usual or worse     | bad     | Missed                    |
    | none       | unusually good        | good    | Unusually high            |
    | none       | unusually bad         | bad     | Unusually low             |
    | none       | as usual              | neutral | Usual                     |
    | none       | not known             | neutral | No goal                   |

    Where no direction is good, the goal says nothing and unusual is a warning; with a
    goal and nothing known of what is usual, the word is "No direction". The sign of the
    change is no input: a fall may be good, and a rise may be usual.

    Args:
        value: Of the last complete period; None where there is none.
        goal: Its target for the same period; None where there is none.
        better: "higher", "lower" or "neutral".
        usual: What judge_last said of the value; None where it could not.

    Returns:
        The tone with its word.

    Raises:
        ValueError: If `better` is none of the three.

    Source:
        Few (2013), Information Dashboard Design, on alerts: by exception, and never by
        colour alone; Wheeler (2000), Understanding Variation, on what is usual.
    """
    if better not in {"higher", "lower", "neutral"}:
        raise ValueError(
            f"better is {better!r}; it can be 'higher', 'lower' or 'neutral'."
        )
    if value is None or np.isnan(value):
        return Light("neutral", "No value")
    side = usual.word if usual is not None else "usual"
    odd = side != "usual"
    if better == "neutral":
        if goal is not None and usual is None:
            return Light("neutral", "No direction")
        return Light("warning", f"Unusually {side}") if odd else _plain(usual)
    favours = odd and (side == "high") == (better == "higher")
    if goal is not None:
        return _by_goal(value, goal, better, side, favours)
    if odd:
        return Light("good" if favours else "bad", f"Unusually {side}")
    return _plain(usual)


def _plain(usual: Usual | None) -> Light:
    return Light("neutral", "No goal" if usual is None else "Usual")


def _by_goal(value: float, goal: float, better: str, side: str, favours: bool) -> Light:
    lacking = goal - value if better == "higher" else value - goal
    odd = side != "usual"
    if lacking <= 0:
        if odd and not favours:
            return Light("warning", f"Met, but unusually {side}")
        return Light("good", "Met")
    if lacking <= CLOSE * abs(goal):
        return Light("warning", "Close")
    if favours:
        return Light("warning", f"Missed, but unusually {side}")
    return Light("bad", "Missed")
