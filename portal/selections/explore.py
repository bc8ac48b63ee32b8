"""The explorer's question: which metric, split, grain, days and filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from portal import address
from portal.address import Field
from queries import catalog
from queries.answers import Coverage
from queries.definitions import Metric
from queries.snapshot import Snapshot

DAYS_SHOWN = 90
NO_SPLIT = "none"
GRAINS = ("day", "week", "month", "all")
CHARTS = ("line", "bar", "area", "table")
TOPS = ("3", "5", "7", "20", "50")
CONTROLS = ("metric", "by", "grain", "chart", "top", "start", "end")


@dataclass(frozen=True)
class Question:
    """What an address of the explorer asks.

    Attributes:
        metric: The number.
        by: Dimension that splits it, or None.
        grain: "day", "week", "month" or "all" (one number for all days).
        chart: "line", "bar", "area" or "table".
        top: Segments that are drawn; the others are summed up or counted.
        start: First day, included.
        end: Last day, included.
        first: First day with data.
        last: Last day with data.
        where: Values to keep, by dimension; only those that were chosen.
        problems: What the address says that cannot be.
    """

    metric: Metric
    by: str | None
    grain: str
    chart: str
    top: int
    start: date
    end: date
    first: date
    last: date
    where: Mapping[str, tuple[str, ...]]
    problems: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The question in words: "Revenue by week and country"."""
        parts = [] if self.grain == "all" else [self.grain]
        if self.by:
            parts.append(self.metric.dimensions[self.by].lower())
        return " by ".join([self.metric.title, " and ".join(parts)][: 1 + bool(parts)])


def metrics(coverage: Mapping[str, Coverage]) -> dict[str, Metric]:
    """The metrics whose data there is, by name."""
    known = catalog.metrics()
    return {name: one for name, one in known.items() if one.subject in coverage}


def within(asked: Mapping[str, object], days: Coverage) -> dict[str, object]:
    """The days asked for, kept where another metric has data; else its own default."""
    first, last = str(days.first_on), str(days.last_on)
    inside = all(first <= str(asked.get(name, "")) <= last for name in ("start", "end"))
    return {} if inside else {"start": str(_begin(days)), "end": last}


def _begin(days: Coverage) -> date:
    return max(days.first_on, days.last_on - timedelta(days=DAYS_SHOWN - 1))


def grains(metric: Metric) -> list[str]:
    """The lengths of a period that the explorer offers for a metric."""
    return [grain for grain in GRAINS if grain in metric.grains]


def fields(metric: Metric, coverage: Mapping[str, Coverage]) -> list[Field]:
    """What the address may say, given the metric."""
    days = coverage[metric.subject]
    names = list(metrics(coverage))
    return [
        address.choice("metric", names, names[0]),
        address.choice("by", [NO_SPLIT, *metric.dimensions], NO_SPLIT),
        address.choice("grain", grains(metric), "week"),
        address.choice("chart", CHARTS, "line"),
        address.choice("top", TOPS, "7"),
        address.day("start", _begin(days), days.first_on, days.last_on),
        address.day("end", days.last_on, days.first_on, days.last_on),
        *(address.choices(name) for name in metric.dimensions),
    ]


def read(
    given: Mapping[str, str | Sequence[str]], coverage: Mapping[str, Coverage]
) -> Question:
    """The question of an address; what cannot be takes its default and is named.

    Raises:
        ValueError: If there is no data at all to ask about.
    """
    known = metrics(coverage)
    if not known:
        raise ValueError("There is no data yet; run `python -m pipeline refresh`.")
    wanted = given.get("metric", "")
    name = wanted if isinstance(wanted, str) else (list(wanted) or [""])[-1]
    metric = known.get(name, next(iter(known.values())))
    state = address.read(given, fields(metric, coverage))
    days = coverage[metric.subject]
    problems = list(state.problems)
    if state["start"] > state["end"]:
        problems.append("The first day is after the last; they were exchanged.")
    start, end = sorted((state["start"], state["end"]))
    return Question(
        metric=metric,
        by=None if state["by"] == NO_SPLIT else state["by"],
        grain=state["grain"],
        chart=state["chart"],
        top=int(state["top"]),
        start=start,
        end=end,
        first=days.first_on,
        last=days.last_on,
        where={name: state[name] for name in metric.dimensions if state[name]},
        problems=tuple(problems),
    )


def written(question: Question) -> dict[str, object]:
    """Every value of a question by its name in the address."""
    return {
        "metric": question.metric.name,
        "by": question.by or NO_SPLIT,
        "grain": question.grain,
        "chart": question.chart,
        "top": str(question.top),
        "start": question.start,
        "end": question.end,
        **question.where,
    }


def write(question: Question, coverage: Mapping[str, Coverage]) -> str:
    """The address that asks a question, what is default left out."""
    return address.write(written(question), fields(question.metric, coverage))


def answer(
    snapshot: Snapshot,
    question: Question,
    *,
    grain: str | None = None,
    by: str | None = "",
    where: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """The metric as asked, all segments; `grain`, `by`, `where` override."""
    return snapshot.measure(
        [question.metric.name],
        start=question.start,
        end=question.end,
        grain=grain or question.grain,
        by=question.by if by == "" else by,
        where=question.where if where is None else where,
    )
