"""Declared steps that put a mapping's rows in order before they are taken in.

A mapping's header lists them, in the order in which they apply:

    [[prepare]]
    step    = "nulls"
    words   = ["", "n/a", "(none)"]

`nulls` and `trim` work on the columns of the source, before anything is converted; the
others on the columns of the table. Each step counts the values that it changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

OF_SOURCE = ("nulls", "trim")
UNITS = ("second", "minute", "hour", "day", "week", "month", "quarter", "year")
HOURS = 24
OPTIONS: dict[str, frozenset[str]] = {
    "nulls": frozenset({"columns", "words"}),
    "trim": frozenset({"columns"}),
    "lower": frozenset({"columns"}),
    "upper": frozenset({"columns"}),
    "encode": frozenset({"columns", "values"}),
    "country": frozenset({"columns"}),
    "bound": frozenset({"columns", "to", "hours"}),
    "truncate": frozenset({"columns", "to"}),
    "deduplicate": frozenset(),
}
NEEDED: dict[str, frozenset[str]] = {
    "nulls": frozenset({"words"}),
    "encode": frozenset({"columns", "values"}),
    "bound": frozenset({"columns", "to"}),
    "truncate": frozenset({"columns", "to"}),
}


class PreparationError(ValueError):
    """A step that cannot be used: what was given, and what is allowed."""


@dataclass(frozen=True)
class Preparation:
    """One step: its kind, the columns it works on, and its options."""

    kind: str
    columns: tuple[str, ...]
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_of_source(self) -> bool:
        """Whether it works on the source's columns."""
        return self.kind in OF_SOURCE

    @property
    def about(self) -> str:
        """What the step does, in words."""
        return ABOUT[self.kind](self.options)


ABOUT: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "nulls": lambda o: f"{_listed(o['words'])} mean that nothing is known",
    "trim": lambda _: "spaces around a value are dropped",
    "lower": lambda _: "values are written in lower case",
    "upper": lambda _: "values are written in upper case",
    "encode": lambda o: (
        "other spellings get the standard name: "
        + ", ".join(f"{old} = {new}" for old, new in o["values"].items())
    ),
    "country": lambda _: "countries get their standard English name",
    "bound": lambda o: (
        f"a time more than {o.get('hours', HOURS):g} h away from "
        f"{o['to']}, or missing, becomes {o['to']}"
    ),
    "truncate": lambda o: f"times are cut to the {o['to']}",
    "deduplicate": lambda _: "rows that repeat a key within a file count once",
}


def read(
    said: Sequence[Mapping[str, Any]], sources: Sequence[str], targets: Sequence[str]
) -> tuple[Preparation, ...]:
    """The steps of a header.

    Args:
        said: The header's `prepare` entries.
        sources: Columns of the source that the mapping reads.
        targets: Columns of the table that it gives.

    Raises:
        PreparationError: If a step cannot be used.
    """
    if not isinstance(said, list):
        raise PreparationError("prepare is a list of steps; write [[prepare]].")
    return tuple(_read(one, sources, targets) for one in said)


def _read(
    said: Mapping[str, Any], sources: Sequence[str], targets: Sequence[str]
) -> Preparation:
    """One step of a header."""
    kind = said.get("step")
    if kind not in OPTIONS:
        raise PreparationError(
            f"A step of prepare is {kind!r}; it may be {', '.join(OPTIONS)}."
        )
    options = {key: value for key, value in said.items() if key != "step"}
    if unknown := sorted(options.keys() - OPTIONS[kind]):
        raise PreparationError(
            f"The step {kind!r} has {unknown[0]!r}; it may have "
            f"{', '.join(sorted(OPTIONS[kind])) or 'nothing else'}."
        )
    if missing := sorted(NEEDED.get(kind, frozenset()) - options.keys()):
        raise PreparationError(f"The step {kind!r} needs {', '.join(missing)} as well.")
    offered = sources if kind in OF_SOURCE else targets
    columns = tuple(options.pop("columns", offered if kind in OF_SOURCE else ()))
    if kind != "deduplicate":
        _check_columns(kind, columns, offered)
    _check_options(kind, options, targets)
    return Preparation(kind, columns, options)


def _check_columns(kind: str, columns: Sequence[str], offered: Sequence[str]) -> None:
    """Every column of a step is one that it can work on."""
    known = {one.lower() for one in offered}
    strange = [one for one in columns if str(one).lower() not in known]
    if strange or not columns:
        whose = "the source" if kind in OF_SOURCE else "the table that the select gives"
        raise PreparationError(
            f"The step {kind!r} works on column {strange[0] if strange else '(none)'}; "
            f"the columns of {whose} are {', '.join(offered)}."
        )


def _check_options(
    kind: str, options: Mapping[str, Any], targets: Sequence[str]
) -> None:
    """The other entries of a step have a meaning."""
    if kind == "bound" and options["to"] not in targets:
        raise PreparationError(
            f"The step 'bound' goes by {options['to']!r}; it must be a column that the "
            f"select gives: {', '.join(targets)}."
        )
    hours = options.get("hours", HOURS)
    if not isinstance(hours, int | float) or hours <= 0:
        raise PreparationError(
            f"The step 'bound' has hours = {hours!r}; it takes a number above 0."
        )
    if kind == "truncate" and options["to"] not in UNITS:
        raise PreparationError(
            f"The step 'truncate' cuts to {options['to']!r}; it may be "
            f"{', '.join(UNITS)}."
        )
    if kind == "encode" and not isinstance(options["values"], dict):
        raise PreparationError("values is a table: values = { old = 'new' }.")
    if kind == "nulls" and not isinstance(options["words"], list):
        raise PreparationError('words is a list: words = ["", "n/a"].')


def _listed(words: Sequence[str]) -> str:
    return ", ".join(repr(str(word)) for word in words)
