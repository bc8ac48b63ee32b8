"""Turn a reader's choices into bound SQL conditions and typed parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from queries.catalog import FILTER_MARK, Query, type_of
from queries.names import hint

Choices = Mapping[str, Sequence[str] | None]
PREFIX = "chosen_"


def chosen(filters: Choices | None) -> dict[str, list[str]]:
    """The choices that say something; nothing chosen means all.

    Raises:
        TypeError: If a choice is a text and not a list of texts.
    """
    found: dict[str, list[str]] = {}
    for name, picks in (filters or {}).items():
        if isinstance(picks, str):
            raise TypeError(
                f"The filter {name!r} was given the text {picks!r}; "
                f"give a list of texts: [{picks!r}]."
            )
        if picks:
            found[name] = [str(pick) for pick in picks]
    return found


def condition(name: str, sql: str) -> str:
    """The condition that a filter adds; its values are bound as a list."""
    return f"and {sql} in :{PREFIX}{name}"


def bound(picks: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The values of the choices, by the names that `condition` gives them."""
    return {f"{PREFIX}{name}": values for name, values in picks.items()}


def apply(query: Query, filters: Choices | None) -> tuple[str, dict[str, list[str]]]:
    """The SQL with a condition per chosen filter, and the values to bind.

    Columns come only from the query's own header; values are only ever bound.

    Raises:
        ValueError: If the query does not offer a filter of that name.
    """
    picks = chosen(filters)
    for name in filters or {}:
        if name not in query.filters:
            raise ValueError(
                f"Query {query.name!r} cannot be filtered by {name}; it offers "
                f"{', '.join(sorted(query.filters)) or 'no filters'}."
            )
    lines = [condition(name, query.filters[name]) for name in sorted(picks)]
    return query.sql.replace(FILTER_MARK, "\n    ".join(lines)), bound(picks)


def parameters(query: Query, given: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a query in the types that its header states.

    Raises:
        ValueError: If one is missing, unknown, or not of its type.
    """
    if set(given) != set(query.params):
        raise ValueError(
            f"Query {query.name!r} takes {sorted(query.params)}, "
            f"but was given {sorted(given)}."
        )
    return {
        name: typed(name, value, type_of(query.params[name]))
        for name, value in given.items()
    }


def typed(name: str, value: Any, kind: str) -> Any:
    """A value in the type of its parameter; text is read, as from an address.

    Raises:
        ValueError: If it cannot be.
    """
    try:
        return READERS[kind](value)
    except (ValueError, TypeError) as error:
        raise ValueError(f"{name} is {value!r}; expected {EXPECTED[kind]}.") from error


def day(value: Any) -> date:
    """A day from a date, a time, or the text of one: the time is dropped."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return datetime.fromisoformat(value).date()


def _moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    return datetime.fromisoformat(value)


READERS: Mapping[str, Any] = {
    "date": day,
    "timestamp": _moment,
    "integer": int,
    "number": float,
    "text": str,
}
EXPECTED = {
    "date": "a day such as 2026-01-31",
    "timestamp": "a time such as 2026-01-31T08:15:00",
    "integer": "a whole number",
    "number": "a number",
    "text": "a text",
}


def dimensions_known(
    where: Mapping[str, list[str]], by: str | None, offered: Mapping[str, str], of: str
) -> None:
    """Refuse a split or filter that a set of metrics does not offer.

    Raises:
        ValueError: If `by` or a key of `where` is not among `offered`.
    """
    for name in [*where, *([by] if by else [])]:
        if name not in offered:
            raise ValueError(
                f"{of} cannot be split or filtered by {name!r}: {hint(name, offered)}"
            )
