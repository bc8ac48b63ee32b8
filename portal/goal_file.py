"""What a company wants to reach: goals.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from pathlib import Path
from types import MappingProxyType
from typing import Any

from portal.company_file import CompanyError, read_toml

PERIODS = ("week", "month", "quarter")
MEASURES = ("active_days", "actions", "revenue")
ADDS_UP_WITHIN = 1e-6
KNOWN = {
    *("metric", "title", "owner", "period", "target", "over", "baseline", "path"),
    *("experiment", "measure"),
}


@dataclass(frozen=True)
class Goal:
    """What a metric should reach in each period; which way is good is the metric's.

    Attributes:
        metric: Its name in the catalogue.
        target: The value to reach; with a baseline that is a day, not known before it
            is measured, and 0 until then.
        period: week, month or quarter.
        name: Of the goal; the metric's where it has none of its own.
        owner: Who answers for it.
        path: Shares of the target for equal parts of the period; even without any.
        over: Growth wanted over the baseline, such as 0.2.
        baseline: A value, or a day of the period to compare with.
    """

    metric: str
    target: float
    period: str
    name: str = ""
    owner: str = ""
    path: tuple[float, ...] = ()
    over: float | None = None
    baseline: float | date | None = None

    def measured(self, before: float | None) -> Goal | None:
        """The goal with its target, once the value of its baseline is known.

        Args:
            before: The metric in the period of the baseline; None if it has no value.
        """
        if not isinstance(self.baseline, date):
            return self
        if before is None:
            return None
        return replace(self, target=before * (1 + (self.over or 0.0)))


@dataclass(frozen=True)
class Holdout:
    """What a treatment should do for its users, against users held out of it.

    Attributes:
        name: Of the goal.
        title: In words.
        experiment: Its key; its own `control` says who was held out.
        measure: What is counted per user, one of MEASURES.
        target: Growth wanted of its mean, such as 0.1.
        owner: Who answers for it.
    """

    name: str
    title: str
    experiment: str
    measure: str
    target: float
    owner: str = ""


def read(path: Path) -> tuple[Mapping[str, Goal], tuple[Holdout, ...]]:
    """The goals of a file, by name, and those against held-out users.

    Raises:
        CompanyError: If one cannot be used.
    """
    if not path.is_file():
        return MappingProxyType({}), ()
    goals: dict[str, Goal] = {}
    holdouts: list[Holdout] = []
    for name, table in read_toml(path).items():
        said = table if isinstance(table, dict) else {}
        where = f"{path}: [{name}]"
        if strange := sorted(set(said) - KNOWN):
            raise CompanyError(
                f"{where} says {', '.join(strange)}; it may say "
                f"{', '.join(sorted(KNOWN))}."
            )
        if "experiment" in said:
            holdouts.append(_holdout(where, name, said))
        else:
            goals[name] = _goal(where, name, said)
    return MappingProxyType(goals), tuple(holdouts)


def _goal(where: str, name: str, said: Mapping[str, Any]) -> Goal:
    period = said.get("period", "week")
    if period not in PERIODS:
        raise CompanyError(
            f"{where} has period {period!r}; it can be {', '.join(PERIODS)}."
        )
    over, baseline = said.get("over"), said.get("baseline")
    if (over is None) != (baseline is None):
        raise CompanyError(
            f"{where} has {'baseline' if over is None else 'over'} alone; "
            "over = 0.2 needs the baseline that it is over: a number, or a day such as "
            "baseline = 2026-08-03."
        )
    is_plain = over is None
    return Goal(
        metric=_words(where, said, "metric", name),
        target=_number(where, said, "target", 650) if is_plain else _over(where, said),
        period=period,
        name=name,
        owner=_words(where, said, "owner", ""),
        path=_path(where, said.get("path", "even")),
        over=None if over is None else float(over),
        baseline=baseline,
    )


def _over(where: str, said: Mapping[str, Any]) -> float:
    """The target over a baseline, if that is a number; 0 for a day."""
    if "target" in said:
        raise CompanyError(f"{where} has target and over; leave out one of them.")
    over = _number(where, said, "over", 0.2)
    if type(said["baseline"]) is date:
        return 0.0
    return _number(where, said, "baseline", 600) * (1 + over)


def _holdout(where: str, name: str, said: Mapping[str, Any]) -> Holdout:
    measure = said.get("measure", MEASURES[0])
    if measure not in MEASURES:
        raise CompanyError(
            f"{where} has measure {measure!r}; it can be {', '.join(MEASURES)}."
        )
    return Holdout(
        name=name,
        title=_words(where, said, "title", name.replace("_", " ").capitalize()),
        experiment=_words(where, said, "experiment", ""),
        measure=measure,
        target=_number(where, said, "target", 0.1),
        owner=_words(where, said, "owner", ""),
    )


def _number(where: str, said: Mapping[str, Any], key: str, such_as: float) -> float:
    value = said.get(key)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not isfinite(value):
        raise CompanyError(
            f"{where} has {key} {value!r}; it must be a number, such as "
            f"{key} = {such_as}."
        )
    return float(value)


def _words(where: str, said: Mapping[str, Any], key: str, default: str) -> str:
    value = said.get(key, default)
    if not isinstance(value, str):
        raise CompanyError(f"{where} has {key} {value!r}; it must be a text.")
    return value


def _path(where: str, said: Any) -> tuple[float, ...]:
    if said == "even":
        return ()
    parts = said if isinstance(said, list) else []
    are_numbers = parts and all(
        isinstance(one, int | float) and not isinstance(one, bool) and one >= 0
        for one in parts
    )
    if not are_numbers or abs(sum(parts) - 1) > ADDS_UP_WITHIN:
        raise CompanyError(
            f'{where} has path {said!r}; it must be "even", or shares of the target '
            "for equal parts of the period that add up to 1, such as [0.2, 0.3, 0.5]."
        )
    return tuple(float(one) for one in parts)
