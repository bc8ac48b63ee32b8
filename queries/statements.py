"""The text of the statements behind metrics: one select for what is read together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from queries import expressions, filters
from queries.definitions import Entity, Percentile, Source
from queries.shapes import Shape

PART, VALUE = "part", "value_{}"


def values(source: Source, wanted: Mapping[str, str], shape: Shape) -> str:
    """The select of sums and counts over the rows of a source.

    Args:
        source: What to read.
        wanted: The aggregate of each metric, by name.
        shape: How it is split and filtered.
    """
    keys = _keys(source, shape)
    start = _period_start(keys.get("period"))
    columns = {
        name: sql.strip().replace(f":{expressions.PERIOD_START}", start)
        for name, sql in wanted.items()
    }
    if source.entity is None:
        return _select({**keys, **columns}, _rows(source, columns, shape), keys)
    inner = _entity_columns(source.entity, columns)
    grouped = {**keys, "entity_key": inner["entity_key"]}
    rows = _select({**keys, **inner}, _rows(source, inner, shape), grouped)
    outer = {name: f"entity.{name}" for name in keys}
    return _select({**outer, **columns}, _within(rows, "entity"), outer)


def percentiles(source: Source, wanted: Mapping[str, Percentile], shape: Shape) -> str:
    """The select of percentiles: the class in which the counts reach their share.

    Counts are added up first, over all that is asked, and only then searched: the
    percentiles of parts never make that of the whole.
    """
    [of] = {share.of for share in wanted.values()}
    [counts] = {share.counts for share in wanted.values()}
    keys = _keys(source, shape)
    read = {"class_end": of, "counted": f"sum({counts})"}
    classes = _select(
        {**keys, **read}, _rows(source, read, shape), {**keys, "class_end": of}
    )
    inside = {name: f"classes.{name}" for name in keys}
    within = "partition by " + ", ".join(inside.values()) if keys else ""
    to_here = f"{within} order by classes.class_end".strip()
    running = {
        "class_end": "classes.class_end",
        "up_to_here": f"sum(classes.counted) over ({to_here})",
        "in_all": f"sum(classes.counted) over ({within})",
    }
    ranked = _select(
        {**inside, **running},
        [*_within(classes, "classes"), "where\n    classes.counted > 0"],
        {},
    )
    outer = {name: f"ranked.{name}" for name in keys}
    found = {
        name: (
            f"min(case when ranked.up_to_here * 1000 >= ranked.in_all * "
            f"{share.permille} then ranked.class_end end)"
        )
        for name, share in wanted.items()
    }
    return _select({**outer, **found}, _within(ranked, "ranked"), outer)


def together(parts: Sequence[tuple[str, Sequence[str]]], shape: Shape) -> str:
    """One statement for several selects with the same keys.

    Its rows say by number which part they are of, and hold its values in their order.

    Args:
        parts: The select of each, and the names of its values.
        shape: How they are split.
    """
    width = max(len(names) for _, names in parts)
    inside, rows = [], []
    for number, (sql, names) in enumerate(parts):
        name = f"part_{number}"
        inside.append(f"{name} as (\n{_indented(sql)}\n)")
        columns = {PART: str(number), **{key: f"{name}.{key}" for key in shape.keys}}
        for place in range(width):
            value = f"{name}.{names[place]}" if place < len(names) else "null"
            columns[VALUE.format(place)] = f"cast({value} as double)"
        rows.append(_select(columns, [f"from {name}"], {}))
    return "with " + ",\n\n".join(inside) + "\n\n" + "\nunion all\n".join(rows)


def _keys(source: Source, shape: Shape) -> dict[str, str]:
    keys = {}
    if shape.grain == "day":
        keys["period"] = source.time
    elif shape.grain != "all":
        keys["period"] = f"cast(date_trunc('{shape.grain}', {source.time}) as date)"
    if shape.by:
        keys["segment"] = source.dimensions[shape.by].sql
    return keys


def _period_start(period: str | None) -> str:
    first = "cast(:start as date)"
    return first if period is None else f"greatest({period}, {first})"


def _entity_columns(entity: Entity, wanted: Mapping[str, str]) -> dict[str, str]:
    """The key of each entity, and those of its columns that the values read."""
    named = {name for sql in wanted.values() for _, name in expressions.columns(sql)}
    columns = {name: sql for name, sql in entity.columns.items() if name in named}
    return {"entity_key": entity.key, **columns}


def _within(select: str, alias: str) -> list[str]:
    return [f"from (\n{_indented(select)}\n) as {alias}"]


def _select(
    columns: Mapping[str, str], rows: Sequence[str], keys: Mapping[str, str]
) -> str:
    listed = ",\n".join(
        _indented(sql if sql.endswith(f".{name}") else f"{sql} as {name}")
        for name, sql in columns.items()
    )
    grouped = ",\n".join(_indented(sql) for sql in keys.values())
    group = [f"group by\n{grouped}"] if keys else []
    return "\n".join([f"select\n{listed}", *rows, *group])


def _rows(source: Source, columns: Mapping[str, str], shape: Shape) -> list[str]:
    """From, joins and where: only the joins that something reads."""
    split = [source.dimensions[name].sql for name in sorted(shape.used)]
    used = [source.time, source.where or "true", *split, *columns.values()]
    joined = set().union(*map(expressions.aliases, used))
    conditions = [f"{source.time} between :start and :end"]
    if source.where:
        conditions.append(f"and {expressions.condition(source.where)}")
    conditions += [
        filters.condition(name, source.dimensions[name].sql)
        for name in sorted(shape.where)
    ]
    return [
        f"from {source.table} as {source.alias}",
        *(join.strip() for name, join in source.joins.items() if name in joined),
        "where\n" + "\n".join(_indented(one) for one in conditions),
    ]


def _indented(sql: str) -> str:
    return "\n".join(f"    {line}" for line in sql.splitlines())
