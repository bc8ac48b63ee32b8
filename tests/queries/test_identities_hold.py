"""What a metric is said to equal, it equals: on any rows, in every grain and split."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from queries import Warehouse, catalog, identities
from tests.identity_values import value
from tests.warehouses import publish
from tests.worlds import DAYS, FIRST, busy_world, worlds

METRICS = catalog.metrics()
STATED = sorted(name for name, metric in METRICS.items() if metric.identity)
SPAN = {
    "start": (FIRST + timedelta(days=2)).date(),
    "end": (FIRST + timedelta(days=DAYS - 3)).date(),
}


def assert_holds(snapshot, name, grain, by):
    """The identity holds wherever its parts have values; how often that was."""
    parts = identities.names(METRICS[name].identity)
    rows = snapshot.measure([name, *parts], **SPAN, grain=grain, by=by)
    known = {part: rows[part].to_numpy(float, na_value=np.nan) for part in parts}
    said = value(METRICS[name].identity, known)
    told = ~np.isnan(said)
    found = rows[name].to_numpy(float, na_value=np.nan)
    np.testing.assert_allclose(found[told], said[told], rtol=1e-9, atol=1e-9)
    return int(told.sum())


def asked(name):
    """Every grain and split that the metric and all its parts offer."""
    parts = [METRICS[one] for one in (name, *identities.names(METRICS[name].identity))]
    shared = set.intersection(*(set(one.dimensions) for one in parts))
    grains = set.intersection(*(set(one.grains) for one in parts))
    return [(grain, by) for grain in sorted(grains) for by in (None, *sorted(shared))]


@pytest.fixture(scope="module")
def busy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("busy")
    publish(folder, busy_world())
    return Warehouse(folder).snapshot()


@pytest.mark.parametrize("name", STATED)
def test_an_identity_holds_in_the_busy_world(busy, name):
    for grain, by in asked(name):
        assert assert_holds(busy, name, grain, by)


@settings(
    max_examples=10,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
)
@given(world=worlds())
def test_identities_hold_in_any_world(world):
    with tempfile.TemporaryDirectory() as folder:
        publish(Path(folder), world)
        snapshot = Warehouse(Path(folder)).snapshot()
        for name in STATED:
            for grain in ("week", "all"):
                assert_holds(snapshot, name, grain, None)
