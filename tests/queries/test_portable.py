"""Every query and metric gives equal rows on DuckDB, PostgreSQL and ClickHouse."""

from __future__ import annotations

import pytest

from queries import catalog, filters, paging, questions
from queries.shapes import GRAINS
from tests.asking import SPAN, arguments, assert_equal

SOURCES = {one.source.name: one.source for one in catalog.metrics().values()}
# What needs more days than the tiny warehouse has; its rows are told by test_trend.
LONGER_THAN_TINY = {"trend"}
SPLITS = [
    (name, by, grain)
    for name, one in SOURCES.items()
    for by in (None, *one.dimensions)
    for grain in one.grains
]


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


def days_of(snapshot, subject):
    """All days with data of a subject."""
    days = snapshot.measurable()[subject]
    return {"start": days.first_on, "end": days.last_on}


@pytest.mark.parametrize(("source", "by", "grain"), SPLITS)
def test_every_metric_gives_equal_rows(tiny, engine, source, by, grain):
    names = [
        name
        for name, one in catalog.metrics().items()
        if one.source.name == source and (by is None or by in one.dimensions)
    ]
    snapshot = tiny.snapshot()
    days = days_of(snapshot, SOURCES[source].subject)
    asked = {**days, "grain": grain, "by": by}
    expected = snapshot.measure(names, **asked)
    found = questions.ask(names, where=None, **asked).answer(
        engine.table, snapshot.measurable()
    )
    assert_equal(found, expected)
    assert not expected.empty or source in LONGER_THAN_TINY


@pytest.mark.parametrize("source", SOURCES)
def test_every_filter_gives_equal_rows(tiny, engine, source):
    name = next(n for n, m in catalog.metrics().items() if m.source.name == source)
    snapshot = tiny.snapshot()
    days = days_of(snapshot, SOURCES[source].subject)
    for dimension in SOURCES[source].dimensions:
        parts = snapshot.measure([name], **days, by=dimension)["segment"].tolist()
        asked = {**days, "grain": "all", "by": dimension, "where": {dimension: parts}}
        expected = snapshot.measure([name], **asked)
        found = questions.ask([name], **asked).answer(
            engine.table, snapshot.measurable()
        )
        assert_equal(found, expected)
        assert expected["segment"].tolist() == parts


@pytest.mark.parametrize("grain", GRAINS)
def test_all_metrics_in_one_statement_give_equal_rows(tiny, engine, grain):
    asked = {**SPAN, "grain": grain, "by": None}
    snapshot = tiny.snapshot()
    names = [n for n, one in catalog.metrics().items() if grain in one.grains]
    question = questions.ask(names, where=None, **asked)
    found = question.answer(engine.table, snapshot.measurable())
    assert len(question.plan.parts) > 1
    assert_equal(found, snapshot.measure(names, **asked))
