"""Refuse metric definitions that name what does not exist, before they are asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from queries import expressions, metric_tree
from queries.definitions import Metric, MetricFileError, Percentile, Source
from queries.names import hint

Columns = Mapping[str, Collection[str]]
ENTITY = "entity"
ENTITY_OWN = {"period", "segment", "entity_key"}


def checked(metrics: dict[str, Metric], tables: Columns) -> dict[str, Metric]:
    """The same metrics, each with its tables; a ratio with what its parts share.

    Args:
        metrics: As `definition_files.read_all` returns them.
        tables: The columns of every table that a definition may read.

    Raises:
        MetricFileError: For the first definition that is wrong.
    """
    for metric in {one.source.name: one for one in metrics.values()}.values():
        _check_source(metric.source, tables)
    for metric in metrics.values():
        _check_made(metric, tables)
        for part in metric.ratio or ():
            _check_part(metric, part, metrics)
    found = metric_tree.grown(metrics)
    return {name: _resolved(metric, metrics) for name, metric in found.items()}


def _check_source(source: Source, tables: Columns) -> None:
    known = known_columns(source, tables)
    for key, text in _pieces(source):
        check_columns(f"{source.place.of('source', key)}: [source]", text, known)
    for dimension in source.dimensions.values():
        where = f"{dimension.place}: dimension {dimension.name!r}"
        check_columns(where, dimension.sql, known)


def _pieces(source: Source) -> Iterator[tuple[str, str]]:
    yield "time", source.time
    if source.where:
        yield "where", source.where
    if source.entity:
        yield "entity", source.entity.key
        for column in source.entity.columns.values():
            yield "entity", column


def _check_made(metric: Metric, tables: Columns) -> None:
    """What a metric reads is there, adds up, and never divides by 0."""
    entity = metric.source.entity
    known = known_columns(metric.source, tables)
    if entity:
        known = {ENTITY: {*entity.columns, *ENTITY_OWN}}
    where = f"{metric.at('value')}: metric {metric.name!r}"
    if metric.value is not None:
        check_columns(where, metric.value, known)
        check_value(where, metric.value)
    if metric.percentile:
        _check_percentile(metric, metric.percentile, known)


def check_value(where: str, value: str) -> None:
    """Refuse a value that adds nothing up, or that may divide by 0.

    Raises:
        MetricFileError: If so; begins with `where`.
    """
    if not expressions.aggregates(value):
        raise MetricFileError(
            f"{where} has the value {value!r}, which adds nothing up; "
            "write sum(...), count(...) or another aggregate."
        )
    for below in expressions.unsafe_divisors(value):
        raise MetricFileError(
            f"{where} divides by {below}, which may be 0; make it a ratio of two "
            f"metrics, or write nullif({below}, 0)."
        )


def _check_percentile(metric: Metric, said: Percentile, known: Columns) -> None:
    for key, text in (("of", said.of), ("counts", said.counts)):
        where = f"{metric.at(key)}: metric {metric.name!r}"
        check_columns(where, text, known)
        if metric.source.entity or expressions.aggregates(text):
            raise MetricFileError(
                f"{where} has {key} = {text!r}; a percentile is made from rows that "
                "hold a class and a count: name their columns as they are."
            )


def check_columns(where: str, sql: str, known: Columns) -> None:
    """Refuse an expression that reads a column that is not there.

    Raises:
        MetricFileError: If so; begins with `where`.
    """
    try:
        found = expressions.columns(sql)
    except ValueError as error:
        raise MetricFileError(f"{where}: {error}; correct it.") from error
    for alias, column in found:
        if alias not in known:
            raise MetricFileError(
                f"{where} reads {column!r} of the table {alias or '(none)'!r}; "
                f"write one of {', '.join(known)} before it, or add a join."
            )
        if column not in known[alias]:
            raise MetricFileError(
                f"{where} reads the column {alias}.{column}: "
                f"{hint(column, known[alias])}"
            )


def known_columns(
    source: Source, tables: Columns, part: str = "source"
) -> dict[str, Collection[str]]:
    """The columns that an expression over a source may read, by alias.

    Args:
        source: With its joins.
        tables: The columns of every table that there is.
        part: The table of the file in which the source is declared.

    Raises:
        MetricFileError: If its table or one that it joins is not there.
    """
    where = f"{source.place.of(part, 'table')}: [{part}]"
    if source.table not in tables:
        raise MetricFileError(
            f"{where} reads the table {source.table!r}: {hint(source.table, tables)}"
        )
    known = {source.alias: tables[source.table]}
    for name, join in source.joins.items():
        where = f"{source.place.of(f'{part}.joins', name)}: [{part}]"
        for alias, table, selected in expressions.joined(
            source.table, source.alias, join
        ):
            if alias != name:
                raise MetricFileError(
                    f"{where} joins {alias!r} under the name {name!r}; name it alike."
                )
            if not selected and table not in tables:
                raise MetricFileError(
                    f"{where} joins the table {table!r}: {hint(table, tables)}"
                )
            known[alias] = selected or tables[table]
    return known


def _check_part(metric: Metric, part: str, metrics: Mapping[str, Metric]) -> None:
    where = f"{metric.at('ratio')}: metric {metric.name!r}"
    if part not in metrics:
        raise MetricFileError(
            f"{where} is a ratio with {part!r}: {hint(part, metrics)}"
        )
    if metrics[part].ratio:
        raise MetricFileError(
            f"{where} is a ratio with {part!r}, a ratio itself; "
            "write it as a ratio of sums and counts."
        )


def _resolved(metric: Metric, metrics: Mapping[str, Metric]) -> Metric:
    if metric.ratio is None:
        return replace(metric, tables=_tables(metric))
    top, bottom = (metrics[part] for part in metric.ratio)
    both = top.dimensions
    return replace(
        metric,
        source=top.source,
        dimensions={name: both[name] for name in both if name in bottom.dimensions},
        grains=tuple(grain for grain in top.grains if grain in bottom.grains),
        tables=tuple(sorted({*_tables(top), *_tables(bottom)})),
    )


def _tables(metric: Metric) -> tuple[str, ...]:
    """The tables that a metric reads when it is not split or filtered."""
    source = metric.source
    share = metric.percentile
    made = [share.of, share.counts] if share else [metric.value or "1"]
    parts = [*made, source.where or "true"]
    parts += source.entity.columns.values() if source.entity else ()
    used = set().union(*map(expressions.aliases, parts))
    joins = {name: join for name, join in source.joins.items() if name in used}
    return tuple(sorted(expressions.sources(source.table, joins)))
