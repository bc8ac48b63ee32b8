"""Metrics on a page: their cards with the change, their units on axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dash import html

from portal.company import Company
from portal.components.cards import Change, kpi_card
from portal.figures.style import Scale
from portal.numbers import (
    NBSP,
    SUFFIXES,
    format_change,
    format_number,
    format_period,
    is_missing,
)
from queries import catalog
from queries.definitions import Metric
from queries.snapshot import Snapshot

Where = Mapping[str, Sequence[str]]
SAMPLE = 1.0


@dataclass(frozen=True)
class Span:
    """Days that a page shows, both included, within those that have data."""

    start: date
    end: date
    first: date

    @property
    def before(self) -> tuple[date, date] | None:
        """As many days right before; None where the data begins later."""
        length = (self.end - self.start).days + 1
        begin = self.start - timedelta(days=length)
        if begin < self.first:
            return None
        return begin, self.start - timedelta(days=1)

    @property
    def words(self) -> str:
        """The days as they are read."""
        return format_period(self.start, self.end)


def metric_cards(
    snapshot: Snapshot,
    company: Company,
    names: Sequence[str],
    span: Span,
    where: Where | None = None,
) -> list[html.Section]:
    """A card for each metric, with its change against as many days before."""
    now = snapshot.measure(names, start=span.start, end=span.end, where=where)
    earlier = None
    if span.before:
        begin, end = span.before
        earlier = snapshot.measure(names, start=begin, end=end, where=where)
    return [
        metric_card(
            catalog.metric(name),
            now[name].iloc[0],
            earlier[name].iloc[0] if earlier is not None else None,
            span,
            company,
        )
        for name in names
    ]


def metric_card(
    metric: Metric, value: Any, before: Any, span: Span, company: Company
) -> html.Section:
    """One metric with its change; its definition on hover over the title."""
    unit = metric.format
    return kpi_card(
        metric.title,
        format_number(value, unit, company),
        exact=format_number(value, unit, company, exact=True),
        change=change_of((unit, metric.better), value, before, span, company),
        about=metric.about,
    )


def change_of(
    kind: tuple[str, str], value: Any, before: Any, span: Span, company: Company
) -> Change:
    """How a value moved against as many days before, and whether that is good.

    Args:
        kind: The unit, and which way is good: "higher", "lower" or "neutral".
        value: Of these days.
        before: Of as many days before.
        span: The days.
        company: Whose number it is.
    """
    if span.before is None:
        return Change("–", "no earlier days to compare")
    unit, better = kind
    versus = f"vs {format_period(*span.before)}"
    if is_missing(value) or is_missing(before):
        return Change("–", versus)
    text = format_change(value, before, unit, company)
    move = int(value > before) - int(value < before)
    if not any(digit in text for digit in "123456789"):
        return Change(text, versus)
    good = {"higher": 1, "lower": -1, "neutral": 0}[better] * move
    tone = {1: "good", -1: "bad", 0: "neutral"}[good]
    return Change(text, versus, tone, "▲" if move > 0 else "▼")


def scale_of(unit: str, company: Company) -> Scale:
    """How an axis writes numbers of a unit: the sign of the currency, a percent."""
    if unit != "currency":
        decimals = 2 if unit in {"percent", "ratio"} else 0
        return Scale(suffix=SUFFIXES.get(unit, ""), decimals=decimals)
    before, _, after = format_number(SAMPLE, unit, company).partition("1")
    return Scale(prefix=before, suffix=after.replace(NBSP, " "), decimals=2)


def unit_words(unit: str, company: Company) -> str:
    """The unit as a title states it: GBP, %, orders."""
    return {"currency": company.currency, "percent": "%", "count": "number"}.get(
        unit, unit
    )
