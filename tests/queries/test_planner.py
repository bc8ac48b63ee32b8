"""Whatever is asked of whatever rows: the planned answer equals the naive one."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from queries import Warehouse, catalog
from queries.metrics import GRAINS
from tests import oracle
from tests.warehouses import publish

FIRST = datetime(2026, 1, 26)  # a Monday whose week and month end apart
DAYS = 21
USERS = ["u1", "u2", "u3", None]
PRODUCTS = ["p1", "p2", "p3"]
COUNTRIES = ["DE", "FR", None]
METRICS = catalog.metrics()

moments = st.integers(0, DAYS * 24 * 60 - 1).map(lambda m: FIRST + timedelta(minutes=m))
cents = st.integers(0, 5000).map(lambda number: number / 100)
users = st.sampled_from(USERS)
countries = st.sampled_from(COUNTRIES)


@st.composite
def order_lines(draw, number):
    kind = draw(st.sampled_from(["sale", "sale", "sale", "refund", "adjustment"]))
    amount = draw(cents) * (-1 if kind == "refund" else 1)
    return {
        "order_line_id": f"l{number}",
        "order_id": draw(st.sampled_from(["o1", "o2", "o3", "o4", "o5"])),
        "ordered_at": draw(moments),
        "user_id": draw(users),
        "product_id": draw(st.sampled_from(PRODUCTS)),
        "country": draw(countries),
        "channel": draw(st.sampled_from(["group", None])),
        "kind": kind,
        "quantity": draw(st.integers(1, 4)),
        "unit_price": 1,
        "amount": amount,
        "refunded_amount": draw(st.one_of(st.none(), cents)),
    }


@st.composite
def interactions(draw, number):
    surface = draw(st.sampled_from(["feed", "messenger", "app"]))
    actions = {"feed": ["view", "like"], "messenger": ["message"], "app": ["open"]}
    return {
        "interaction_id": f"i{number}",
        "occurred_at": draw(moments),
        "user_id": draw(users.filter(bool)),
        "peer_user_id": draw(users),
        "product_id": draw(st.sampled_from([*PRODUCTS, None])),
        "surface": surface,
        "action": draw(st.sampled_from(actions[surface])),
        "country": draw(countries),
        "city": draw(st.sampled_from(["Bonn", None])),
        "source": draw(st.sampled_from(["ads", None])),
        "os": draw(st.sampled_from(["iOS", None])),
    }


@st.composite
def worlds(draw):
    many = st.integers(0, 14)
    return {
        "dim_user": [
            {
                "user_id": "u1",
                "country": "DE",
                "source": "ads",
                "os": "iOS",
                "city": None,
            },
            {
                "user_id": "u2",
                "country": None,
                "source": None,
                "os": None,
                "city": "Rom",
            },
        ],
        "dim_product": [
            {"product_id": "p1", "name": "Mug", "category": "Kitchen"},
            {"product_id": "p2", "name": "Mug", "category": None},
        ],
        "fct_order_line": [draw(order_lines(n)) for n in range(draw(many))],
        "fct_interaction": [draw(interactions(n)) for n in range(draw(many))],
    }


@st.composite
def questions(draw):
    metric = METRICS[draw(st.sampled_from(sorted(METRICS)))]
    start = draw(st.integers(0, DAYS - 1))
    end = draw(st.integers(start, DAYS - 1))
    dimensions = sorted(metric.dimensions)
    filtered = draw(st.one_of(st.none(), st.sampled_from(dimensions)))
    return {
        "metric": metric.name,
        "start": (FIRST + timedelta(days=start)).date(),
        "end": (FIRST + timedelta(days=end)).date(),
        "grain": draw(st.sampled_from(GRAINS)),
        "by": draw(st.one_of(st.none(), st.sampled_from(dimensions))),
        "filtered": filtered,
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
    return None if METRICS[metric].ratio else 0


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
    covered = snapshot.coverage().get(METRICS[metric].subject)
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


@cache
def busy_world():
    """One world with every kind of row, the same in every run."""
    lines, events = [], []
    for n in range(60):
        at = FIRST + timedelta(hours=(n * 37) % (DAYS * 24))
        kind = "refund" if n % 7 == 0 else "adjustment" if n % 11 == 0 else "sale"
        lines.append(
            {
                "order_line_id": f"l{n}",
                "order_id": f"o{n // 2}",
                "ordered_at": at,
                "user_id": USERS[n % 4],
                "product_id": PRODUCTS[n % 3],
                "country": COUNTRIES[n % 3],
                "channel": ["group", None][n % 2],
                "kind": kind,
                "quantity": n % 4 + 1,
                "unit_price": 1,
                "amount": (-n if kind == "refund" else n) / 100,
                "refunded_amount": [None, 0.05, None][n % 3],
            }
        )
        surface = ["feed", "messenger", "app"][n % 3]
        action = {
            "feed": ["view", "like"][n % 2],
            "messenger": "message",
            "app": "open",
        }
        events.append(
            {
                "interaction_id": f"i{n}",
                "occurred_at": at + timedelta(hours=5),
                "user_id": USERS[n % 7 % 3],
                "peer_user_id": USERS[n % 4],
                "product_id": [*PRODUCTS, None][n % 4],
                "surface": surface,
                "action": action[surface],
                "country": COUNTRIES[n % 3],
                "city": ["Bonn", None][n % 2],
                "source": ["ads", None][n % 2],
                "os": ["iOS", None][n % 2],
            }
        )
    return {
        "dim_user": [
            {
                "user_id": "u1",
                "country": "DE",
                "source": "ads",
                "os": "iOS",
                "city": None,
            },
            {
                "user_id": "u2",
                "country": None,
                "source": None,
                "os": None,
                "city": "Rom",
            },
        ],
        "dim_product": [
            {"product_id": "p1", "name": "Mug", "category": "Kitchen"},
            {"product_id": "p2", "name": "Mug", "category": None},
        ],
        "fct_order_line": lines,
        "fct_interaction": events,
    }


@pytest.fixture(scope="module")
def busy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("busy")
    publish(folder, busy_world())
    return Warehouse(folder).snapshot(), oracle.Oracle(busy_world())


@pytest.mark.parametrize("metric", sorted(METRICS))
def test_every_metric_agrees_in_every_grain_and_split(busy, metric):
    for grain in GRAINS:
        for by in (None, *METRICS[metric].dimensions):
            for filtered in {None, by} if grain == "week" else {None}:
                question = {
                    "metric": metric,
                    "start": date(2026, 1, 28),
                    "end": date(2026, 2, 12),
                    "grain": grain,
                    "by": by,
                    "filtered": filtered,
                    "some": 1,
                }
                assert_agrees(*busy, question)


def test_the_naive_way_knows_every_metric():
    assert set(oracle.ALL) == set(METRICS)


def test_asking_for_many_metrics_is_asking_for_each(busy):
    snapshot, _ = busy
    by_source = defaultdict(list)
    for name, metric in METRICS.items():
        by_source[metric.source.name].append(name)
    span = {"start": date(2026, 1, 28), "end": date(2026, 2, 12), "grain": "week"}
    together = snapshot.measure(list(METRICS), **span)
    assert list(together.columns) == ["period", *METRICS]
    for name in METRICS:
        alone = snapshot.measure([name], **span)
        pd.testing.assert_series_equal(together[name], alone[name])
    compiled = snapshot.compiled_measure(list(METRICS), **span)
    assert len(compiled) == len(by_source)
