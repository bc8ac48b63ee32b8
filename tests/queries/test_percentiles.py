"""Percentiles of counts by class: of sums of counts, never of other percentiles."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from math import ceil

import pandas as pd
import pytest

from queries import Warehouse, catalog, questions
from queries.definitions import Dimension, Percentile, Source
from tests.asking import SPAN, assert_equal
from tests.warehouses import publish

CLASSES = (1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000)
NAMES = ["waited_p50", "waited_p95", "waited_p999"]
SOURCE = Source(
    name="waiting",
    table="agg_latency_day",
    alias="wait",
    time="wait.slot_on",
    subject="feed",
    where=None,
    joins={},
    dimensions={
        name: Dimension(name, name, f"wait.{name}") for name in ("surface", "country")
    },
    entity=None,
)


@pytest.fixture(autouse=True)
def known(monkeypatch):
    """The catalogue with three percentiles of the time that the server took."""
    found = dict(catalog.metrics())
    for name, share in zip(NAMES, (0.5, 0.95, 0.999), strict=True):
        found[name] = replace(
            found["views"],
            name=name,
            value=None,
            unit="milliseconds",
            source=SOURCE,
            dimensions={one: one for one in SOURCE.dimensions},
            percentile=Percentile(share, "wait.latency_to", "wait.requests"),
        )
    monkeypatch.setattr(catalog, "metrics", lambda: found)


def measured(warehouse, *names, **more):
    asked = {"start": date(2026, 1, 5), "end": date(2026, 1, 14), **more}
    return warehouse.snapshot().measure(names or NAMES, **asked)


def requests(*latencies, day=5, **more):
    at = datetime(2026, 1, day, 12)
    return [{"occurred_at": at, "latency_ms": one, **more} for one in latencies]


def test_it_is_the_end_of_the_class_that_holds_the_share(warehouse_of):
    rows = requests(*[4] * 50, *[90] * 45, *[400] * 5)
    [row] = measured(warehouse_of(fct_interaction=rows)).to_dict("records")
    assert row == {"waited_p50": 5, "waited_p95": 100, "waited_p999": 500}


def test_one_request_more_moves_it_to_the_next_class(warehouse_of):
    rows = requests(*[4] * 50, *[90] * 45, *[400] * 6)
    [row] = measured(warehouse_of(fct_interaction=rows)).to_dict("records")
    assert row == {"waited_p50": 100, "waited_p95": 500, "waited_p999": 500}


def test_percentiles_of_parts_are_not_averaged(warehouse_of):
    many, few = requests(*[4] * 98), requests(*[400] * 2, day=6)
    warehouse = warehouse_of(fct_interaction=[*many, *few])
    assert measured(warehouse, "waited_p95")["waited_p95"].tolist() == [5]
    days = measured(warehouse, "waited_p95", grain="day")["waited_p95"]
    assert days[:2].tolist() == [5, 500]
    assert days[2:].isna().all()


def test_nothing_has_no_percentile(warehouse_of):
    warehouse = warehouse_of(fct_interaction=requests(None, day=5))
    assert measured(warehouse).isna().all(axis=None)


def naive(latencies, share):
    """The class of the smallest latency that has at least the share at or below it."""
    ordered = sorted(latencies)
    exact = ordered[ceil(round(share * len(ordered), 6)) - 1]
    return next(end for end in CLASSES if exact <= end)


@pytest.mark.parametrize("seed", range(5))
def test_whatever_is_asked_equals_the_naive_way(tmp_path, seed):
    chance = random.Random(seed)
    rows = [
        {
            "occurred_at": datetime(2026, 1, 5) + timedelta(days=chance.randrange(10)),
            "latency_ms": round(chance.lognormvariate(3, 1.5)) % 1000,
            "surface": chance.choice(["feed", "app"]),
            "country": chance.choice(["DE", "FR", None]),
        }
        for _ in range(300)
    ]
    publish(tmp_path, {"fct_interaction": rows})
    where = {"country": ["DE", "unknown"]}
    found = measured(Warehouse(tmp_path), grain="week", by="surface", where=where)
    frame = pd.DataFrame(rows)
    frame = frame[frame["country"] != "FR"]
    frame["period"] = [at.date() - timedelta(at.weekday()) for at in frame.occurred_at]
    groups = frame.groupby(["period", "surface"])["latency_ms"]
    assert len(found) == len(groups)
    for row in found.to_dict("records"):
        latencies = groups.get_group((row["period"], row["segment"]))
        for name, share in zip(NAMES, (0.5, 0.95, 0.999), strict=True):
            assert row[name] == naive(latencies, share), row


@pytest.mark.parametrize("grain", ["day", "week", "all"])
@pytest.mark.parametrize("by", [None, "country"])
def test_the_other_engines_find_the_same(tiny, engine, grain, by):
    names = [*NAMES, "views", "orders"]
    asked = {**SPAN, "grain": grain, "by": by}
    snapshot = tiny.snapshot()
    found = questions.ask(names, where=None, **asked).answer(
        engine.table, snapshot.measurable()
    )
    expected = snapshot.measure(names, **asked)
    assert_equal(found, expected)
    assert expected["waited_p95"].notna().any()
