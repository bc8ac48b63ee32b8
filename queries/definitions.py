"""What a metric is, and the reading of its definitions in metrics/*.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from queries import expressions
from queries.names import hint

UNITS = (
    "users",
    "orders",
    "messages",
    "products",
    "posts",
    "units",
    "count",
    "currency",
    "percent",
    "ratio",
)
REQUIRED = ("title", "about", "owner", "tier", "level", "unit", "better")
ALLOWED: Mapping[str, tuple[object, ...]] = {
    "unit": UNITS,
    "level": ("north star", "outcome", "operational"),
    "better": ("higher", "lower", "neutral"),
    "tier": (0, 1, 2),
}
KNOWN = {*REQUIRED, "synonyms", "value", "ratio", "times"}
PAIR = 2


class MetricFileError(ValueError):
    """A metric definition that is wrong; the message names file, metric and remedy."""


@dataclass(frozen=True)
class Dimension:
    """A way to split a metric: text that is never empty."""

    name: str
    title: str
    sql: str


@dataclass(frozen=True)
class Entity:
    """What is counted after its own rows were added up: a customer, say."""

    key: str
    columns: Mapping[str, str]


@dataclass(frozen=True)
class Source:
    """The rows that the metrics of one file are made from."""

    name: str
    table: str
    alias: str
    time: str
    subject: str
    where: str | None
    joins: Mapping[str, str]
    dimensions: Mapping[str, Dimension]
    entity: Entity | None


@dataclass(frozen=True)
class Metric:
    """One number with its meaning; either `value` or `ratio` says how it is made."""

    name: str
    title: str
    about: str
    owner: str
    tier: int
    level: str
    unit: str
    better: str
    synonyms: tuple[str, ...]
    value: str | None
    ratio: tuple[str, str] | None
    times: float
    source: Source
    dimensions: Mapping[str, str]
    path: Path
    tables: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """The subject of the coverage that it needs: commerce, messenger, ..."""
        return self.source.subject

    @property
    def additive(self) -> bool:
        """Whether days, and the segments of a split, add up to the whole."""
        plain = self.value is not None and self.source.entity is None
        return plain and expressions.additive(self.value or "")

    @property
    def from_zero(self) -> bool:
        """Whether a period without rows is a 0 and not a gap."""
        return self.value is not None and expressions.from_zero(self.value)


def read_all(folder: Path) -> dict[str, Metric]:
    """Every metric declared in a folder, in the order of its files.

    What they name is looked up by `definition_checks`, which also adds `tables`.

    Args:
        folder: Holds one .toml file for each source of metrics.

    Raises:
        MetricFileError: For the first definition that is not whole.
    """
    files = {path.stem: (path, _toml(path)) for path in sorted(folder.glob("*.toml"))}
    found: dict[str, Metric] = {}
    for path, content in files.values():
        source = _source(path, content, {name: file[1] for name, file in files.items()})
        for name, body in content.get("metrics", {}).items():
            if name in found:
                raise MetricFileError(
                    f"{path}: metric {name!r} is also in {found[name].path}; "
                    "rename one of them."
                )
            found[name] = _metric(path, name, body, source)
    return found


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise MetricFileError(f"{path}: not TOML: {error}; correct it.") from error


def _source(path: Path, content: dict[str, Any], files: dict[str, Any]) -> Source:
    said = content.get("source", {})
    base = said.get("extends")
    if base is not None and base not in files:
        raise MetricFileError(f"{path}: it extends {base!r}: {hint(base, files)}")
    above = files[base] if base else {}
    body = {**above.get("source", {}), **said}
    missing = [key for key in ("table", "alias", "time", "subject") if key not in body]
    if missing:
        raise MetricFileError(f"{path}: [source] lacks {', '.join(missing)}; add it.")
    dimensions = {**above.get("dimensions", {}), **content.get("dimensions", {})}
    entity = body.get("entity")
    return Source(
        name=path.stem,
        table=body["table"],
        alias=body["alias"],
        time=body["time"],
        subject=body["subject"],
        where=body.get("where"),
        joins={**above.get("source", {}).get("joins", {}), **said.get("joins", {})},
        dimensions={
            name: Dimension(name, one["title"], one["sql"])
            for name, one in dimensions.items()
        },
        entity=Entity(entity["key"], entity["columns"]) if entity else None,
    )


def _metric(path: Path, name: str, body: dict[str, Any], source: Source) -> Metric:
    if problem := _problem(body):
        raise MetricFileError(f"{path}: metric {name!r} {problem}")
    ratio = body.get("ratio")
    return Metric(
        name=name,
        **{key: body[key] for key in REQUIRED},
        synonyms=tuple(body.get("synonyms", ())),
        value=body.get("value"),
        ratio=(ratio[0], ratio[1]) if ratio else None,
        times=float(body.get("times", 1)),
        source=source,
        dimensions={one.name: one.title for one in source.dimensions.values()},
        path=path,
    )


def _problem(body: dict[str, Any]) -> str | None:
    """What a definition lacks or has too much, in words; None if it is whole."""
    missing = [key for key in REQUIRED if body.get(key) in (None, "")]
    if missing:
        return f"lacks {', '.join(missing)}; add it."
    if strange := sorted(set(body) - KNOWN):
        return f"says {', '.join(strange)}; it may say {', '.join(sorted(KNOWN))}."
    for key, allowed in ALLOWED.items():
        if body[key] not in allowed:
            offered = ", ".join(map(str, allowed))
            return f"has the {key} {body[key]!r}; choose one of {offered}."
    ratio = body.get("ratio")
    if ("value" in body) == (ratio is not None) or (ratio and len(ratio) != PAIR):
        return (
            'must have either value = "<aggregate SQL>" '
            "or ratio = [numerator, denominator]."
        )
    return None
