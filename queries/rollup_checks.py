"""Refuse a rollup that names what does not exist, or what it cannot answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from queries import definition_checks
from queries.definitions import Metric, MetricFileError
from queries.names import hint
from queries.places import Place
from queries.rollup_forms import Level, Rollup
from queries.shapes import MADE_OF

Columns = Mapping[str, Collection[str]]
REQUIRED = ("table", "alias", "time", "every", "rows_a_day")
KNOWN = {*REQUIRED, "joins", "exclusive"}
PARTS = {"rollup", "any_rows", "each_row", "levels"}
OF_LEVELS = {"where", "dimensions"}


def check_form(content: Mapping[str, Any], place: Place) -> None:
    """Refuse a file that lacks a part, or has one that means nothing.

    Raises:
        MetricFileError: With file, line and remedy.
    """
    said = content.get("rollup", {})
    where = place.of("rollup")
    if missing := [key for key in REQUIRED if said.get(key) in (None, "")]:
        raise MetricFileError(f"{where}: [rollup] lacks {', '.join(missing)}; add it.")
    if not content.get("levels"):
        raise MetricFileError(
            f"{where}: there are no [[levels]]; add one with the where that picks the "
            "rows among which everything is counted once."
        )
    for part, keys, allowed in _words(content):
        for key in sorted(set(keys) - set(allowed)):
            raise MetricFileError(
                f"{place.of(part or key, key)}: it says {key!r}; it may say "
                f"{', '.join(sorted(allowed))}."
            )
    if said["every"] not in MADE_OF:
        raise MetricFileError(
            f"{place.of('rollup', 'every')}: every is {said['every']!r}; choose one of "
            f"{', '.join(MADE_OF)}."
        )
    rows = said["rows_a_day"]
    if not isinstance(rows, int | float) or rows <= 0:
        raise MetricFileError(
            f"{place.of('rollup', 'rows_a_day')}: rows_a_day is {rows!r}; write about "
            "how many rows the mart has for a day, such as 40."
        )


def _words(
    content: Mapping[str, Any],
) -> Iterator[tuple[str, Collection[str], Collection[str]]]:
    yield "", content, PARTS
    yield "rollup", content["rollup"], KNOWN
    for number, level in enumerate(content["levels"]):
        yield f"levels[{number}]", level, OF_LEVELS


def check(rollup: Rollup, metrics: Mapping[str, Metric], tables: Columns) -> None:
    """Refuse a rollup that cannot answer what it says.

    Raises:
        MetricFileError: For the first thing that is wrong, with file, line and remedy.
    """
    source = rollup.levels[0].source
    known = definition_checks.known_columns(source, tables, "rollup")
    where = f"{rollup.place.of('rollup', 'time')}: [rollup]"
    definition_checks.check_columns(where, source.time, known)
    for level in rollup.levels:
        _check_level(rollup, level, known)
    if twice := sorted(set(rollup.any_rows) & set(rollup.each_row)):
        raise MetricFileError(
            f"{rollup.place.of('each_row', twice[0])}: {twice[0]!r} is also in "
            "[any_rows]; keep it under [each_row] if a row counts it anew."
        )
    for part, values in (("any_rows", rollup.any_rows), ("each_row", rollup.each_row)):
        for name, sql in values.items():
            where = rollup.place.of(part, name)
            _check_metric(where, name, metrics)
            definition_checks.check_columns(f"{where}: {name!r}", sql, known)
            definition_checks.check_value(f"{where}: {name!r}", sql)
            _check_dimensions(rollup, metrics[name])


def _check_level(rollup: Rollup, level: Level, known: Columns) -> None:
    source, table = level.source, f"levels[{level.number}]"
    if source.where:
        where = f"{rollup.place.of(table, 'where')}: the level"
        definition_checks.check_columns(where, source.where, known)
    for dimension in source.dimensions.values():
        where = f"{dimension.place}: dimension {dimension.name!r}"
        definition_checks.check_columns(where, dimension.sql, known)


def _check_metric(where: str, name: str, metrics: Mapping[str, Metric]) -> None:
    if name not in metrics:
        raise MetricFileError(
            f"{where}: there is no metric {name!r}: {hint(name, metrics)}"
        )
    if metrics[name].value is None:
        raise MetricFileError(
            f"{where}: {name!r} is made of other numbers; give the sums and counts "
            "that it is made of instead."
        )


def _check_dimensions(rollup: Rollup, metric: Metric) -> None:
    held = {
        name: dimension.place
        for level in rollup.levels
        for name, dimension in level.source.dimensions.items()
    }
    for name, where in held.items():
        if name not in metric.dimensions:
            raise MetricFileError(
                f"{where}: {metric.name!r} cannot be split by {name!r}: "
                f"{hint(name, metric.dimensions)} Put it into a file of its own with "
                "the levels that it has."
            )
    if strange := sorted(rollup.exclusive - set(held)):
        raise MetricFileError(
            f"{rollup.place.of('rollup', 'exclusive')}: no level holds {strange[0]!r}: "
            f"{hint(strange[0], held)}"
        )
