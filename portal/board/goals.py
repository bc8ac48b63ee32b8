"""How a value stands to its goal: words and tone from the metric's direction."""

from __future__ import annotations

from dataclasses import dataclass

from portal.board.periods import Period
from portal.board.readings import Reading
from portal.company import Company, Goal
from portal.numbers import NBSP, format_number


@dataclass(frozen=True)
class Standing:
    """A value against its goal.

    Attributes:
        reading: The metric.
        goal: What is wanted.
        tone: "good", "warning", "bad", or "neutral" where no direction is good.
        word: Met, close or missed, and whether that is unusual.
        said: How far, such as "113% of goal" or "0.4 pp over".
        period: Of the value.
    """

    reading: Reading
    goal: Goal
    tone: str
    word: str
    said: str
    period: Period

    @property
    def met(self) -> bool:
        """Whether the goal was met, however usual that is."""
        better = self.reading.metric.better
        return is_met(self.reading.value or 0.0, self.goal.target, better)

    @property
    def filled(self) -> float:
        """How much of the bullet's track the value takes, from 0 to 1."""
        return min(max((self.reading.value or 0.0) / self._scale, 0.0), 1.0)

    @property
    def tick(self) -> float:
        """Where on the track the goal stands, from 0 to 1."""
        return min(max(self.goal.target / self._scale, 0.0), 1.0)

    @property
    def _scale(self) -> float:
        """The end of the track: room beyond the goal, and for the value itself."""
        return max(self.goal.target * 1.16, self.reading.value or 0.0) or 1.0


def standing(reading: Reading, period: Period, company: Company) -> Standing | None:
    """How the last complete period stands to the goal; None where there is none."""
    value, goal = reading.value, reading.goal
    if value is None or goal is None or goal.period != period.kind:
        return None
    said = _distance(value, goal.target, reading, company)
    return Standing(reading, goal, *reading.light, said, period)


def is_met(value: float, target: float, better: str) -> bool:
    """Whether a value meets its target."""
    return value <= target if better == "lower" else value >= target


def _distance(value: float, target: float, reading: Reading, company: Company) -> str:
    """How far the value is from the goal, in the unit that says it best."""
    metric = reading.metric
    if metric.better == "higher" and target > 0:
        share = value / target * 100
        # Rounding must not turn a goal just missed into one that is met.
        whole = int(share) if share < 100 else round(share)  # noqa: PLR2004
        return f"{whole}% of goal"
    difference = abs(value - target)
    side = "over" if value > target else "under"
    if metric.format == "percent":
        return f"{difference:.1f}{NBSP}pp {side} goal"
    return f"{format_number(difference, metric.format, company)} {side} goal"
