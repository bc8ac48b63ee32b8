"""Metric definitions -> the fewest SQL statements that answer a whole page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from queries import catalog, expressions, filters
from queries.definitions import Entity, Metric, Source
from queries.periods import GRAINS


@dataclass(frozen=True)
class Part:
    """One statement: the sums and counts that one source gives."""

    source: Source
    metrics: tuple[str, ...]
    sql: str


@dataclass(frozen=True)
class Plan:
    """The statements behind a question, and the metrics to make from them."""

    asked: tuple[Metric, ...]
    parts: tuple[Part, ...]
    keys: tuple[str, ...]


def plan(
    names: Sequence[str], grain: str, by: str | None, where: Mapping[str, list[str]]
) -> Plan:
    """One statement for each source of the metrics asked.

    Args:
        names: Metrics, in the order of the columns to return.
        grain: One of GRAINS.
        by: A dimension to split by.
        where: The dimensions to filter by; their values are bound later.

    Raises:
        ValueError: If a metric, grain or dimension is not on offer.
    """
    if grain not in GRAINS:
        raise ValueError(f"grain is {grain!r}; it must be one of {', '.join(GRAINS)}.")
    if not names:
        raise ValueError("No metric was asked for; name at least one.")
    asked = tuple(catalog.metric(name) for name in names)
    for metric in asked:
        of = f"Metric {metric.name!r}"
        if grain not in metric.grains:
            offered = ", ".join(metric.grains)
            raise ValueError(
                f"{of} cannot be asked by {grain}: it is made by {offered}; "
                "choose one of these."
            )
        filters.dimensions_known(where, by, metric.dimensions, of)
    return _plan(tuple(names), grain, by, frozenset(where))


@lru_cache(maxsize=512)
def _plan(
    names: tuple[str, ...], grain: str, by: str | None, where: frozenset[str]
) -> Plan:
    known = catalog.metrics()
    asked = tuple(known[name] for name in dict.fromkeys(names))
    wanted: dict[str, dict[str, Metric]] = {}
    for metric in asked:
        for base in metric.ratio or (metric.name,):
            wanted.setdefault(known[base].source.name, {})[base] = known[base]
    keys = (("period",) if grain != "all" else ()) + (("segment",) if by else ())
    parts = tuple(
        _part(tuple(bases.values()), grain, by, where) for bases in wanted.values()
    )
    return Plan(asked, parts, keys)


def _part(
    metrics: tuple[Metric, ...], grain: str, by: str | None, where: frozenset[str]
) -> Part:
    source = metrics[0].source
    keys = _keys(source, grain, by)
    start = _period_start(keys.get("period"))
    values = {metric.name: metric.value or "" for metric in metrics}
    values = {
        name: sql.strip().replace(f":{expressions.PERIOD_START}", start)
        for name, sql in values.items()
    }
    if source.entity is None:
        sql = _select({**keys, **values}, _rows(source, values, by, where), keys)
    else:
        inner = _entity_columns(source.entity, values)
        sql = _by_entity(keys, values, inner, _rows(source, inner, by, where))
    return Part(source, tuple(values), sql)


def _keys(source: Source, grain: str, by: str | None) -> dict[str, str]:
    keys = {}
    if grain == "day":
        keys["period"] = source.time
    elif grain != "all":
        keys["period"] = f"cast(date_trunc('{grain}', {source.time}) as date)"
    if by:
        keys["segment"] = source.dimensions[by].sql
    return keys


def _period_start(period: str | None) -> str:
    first = "cast(:start as date)"
    return first if period is None else f"greatest({period}, {first})"


def _entity_columns(entity: Entity, values: dict[str, str]) -> dict[str, str]:
    """The key of each entity, and those of its columns that the values read."""
    named = {name for sql in values.values() for _, name in expressions.columns(sql)}
    columns = {name: sql for name, sql in entity.columns.items() if name in named}
    return {"entity_key": entity.key, **columns}


def _by_entity(
    keys: dict[str, str],
    values: dict[str, str],
    columns: dict[str, str],
    rows: list[str],
) -> str:
    inner_keys = {**keys, "entity_key": columns["entity_key"]}
    inner = _select({**keys, **columns}, rows, inner_keys)
    outer_keys = {name: f"entity.{name}" for name in keys}
    outer = _select({**outer_keys, **values}, ["from entity"], outer_keys)
    return f"with entity as (\n{_indented(inner)}\n)\n\n{outer}"


def _select(columns: dict[str, str], rows: list[str], keys: dict[str, str]) -> str:
    listed = ",\n".join(
        _indented(sql if sql.endswith(f".{name}") else f"{sql} as {name}")
        for name, sql in columns.items()
    )
    grouped = ",\n".join(_indented(sql) for sql in keys.values())
    group = [f"group by\n{grouped}"] if keys else []
    return "\n".join([f"select\n{listed}", *rows, *group])


def _rows(
    source: Source, values: dict[str, str], by: str | None, where: frozenset[str]
) -> list[str]:
    split = [
        source.dimensions[name].sql for name in sorted({*where, *([by] if by else [])})
    ]
    used = [source.time, source.where or "true", *split, *values.values()]
    joined = set().union(*map(expressions.aliases, used))
    conditions = [f"{source.time} between :start and :end"]
    conditions += [f"and {source.where}"] if source.where else []
    conditions += [
        filters.condition(name, source.dimensions[name].sql) for name in sorted(where)
    ]
    return [
        f"from {source.table} as {source.alias}",
        *(join.strip() for name, join in source.joins.items() if name in joined),
        "where\n" + "\n".join(_indented(one) for one in conditions),
    ]


def _indented(sql: str) -> str:
    return "\n".join(f"    {line}" for line in sql.splitlines())
