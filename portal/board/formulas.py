"""The formula of a metric, and what each metric in it added to a change."""

from __future__ import annotations

from contextlib import suppress
from typing import NamedTuple

import pandas as pd

from analysis.tree import explain_formula, parse
from portal.board.periods import Span
from queries import catalog
from queries.definitions import Metric


class Factor(NamedTuple):
    """A metric of a formula: its title, its values, and what it added to the whole."""

    title: str
    before: float
    after: float
    added: float


def names_of(metric: Metric) -> tuple[str, ...]:
    """The metrics of its formula; none where it has no formula."""
    text = _formula(metric)
    return parse(text).names if text else ()


def factors_of(metric: Metric, wholes: pd.DataFrame, span: Span) -> tuple[Factor, ...]:
    """What each metric of the formula added; none where it cannot be worked out."""
    text = _formula(metric)
    if text is None:
        return ()
    was, now = (
        wholes.loc[period.start].astype(float).to_dict()
        for period in (span.before, span.last)
    )
    # Without a denominator in one of the two periods there is nothing to tell.
    with suppress(ValueError):
        rows = explain_formula(parse(text), was, now)
        return tuple(
            Factor(
                catalog.metric(str(row.Index)).title, row.before, row.after, row.change
            )
            for row in rows.itertuples()
        )
    return ()


def _formula(metric: Metric) -> str | None:
    """What it is exactly: its identity, or its ratio written as one."""
    if metric.identity or not metric.ratio:
        return metric.identity
    above, below = metric.ratio
    return f"{metric.times!r} * {above} / {below}"
