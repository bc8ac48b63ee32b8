"""Whether new files of a source still have the shape of those that were loaded.

A column that is gone or means something else stops its source: what was loaded stays,
and nothing of the new files is taken before they are corrected.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import duckdb
from sqlglot import exp

from pipeline.files import Sight, SourceFile
from pipeline.mappings import Mapping
from pipeline.planned import SourcePlan
from pipeline.quoting import texts
from pipeline.reading import sample
from pipeline.registry import KnownFile

# Fewer records say little about what all records have.
STEADY_RECORDS = 5
# Fewer values that do not convert are bad lines, not another type.
BAD_VALUES = 10
NUMBERS = ("int", "uint", "float", "double", "halffloat", "decimal")
FRACTIONS = {"TINYINT", "SMALLINT", "INT", "BIGINT", "HUGEINT", "DOUBLE", "FLOAT"}


def find(
    source: SourcePlan, known: Sequence[KnownFile], *, is_remapped: bool
) -> tuple[SourceFile, str] | None:
    """The first new file that departs from the loaded ones, and in what.

    Args:
        source: The source with its new and changed files.
        known: What is known of its files.
        is_remapped: Whether its mappings changed since, so that another type is meant.
    """
    before = [one for one in known if one.rows_loaded]
    wanted = {column for one in source.mappings for column in one.columns}
    if not before:
        return None
    for file, sight in source.files:
        if sight.flaw:
            continue
        departures = [_gone(sight, before, wanted)]
        if not is_remapped:
            departures += [_other_kind(sight, before, wanted)]
            departures += [_unconverted(file, sight, source.mappings)]
        for departure in filter(None, departures):
            return file, departure
    return None


def _gone(sight: Sight, before: Sequence[KnownFile], wanted: set[str]) -> str | None:
    """The columns that earlier files had and this one lacks, in words."""
    here = {column.lower() for column in sight.columns}
    if not sight.has_keys:
        had = {column.lower() for one in before for column in one.columns}
        gone = sorted((wanted & had) - here)
        return f"it has no column {', '.join(gone)} any more" if gone else None
    sampled = [one for one in before if one.sampled]
    if sum(one.sampled for one in sampled) < STEADY_RECORDS or not sight.sampled:
        return None
    steady = set.intersection(*({key.lower() for key in one.steady} for one in sampled))
    gone = sorted((wanted & steady) - here)
    if not gone:
        return None
    return f"none of its records has the key {', '.join(gone)}, which all had before"


def _other_kind(
    sight: Sight, before: Sequence[KnownFile], wanted: set[str]
) -> str | None:
    """A column whose values are of another kind than in all earlier files."""
    for column, kind in sight.kinds.items():
        if column.lower() not in wanted:
            continue
        earlier = {
            one
            for file in before
            for name, written in file.kinds.items()
            if name.lower() == column.lower()
            for one in _kinds(written)
        }
        if earlier and _kinds(kind) and not earlier & _kinds(kind):
            now, then = (" or ".join(sorted(one)) for one in (_kinds(kind), earlier))
            return f"{column} is {now}; before it was {then}"
    return None


def _kinds(written: str) -> set[str]:
    """Kinds of values; types that differ in their range only are one kind."""
    found = set()
    for one in written.split(" or "):
        word = one.partition("[")[0].partition("<")[0].partition("(")[0]
        plain = word.rstrip("0123456789")
        if plain.startswith(NUMBERS):
            plain = "number"
        found.add(plain.removeprefix("large_").replace("dictionary", "string"))
    return found - {"null", ""}


def _unconverted(
    file: SourceFile, sight: Sight, mappings: Sequence[Mapping]
) -> str | None:
    """A column of which no value converts any more."""
    casts = sorted({one for mapping in mappings for one in _casts(mapping)})
    values = sample.values(file.path, sight, {column for column, _ in casts})
    for column, kind in casts:
        given = [one for one in values.get(column, []) if one and one.strip()]
        if len(given) >= BAD_VALUES and not _converts(given, kind):
            return (
                f"none of the first {len(given)} values of {column} is {kind.lower()}, "
                f"such as {given[0][:80]!r}"
            )
    return None


def _casts(mapping: Mapping) -> Iterator[tuple[str, str]]:
    """The columns that a mapping converts as they stand, and to which type."""
    for cast in mapping.select.find_all(exp.Cast):
        if isinstance(cast.this, exp.Column):
            yield cast.this.name.lower(), cast.args["to"].sql("duckdb")


def _converts(given: Sequence[str], kind: str) -> bool:
    """Whether one of the values converts."""
    if _is_plain(given[0], kind):
        return True
    with duckdb.connect() as connection:
        found = connection.execute(
            f"select count(try_cast(trim(given) as {kind})) from "
            f"(select unnest([{texts(given)}]) as given) as sampled"
        ).fetchall()
    return bool(found[0][0])


def _is_plain(value: str, kind: str) -> bool:
    """Whether a value converts without a doubt: most do, and asking DuckDB costs."""
    try:
        if kind in FRACTIONS or kind.startswith("DECIMAL"):
            return abs(float(value)) < 1000  # noqa: PLR2004  fits into every type
        return kind in {"DATE", "TIMESTAMP"} and bool(datetime.fromisoformat(value))
    except ValueError:
        return False
