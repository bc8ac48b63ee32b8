"""Count what the steps of preparation changed, so that readers can see it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import duckdb

from pipeline import countries
from pipeline.casts import rewrite
from pipeline.mappings import Mapping
from pipeline.preparation_sql import Change
from pipeline.quoting import name, names

SHOWN = 60


@dataclass(frozen=True)
class Noted:
    """What one step did to one column, in rows; `column` is None for whole rows."""

    mapping: str
    table: str
    column: str | None
    step: str
    about: str
    rows_seen: int
    rows_changed: int
    example: str | None


def added_up(noted: Iterable[Noted]) -> list[Noted]:
    """The same step over several batches as one line."""
    found: dict[tuple[str, str, str | None, str, str], Noted] = {}
    for one in noted:
        key = (one.mapping, one.table, one.column, one.step, one.about)
        before = found.get(key)
        found[key] = replace(
            one,
            rows_seen=one.rows_seen + (before.rows_seen if before else 0),
            rows_changed=one.rows_changed + (before.rows_changed if before else 0),
            example=(before.example if before else None) or one.example,
        )
    return list(found.values())


def note(
    connection: duckdb.DuckDBPyConnection, mapping: Mapping, changes: Sequence[Change]
) -> list[Noted]:
    """What each step changed in the rows of `mapped`."""
    if not mapping.prepare:
        return []
    rows = connection.execute("select count(*) from mapped").fetchall()[0][0]
    return [
        *_note_values(connection, mapping, changes, rows),
        *_note_repeats(connection, mapping, rows),
    ]


def spellings(
    connection: duckdb.DuckDBPyConnection, mapping: Mapping, relation: str
) -> dict[str, str]:
    """The standard names of the countries that occur, if a step asks for them."""
    columns = {
        column
        for step in mapping.prepare
        if step.kind == "country"
        for column in step.columns
    }
    if not columns:
        return {}
    found = {
        value
        for column in columns
        for (value,) in connection.execute(
            f"select distinct {name(column)} from ({_only(mapping, column, relation)}) "
            f"as seen where {name(column)} is not null"
        ).fetchall()
    }
    return countries.standard(sorted(found))


def _only(mapping: Mapping, column: str, relation: str) -> str:
    """SQL of one column of a mapping: what is not asked for is not computed."""
    select = mapping.select.copy()
    kept = [one for one in select.selects if one.alias_or_name == column]
    steps = tuple(
        one
        for one in mapping.prepare
        if one.is_of_source or set(one.columns) == {column}
    )
    only = dataclasses.replace(
        mapping, select=select.select(*kept, append=False), prepare=steps
    )
    return rewrite(only, relation).rows


def _note_values(
    connection: duckdb.DuckDBPyConnection,
    mapping: Mapping,
    changes: Sequence[Change],
    rows: int,
) -> list[Noted]:
    """What each step changed, value by value."""
    noted = []
    for change in changes:
        is_kept = change.column in {one.alias_or_name for one in mapping.select.selects}
        after = f"cast({name(change.column)} as varchar)" if is_kept else "null"
        changed, example = connection.execute(
            f"select count({change.before}), min(left({change.before}, {SHOWN}) || "
            f"' -> ' || coalesce(left({after}, {SHOWN}), '(empty)')) from mapped"
        ).fetchall()[0]
        noted.append(
            Noted(
                mapping.name,
                mapping.table.name,
                change.column,
                change.step.kind,
                change.step.about,
                rows,
                changed,
                example,
            )
        )
    return noted


def _note_repeats(
    connection: duckdb.DuckDBPyConnection, mapping: Mapping, rows: int
) -> list[Noted]:
    """How many rows repeat a key of the same batch, where that is declared."""
    step = next((one for one in mapping.prepare if one.kind == "deduplicate"), None)
    if step is None:
        return []
    key = names(mapping.table.key)
    keys = connection.execute(
        f"select count(*) from (select 1 from mapped group by {key})"
    ).fetchall()[0][0]
    return [
        Noted(
            mapping.name,
            mapping.table.name,
            None,
            step.kind,
            step.about,
            rows,
            rows - keys,
            None,
        )
    ]
