"""The reading of metric definitions in metrics/*.toml, one file for each source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from queries import metric_keys, places
from queries.definitions import (
    Dimension,
    Entity,
    Metric,
    MetricFileError,
    Percentile,
    Source,
)
from queries.metric_keys import FORMATS, REQUIRED
from queries.names import hint
from queries.places import Place
from queries.shapes import GRAINS


def read_all(folder: Path) -> dict[str, Metric]:
    """Every metric declared in a folder, in the order of its files.

    What they name is looked up by `definition_checks`, which also adds `tables`.

    Args:
        folder: Holds one .toml file for each source of metrics.

    Raises:
        MetricFileError: For the first definition that is not whole.
    """
    files = {path.stem: _read(path) for path in sorted(folder.glob("*.toml"))}
    contents = {name: content for name, (content, _) in files.items()}
    found: dict[str, Metric] = {}
    for content, place in files.values():
        source = _source(place, content, contents, files)
        for name, body in content.get("metrics", {}).items():
            made = _metric(place, name, body, source)
            if name in found:
                raise MetricFileError(
                    f"{made.at()}: metric {name!r} is also in {found[name].at()}; "
                    "rename one of them."
                )
            found[name] = made
    return found


def _read(path: Path) -> tuple[dict[str, Any], Place]:
    try:
        return places.read(path)
    except ValueError as error:
        raise MetricFileError(str(error)) from error


def _source(
    place: Place,
    content: dict[str, Any],
    contents: Mapping[str, dict[str, Any]],
    files: Mapping[str, tuple[dict[str, Any], Place]],
) -> Source:
    said = content.get("source", {})
    base = said.get("extends")
    if base is not None and base not in contents:
        where = place.of("source", "extends")
        raise MetricFileError(f"{where}: it extends {base!r}: {hint(base, contents)}")
    above = contents[base] if base else {}
    body = {**above.get("source", {}), **said}
    missing = [key for key in ("table", "alias", "time", "subject") if key not in body]
    if missing:
        raise MetricFileError(
            f"{place.of('source')}: [source] lacks {', '.join(missing)}; add it."
        )
    dimensions = _dimensions(above, files[base][1]) if base else {}
    entity = body.get("entity")
    return Source(
        name=place.path.stem,
        table=body["table"],
        alias=body["alias"],
        time=body["time"],
        subject=body["subject"],
        where=body.get("where"),
        joins={**above.get("source", {}).get("joins", {}), **said.get("joins", {})},
        dimensions={**dimensions, **_dimensions(content, place)},
        entity=Entity(entity["key"], entity["columns"]) if entity else None,
        grains=_grains(place, body.get("grains", GRAINS)),
        place=place,
    )


def _grains(place: Place, said: Sequence[str]) -> tuple[str, ...]:
    """The grains that a source allows, in the order of all of them."""
    if isinstance(said, str) or not said or set(said) - set(GRAINS):
        raise MetricFileError(
            f"{place.of('source', 'grains')}: [source] has the grains {said!r}; "
            f"write a list of some of {', '.join(GRAINS)}."
        )
    return tuple(grain for grain in GRAINS if grain in said)


def _dimensions(content: dict[str, Any], place: Place) -> dict[str, Dimension]:
    found = {}
    for name, body in content.get("dimensions", {}).items():
        where = place.of(f"dimensions.{name}")
        if missing := [key for key in ("title", "sql") if not body.get(key)]:
            raise MetricFileError(
                f"{where}: dimension {name!r} lacks {', '.join(missing)}; add it."
            )
        found[name] = Dimension(name, body["title"], body["sql"], where)
    return found


def _metric(place: Place, name: str, body: dict[str, Any], source: Source) -> Metric:
    if found := metric_keys.problem(body):
        key, words = found
        where = place.of(f"metrics.{name}", key)
        raise MetricFileError(f"{where}: metric {name!r} {words}")
    ratio, share = body.get("ratio"), body.get("percentile")
    return Metric(
        name=name,
        **{key: body[key] for key in REQUIRED},
        synonyms=tuple(body.get("synonyms", ())),
        value=body.get("value"),
        ratio=(ratio[0], ratio[1]) if ratio else None,
        times=float(body.get("times", 1)),
        source=source,
        dimensions={one.name: one.title for one in source.dimensions.values()},
        place=place,
        percentile=Percentile(share, body["of"], body["counts"]) if share else None,
        primary=body.get("primary", False),
        format=body.get("format", FORMATS.get(body["unit"], body["unit"])),
        identity=body.get("identity"),
        drivers=tuple(body.get("drivers", ())),
        grains=source.grains,
    )
