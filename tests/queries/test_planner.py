"""Whatever is asked of whatever rows: the planned answer equals the naive one."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from queries import Warehouse, catalog, rollups
from tests import formulas, oracle
from tests.warehouses import publish
from tests.worlds import DAYS, FIRST, busy_world, worlds

METRICS = catalog.metrics()


# Days from the first, and the grain to ask by: marts of weeks answer only for whole
# ones, and what is counted by day only by day.
WHOLE = [
    (0, DAYS - 1, "day"),
    (0, DAYS - 1, "week"),
    (0, DAYS - 1, "all"),
    (7, 13, "all"),
    (9, 9, "all"),
    (6, 33, "month"),
]


@st.composite
def spans(draw):
    start = draw(st.integers(0, DAYS - 1))
    return start, draw(st.integers(start, DAYS - 1))


@st.composite
def questions(draw):
    metric = METRICS[draw(st.sampled_from(sorted(METRICS)))]
    whole = st.sampled_from([(start, end) for start, end, _ in WHOLE])
    start, end = draw(st.one_of(whole, spans()))
    dimensions = [None, *sorted(metric.dimensions)]
    return {
        "metric": metric.name,
        "start": (FIRST + timedelta(days=start)).date(),
        "end": (FIRST + timedelta(days=end)).date(),
        "grain": draw(st.sampled_from(metric.grains)),
        "by": draw(st.sampled_from(dimensions)),
        "filtered": draw(st.sampled_from(dimensions)),
        "some": draw(st.integers(1, 2)),
    }


def as_cells(frame, metric):
    keys = [name for name in ("period", "segment") if name in frame]
    cells = {}
    for row in frame.to_dict("records"):
        value = row[metric]
        cells[tuple(row[key] for key in keys)] = None if pd.isna(value) else value
    return cells


def nothing(metric):
    return 0 if METRICS[metric].from_zero else None


def assert_agrees(snapshot, naive, question):
    metric, some = question["metric"], question["some"]
    span = {name: question[name] for name in ("start", "end")}
    where = {}
    if question["filtered"]:
        present = snapshot.measure([metric], **span, by=question["filtered"])
        where = {question["filtered"]: [*present["segment"][:some], "nowhere"]}
    asked = {**span, "grain": question["grain"], "by": question["by"]}
    found = as_cells(snapshot.measure([metric], **asked, where=where), metric)
    expected = naive.measure(metric, **asked, where=where)
    covered = snapshot.measurable().get(METRICS[metric].subject)
    for key in found.keys() | expected.keys():
        if not _covered(key, question, covered):
            assert found.get(key) is None
        else:
            right = expected.get(key, nothing(metric))
            assert found.get(key, nothing(metric)) == pytest.approx(right), (key, where)


def _covered(key, question, covered):
    """Whether the period has a day between the subject's first and last."""
    if covered is None:
        return False
    first, last = question["start"], question["end"]
    if question["grain"] != "all":
        days = pd.date_range(first, last)
        inside = [d.date() for d in days]
        inside = [d for d in inside if oracle.first_day(d, question["grain"]) == key[0]]
        first, last = inside[0], inside[-1]
    return first <= covered.last_on and last >= covered.first_on


@settings(
    max_examples=30,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # to shrink a world takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
)
@given(world=worlds(), asked=st.lists(questions(), min_size=15, max_size=15))
def test_a_planned_answer_equals_the_naive_one(world, asked):
    naive = oracle.Oracle(world)
    with tempfile.TemporaryDirectory() as folder:
        publish(Path(folder), world)
        snapshot = Warehouse(Path(folder)).snapshot()
        for question in asked:
            assert_agrees(snapshot, naive, question)


@pytest.fixture(scope="module")
def busy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("busy")
    publish(folder, busy_world())
    return Warehouse(folder).snapshot(), oracle.Oracle(busy_world())


@pytest.mark.parametrize("metric", sorted(METRICS))
def test_every_metric_agrees_in_every_grain_and_split(busy, metric):
    for grain in METRICS[metric].grains:
        for by in (None, *METRICS[metric].dimensions):
            for filtered in {None, by} if grain == "week" else {None}:
                assert_agrees(*busy, asking(metric, grain, by, filtered))


@pytest.mark.parametrize("metric", sorted(rollups.offered()))
def test_what_marts_answer_agrees_over_whole_weeks_and_on_one_day(busy, metric):
    for first, last, grain in WHOLE:
        span = {
            "start": (FIRST + timedelta(days=first)).date(),
            "end": (FIRST + timedelta(days=last)).date(),
        }
        if grain not in METRICS[metric].grains:
            continue
        for by, filtered, some in splits(metric):
            assert_agrees(*busy, asking(metric, grain, by, filtered, some) | span)


def splits(metric):
    """Each dimension that a mart of it holds: to split, to filter, beside another."""
    levels = [level for one in rollups.offered()[metric] for level in one.levels]
    names = sorted(set().union(*(level.dimensions for level in levels)))
    found = [
        (by, name, some) for by in (None, *names) for name in names for some in (1, 2)
    ]
    return [(None, None, 1), *((name, None, 1) for name in names), *found]


def asking(metric, grain, by, filtered, some=1):
    return {
        "metric": metric,
        "start": date(2026, 1, 28),
        "end": date(2026, 3, 8),
        "grain": grain,
        "by": by,
        "filtered": filtered,
        "some": some,
    }


@pytest.mark.parametrize("metric", sorted(METRICS))
def test_the_busy_world_says_something_of_every_metric(busy, metric):
    snapshot, _ = busy
    days = {"start": date(2026, 1, 26), "end": date(2026, 3, 8)}
    values = snapshot.measure([metric], **days, grain="week")[metric]
    assert (values.fillna(0) != 0).any()


def test_the_naive_way_knows_every_metric():
    made = [name for kind in formulas.ALL.values() for name in kind]
    assert sorted([*made, *formulas.ACROSS]) == sorted(METRICS)


def test_asking_for_many_metrics_is_asking_for_each(busy):
    snapshot, _ = busy
    span = {"start": date(2026, 1, 28), "end": date(2026, 2, 12), "grain": "week"}
    together = snapshot.measure(list(METRICS), **span)
    assert list(together.columns) == ["period", *METRICS]
    for name in METRICS:
        alone = snapshot.measure([name], **span)
        pd.testing.assert_series_equal(together[name], alone[name])
    compiled = snapshot.compiled_measure(list(METRICS), **span)
    assert len(compiled) == 1
