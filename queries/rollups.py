"""Which mart answers which metrics exactly, as declared in rollups/*.toml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from queries import catalog, places, rollup_checks
from queries.definitions import Dimension, MetricFileError, Source
from queries.places import Place
from queries.rollup_forms import Level, Rollup

FOLDER = Path(__file__).parent / "rollups"


@cache
def offered() -> Mapping[str, tuple[Rollup, ...]]:
    """The marts that can answer each metric, the smallest first.

    Raises:
        MetricFileError: If a metric or a mart is declared wrongly; names file, line
            and remedy.
    """
    columns = {name: set(table.columns) for name, table in catalog.tables().items()}
    return by_metric(read_all(FOLDER), columns)


def by_metric(
    rollups: list[Rollup], tables: rollup_checks.Columns
) -> Mapping[str, tuple[Rollup, ...]]:
    """The rollups of each metric, the smallest first, after a check of each.

    Raises:
        MetricFileError: For the first one that is wrong.
    """
    metrics = catalog.metrics()
    for rollup in rollups:
        rollup_checks.check(rollup, metrics, tables)
    found: dict[str, list[Rollup]] = {}
    for rollup in sorted(rollups, key=lambda one: one.rows_a_day):
        for name in rollup.values:
            found.setdefault(name, []).append(rollup)
    return {name: tuple(some) for name, some in found.items()}


def read_all(folder: Path) -> list[Rollup]:
    """Every rollup declared in a folder.

    Raises:
        MetricFileError: If a file is not whole.
    """
    return [_read(path) for path in sorted(folder.glob("*.toml"))]


def _read(path: Path) -> Rollup:
    try:
        content, place = places.read(path)
    except ValueError as error:
        raise MetricFileError(str(error)) from error
    rollup_checks.check_form(content, place)
    said = content["rollup"]
    return Rollup(
        name=path.stem,
        table=said["table"],
        every=said["every"],
        rows_a_day=said["rows_a_day"],
        any_rows=content.get("any_rows", {}),
        each_row=content.get("each_row", {}),
        exclusive=frozenset(said.get("exclusive", ())),
        levels=tuple(
            Level(number, _source(path.stem, said, level, place, number))
            for number, level in enumerate(content["levels"])
        ),
        place=place,
    )


def _source(
    name: str, said: dict[str, Any], level: dict[str, Any], place: Place, number: int
) -> Source:
    where = place.of(f"levels[{number}]", "dimensions")
    return Source(
        name=name,
        table=said["table"],
        alias=said["alias"],
        time=said["time"],
        subject="",
        where=level.get("where"),
        joins=said.get("joins", {}),
        dimensions={
            dimension: Dimension(dimension, dimension, sql, where)
            for dimension, sql in level.get("dimensions", {}).items()
        },
        entity=None,
        place=place,
    )
