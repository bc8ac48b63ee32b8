"""Steps of preparation as SQL: what each makes of a column, and what it replaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pipeline.preparation import HOURS, Preparation
from pipeline.quoting import name, text, texts


@dataclass(frozen=True)
class Change:
    """One step on one column; `before` is the hidden column with what was replaced."""

    step: Preparation
    column: str
    before: str
    value: str


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
