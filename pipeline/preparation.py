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
from itertools import groupby
from typing import Any

from pipeline.quoting import name, text, texts

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


@dataclass(frozen=True)
class Change:
    """One step on one column; `before` is the hidden column with what was replaced."""

    step: Preparation
    column: str
    before: str
    value: str


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


def changes(
    steps: Sequence[Preparation], spellings: Mapping[str, str], *, of_source: bool
) -> list[Change]:
    """The steps of one side, column by column, as SQL over the column's name.

    `spellings` are the standard names of the countries that occur.
    """
    found = []
    for number, step in enumerate(steps):
        if step.is_of_source != of_source or step.kind == "deduplicate":
            continue
        for place, column in enumerate(step.columns):
            before = f"northstar_before_{number}_{place}"
            value = SQL[step.kind](name(column), {**step.options, "names": spellings})
            found.append(Change(step, column, before, value))
    return found


def layers(found: Sequence[Change], relation: str) -> str:
    """The relation with changes applied: one select for each step, in their order."""
    for _, changes in groupby(found, key=lambda one: one.step):
        step = list(changes)
        values = ", ".join(f"{one.value} as {name(one.column)}" for one in step)
        kept = ", ".join(_before(one) for one in step)
        relation = f"(select * replace ({values}), {kept} from {relation})"
    return relation


def _before(change: Change) -> str:
    """The hidden column with the value that a change replaced, if it did."""
    column = name(change.column)
    return (
        f"case when {column} is distinct from {change.value} "
        f"then coalesce(cast({column} as varchar), '(empty)') end as {change.before}"
    )


def _encode(column: str, values: Mapping[str, str]) -> str:
    """Standard names for the spellings that are listed, whatever their case."""
    if not values:
        return column
    key = f"lower(trim(cast({column} as varchar)))"
    cases = " ".join(
        f"when {text(old.strip().lower())} then {text(str(new))}"
        for old, new in values.items()
    )
    return f"case {key} {cases} else {column} end"


def _bound(column: str, options: Mapping[str, Any]) -> str:
    """The other time where this one is too far from it."""
    time, other = (
        f"try_cast({one} as timestamp)" for one in (column, name(options["to"]))
    )
    seconds = options.get("hours", HOURS) * 3600
    far = f"abs(epoch({time}) - epoch({other})) > {seconds}"
    missing = f"{column} is null and {other} is not null"
    return f"case when {far} or ({missing}) then {other} else {column} end"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(repr(str(word)) for word in words)


def _nulls(column: str, words: Sequence[str]) -> str:
    # A list, as DuckDB turns a longer `in` into a join, ten times as slow for few rows.
    listed = texts(str(word).strip().lower() for word in words)
    said = f"list_contains([{listed}], lower(trim({column})))"
    return f"case when {said} then null else {column} end"


SQL: dict[str, Callable[[str, Mapping[str, Any]], str]] = {
    "nulls": lambda column, o: _nulls(column, o["words"]),
    "trim": lambda column, _: f"trim({column})",
    "lower": lambda column, _: f"lower(cast({column} as varchar))",
    "upper": lambda column, _: f"upper(cast({column} as varchar))",
    "encode": lambda column, o: _encode(column, o["values"]),
    "country": lambda column, o: _encode(column, o["names"]),
    "bound": _bound,
    "truncate": lambda column, o: (
        f"date_trunc({text(o['to'])}, try_cast({column} as timestamp))"
    ),
}
