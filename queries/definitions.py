"""What a metric is, and what it is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from queries import expressions
from queries.places import Place
from queries.shapes import GRAINS

NOWHERE = Place(Path(), {})


class MetricFileError(ValueError):
    """A metric definition that is wrong; the message names file, line and remedy."""


@dataclass(frozen=True)
class Dimension:
    """A way to split a metric: text that is never empty."""

    name: str
    title: str
    sql: str
    place: str = ""


@dataclass(frozen=True)
class Percentile:
    """A share of what is counted by classes: `counts` of each class that ends `of`."""

    share: float
    of: str
    counts: str

    @property
    def permille(self) -> int:
        """The share in thousandths, so that comparing sums is exact everywhere."""
        return round(self.share * 1000)


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
    grains: tuple[str, ...] = GRAINS
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Metric:
    """One number with its meaning: made by a `value`, a `ratio` or a `percentile`.

    `drivers` are the metrics that move it: those of its identity, then those that it
    names. `format` is how it is written: its unit, unless it says otherwise.
    """

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
    place: Place = field(default=NOWHERE, compare=False)
    tables: tuple[str, ...] = ()
    percentile: Percentile | None = None
    primary: bool = False
    format: str = "number"
    identity: str | None = None
    drivers: tuple[str, ...] = ()
    grains: tuple[str, ...] = GRAINS

    def at(self, key: str = "") -> str:
        """Write file:line of one of its keys, for messages."""
        return self.place.of(f"metrics.{self.name}", key)

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
    def formula(self) -> str:
        """How it is made, on one line."""
        if self.ratio:
            times = f" x {self.times:g}" if self.times != 1 else ""
            return f"{self.ratio[0]} / {self.ratio[1]}{times}"
        if self.percentile:
            share = self.percentile
            return (
                f"the {share.of} at which the sum of {share.counts} "
                f"reaches {share.share:.4g} of all"
            )
        return " ".join((self.value or "").split())

    @property
    def from_zero(self) -> bool:
        """Whether a period without rows is a 0 and not a gap."""
        return self.value is not None and expressions.from_zero(self.value)
