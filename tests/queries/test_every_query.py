"""What every .sql file promises, checked on the tiny warehouse."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest

from queries import catalog
from tests.asking import arguments
from tests.tiny import HOSTILE, MARKUP

NAMES = catalog.names()
FILTERS = [(name, one) for name in NAMES for one in catalog.load(name).filters]


@pytest.mark.parametrize("name", NAMES)
def test_it_returns_what_its_header_documents(tiny, name):
    query = catalog.load(name)
    rows = tiny.snapshot().fetch(name, **arguments(query))
    assert list(rows.columns) == list(query.columns)
    assert not rows.empty
    assert not rows.duplicated(list(query.grain)).any()


@pytest.mark.parametrize("name", NAMES)
def test_it_takes_exactly_its_params(tiny, name):
    given = arguments(catalog.load(name))
    with pytest.raises(ValueError, match=r"takes .* but was given"):
        tiny.snapshot().fetch(name, **given, planet="mars")
    if given:
        with pytest.raises(ValueError, match=r"takes .* but was given \[\]"):
            tiny.snapshot().fetch(name)


@pytest.mark.parametrize("name", NAMES)
def test_it_refuses_an_unknown_filter(tiny, name):
    with pytest.raises(ValueError, match="cannot be filtered by planet; it offers"):
        tiny.snapshot().fetch(
            name, {"planet": ["mars"]}, **arguments(catalog.load(name))
        )


@pytest.mark.parametrize(("name", "filter_"), FILTERS)
@pytest.mark.parametrize("pick", ["'; drop table fct_order_line; --", MARKUP, ":x"])
def test_a_choice_is_bound_and_never_becomes_sql(tiny, name, filter_, pick):
    snapshot = tiny.snapshot()
    given = arguments(catalog.load(name))
    rows = snapshot.fetch(name, {filter_: [pick, HOSTILE]}, **given)
    assert list(rows.columns) == list(catalog.load(name).columns)
    assert len(rows) <= len(snapshot.fetch(name, **given))


@pytest.mark.parametrize(("name", "filter_"), FILTERS)
def test_nothing_chosen_means_all(tiny, name, filter_):
    given = arguments(catalog.load(name))
    snapshot = tiny.snapshot()
    whole = snapshot.fetch(name, **given)
    for nothing in (None, [], ()):
        found = snapshot.fetch(name, {filter_: nothing}, **given)
        pd.testing.assert_frame_equal(found, whole)


@pytest.mark.parametrize("name", NAMES)
def test_the_proof_is_a_statement_that_gives_the_same_rows(tiny, name):
    query = catalog.load(name)
    given = arguments(query)
    snapshot = tiny.snapshot()
    chosen = {one: [HOSTILE, MARKUP] for one in query.filters}
    shown = snapshot.compiled(name, chosen, **given)
    with duckdb.connect() as connection:
        for kind in ("g", "ops"):
            path = tiny.folder / f"{kind}-000001.duckdb"
            connection.execute(f"attach '{path}' as {kind} (read_only)")
        connection.execute("set search_path = 'g.main,ops.main'")
        rows = connection.execute(shown).fetchall()
    found = snapshot.fetch(name, chosen, **given)
    assert len(rows) == len(found)


@pytest.mark.parametrize("name", NAMES)
def test_pages_cover_the_whole_without_gap_or_repeat(tiny, name):
    query = catalog.load(name)
    given = arguments(query)
    snapshot = tiny.snapshot()
    total = snapshot.count(name, **given)
    order = [(list(query.columns)[-1], "desc")]
    pages = [
        snapshot.rows(name, order_by=order, offset=start, limit=3, **given)
        for start in range(0, total, 3)
    ]
    grain = list(query.grain)
    paged = pd.concat(pages)[grain].astype(str)
    whole = snapshot.fetch(name, **given)[grain].astype(str)
    assert sorted(map(tuple, paged.values)) == sorted(map(tuple, whole.values))
    streamed = snapshot.batches(name, order_by=order, **given)
    assert sum(batch.num_rows for batch in streamed) == total


@pytest.mark.parametrize("name", NAMES)
def test_its_tables_are_known(name):
    lineage = catalog.lineage(catalog.load(name).sql)
    assert lineage
    assert set(lineage) <= set(catalog.tables())
