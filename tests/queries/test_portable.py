"""Every query and metric gives equal rows on DuckDB, PostgreSQL and ClickHouse."""

from __future__ import annotations

import pytest

from queries import catalog, filters, paging, questions
from queries.shapes import GRAINS
from tests.asking import SPAN, arguments, assert_equal

SOURCES = {one.source.name: one.source for one in catalog.metrics().values()}
SPLITS = [(name, by) for name, one in SOURCES.items() for by in (None, *one.dimensions)]


@pytest.mark.parametrize("name", catalog.names())
def test_a_query_gives_equal_rows(tiny, engine, name):
    query = catalog.load(name)
    params = arguments(query)
    sql, picks = filters.apply(query, {})
    values = {**filters.parameters(query, params), **picks}
    expected = tiny.snapshot().fetch(name, **params)
    assert_equal(engine.table(sql, values), expected)


@pytest.mark.parametrize("name", catalog.names())
def test_a_page_of_a_query_gives_equal_rows(tiny, engine, name):
    query = catalog.load(name)
    params = arguments(query)
    order = [(list(query.columns)[-1], "desc")]
    sql = paging.page(filters.apply(query, {})[0], query, order)
    values = filters.parameters(query, params)
    values |= {paging.LIMIT: 2, paging.OFFSET: 1}
    expected = tiny.snapshot().rows(name, order_by=order, offset=1, limit=2, **params)
    assert_equal(engine.table(sql, values), expected)


@pytest.mark.parametrize(("source", "by"), SPLITS)
@pytest.mark.parametrize("grain", GRAINS)
def test_every_metric_gives_equal_rows(tiny, engine, source, by, grain):
    names = [
        name
        for name, one in catalog.metrics().items()
        if one.source.name == source and (by is None or by in one.dimensions)
    ]
    asked = {**SPAN, "grain": grain, "by": by}
    snapshot = tiny.snapshot()
    expected = snapshot.measure(names, **asked)
    found = questions.ask(names, where=None, **asked).answer(
        engine.table, snapshot.coverage()
    )
    assert_equal(found, expected)
    assert not expected.empty


@pytest.mark.parametrize("source", SOURCES)
def test_every_filter_gives_equal_rows(tiny, engine, source):
    name = next(n for n, m in catalog.metrics().items() if m.source.name == source)
    snapshot = tiny.snapshot()
    for dimension in SOURCES[source].dimensions:
        parts = snapshot.measure([name], **SPAN, by=dimension)["segment"].tolist()
        asked = {**SPAN, "grain": "all", "by": dimension, "where": {dimension: parts}}
        expected = snapshot.measure([name], **asked)
        found = questions.ask([name], **asked).answer(engine.table, snapshot.coverage())
        assert_equal(found, expected)
        assert expected["segment"].tolist() == parts


@pytest.mark.parametrize("grain", GRAINS)
def test_all_metrics_in_one_statement_give_equal_rows(tiny, engine, grain):
    asked = {**SPAN, "grain": grain, "by": None}
    snapshot, names = tiny.snapshot(), list(catalog.metrics())
    question = questions.ask(names, where=None, **asked)
    found = question.answer(engine.table, snapshot.coverage())
    assert len(question.plan.parts) > 1
    assert_equal(found, snapshot.measure(names, **asked))
