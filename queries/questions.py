"""One question of metrics: what is asked, the statement for it, the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from queries import answers, filters, metrics
from queries.filters import Choices
from queries.metrics import Plan
from queries.periods import Coverage, Span

Run = Callable[[str, Mapping[str, Any]], pa.Table]


@dataclass(frozen=True)
class Question:
    """Metrics over a span of days, perhaps split and filtered."""

    plan: Plan
    span: Span
    values: Mapping[str, Any]

    @property
    def statement(self) -> tuple[str, Mapping[str, Any]]:
        """The statement with the values to bind."""
        return self.plan.sql, self.values

    def answer(self, run: Run, coverage: Mapping[str, Coverage]) -> pa.Table:
        """Run the statement and make the metrics from its rows."""
        found = run(*self.statement)
        return answers.assemble(self.plan, found, self.span, coverage)


def ask(
    names: Sequence[str],
    *,
    start: date,
    end: date,
    grain: str,
    by: str | None,
    where: Choices | None,
) -> Question:
    """Check a question and plan its statement.

    Raises:
        ValueError: If a metric, grain or dimension is not on offer, or the span is
            the wrong way round.
    """
    if isinstance(names, str):
        raise TypeError(f"metrics is the text {names!r}; give a list: [{names!r}].")
    first, last = (
        filters.typed("start", start, "date"),
        filters.typed("end", end, "date"),
    )
    if last < first:
        raise ValueError(
            f"start is {first} and end is {last}; end must not come before start."
        )
    picks = filters.chosen(where)
    values = {"start": first, "end": last, **filters.bound(picks)}
    span = Span(first, last, grain)
    return Question(metrics.plan(names, span, by, picks), span, values)
