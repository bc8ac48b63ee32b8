"""Names and values as DuckDB's SQL writes them."""

from __future__ import annotations

from collections.abc import Iterable


def name(identifier: str) -> str:
    """The identifier in double quotes."""
    doubled = identifier.replace('"', '""')
    return f'"{doubled}"'


def names(identifiers: Iterable[str], prefix: str = "") -> str:
    """Identifiers with commas between; `prefix` is a table's alias."""
    dot = f"{prefix}." if prefix else ""
    return ", ".join(dot + name(identifier) for identifier in identifiers)


def text(value: str) -> str:
    """The value in single quotes.

    Values are written into the statement because DuckDB imports pandas at its first
    bound parameter, which costs more than a whole refresh that finds nothing new.
    """
    doubled = value.replace("\0", "\N{REPLACEMENT CHARACTER}").replace("'", "''")
    return f"'{doubled}'"


def texts(values: Iterable[str]) -> str:
    """Values in single quotes, with commas between."""
    return ", ".join(text(value) for value in values)
