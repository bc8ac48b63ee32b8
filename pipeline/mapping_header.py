"""The header of a mapping file: what it may say, and where it says it."""

from __future__ import annotations

import re
from typing import Any

from sqlglot import exp

from pipeline import tables as table_files
from pipeline.databases import source as database_source
from pipeline.reading.formats import BY_HEADER
from pipeline.tables import OWN, Column, Table

NEEDED = {"into", "from", "key"}
KNOWN = NEEDED | {
    *("about", "owner", "delimiter", "event_time", "format", "pii", "prepare"),
    "version",
    *database_source.ENTRIES,
}
DELIMITERS = set(map(chr, range(32, 127))) - {'"'} | {"\t", "\x01"}
OWN_NAME = re.compile(rf"{OWN}[a-z][a-z0-9_]*")


class MappingError(ValueError):
    """A mapping that cannot be used: the line of its file, and the reason."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line


def check(header: dict[str, Any], text: str, tables: dict[str, Table]) -> None:
    """Refuse a header that lacks something, or says what has no meaning.

    Raises:
        MappingError: With the line at which it departs.
    """
    missing = sorted(NEEDED - set(header))
    if missing:
        raise MappingError(f"The header needs {', '.join(missing)}.", 1)
    unknown = sorted(set(header) - KNOWN)
    if unknown:
        raise MappingError(
            f"The header has {unknown[0]!r}; it may have {', '.join(sorted(KNOWN))}.",
            line_of(text, unknown[0]),
        )
    into = header["into"]
    if into not in tables and not OWN_NAME.fullmatch(str(into)):
        raise MappingError(
            f"There is no table {into!r} to fill; there is {', '.join(tables)}. A "
            f"table of your own, for models to read, has a name like {OWN}orders.",
            line_of(text, "into"),
        )
    _check_reader(header, text)
    if not isinstance(header["from"], str) or not header["from"].strip():
        raise MappingError("from must be a file pattern.", line_of(text, "from"))


def _check_reader(header: dict[str, Any], text: str) -> None:
    """Refuse another delimiter or format than files can have."""
    if header.get("delimiter", ",") not in DELIMITERS:
        raise MappingError(
            f"delimiter is {header['delimiter']!r}; it must be one character, not a "
            "quote.",
            line_of(text, "delimiter"),
        )
    if header.get("format", "csv") not in BY_HEADER:
        raise MappingError(
            f"format is {header['format']!r}; it may be {', '.join(BY_HEADER)}.",
            line_of(text, "format"),
        )


def check_table(header: dict[str, Any], text: str, table: Table) -> None:
    """Refuse entries that do not fit the table.

    Raises:
        MappingError: With the line at which it departs.
    """
    if header["key"] != list(table.key):
        raise MappingError(
            f"key is {header['key']}; {table.name} has one row per {list(table.key)}.",
            line_of(text, "key"),
        )
    if header.get("event_time", table.time) != table.time:
        raise MappingError(
            f"event_time is {header['event_time']!r}; the time of {table.name} is "
            f"{table.time!r}. Give that column, or leave event_time out.",
            line_of(text, "event_time"),
        )
    if header.get("version", table.version) != table.version:
        raise MappingError(
            f"version is {header['version']!r}; the version of {table.name} is "
            f"{table.version!r}. Give that column, or leave version out.",
            line_of(text, "version"),
        )


def own_table(header: dict[str, Any], text: str, select: exp.Select) -> Table:
    """The company's own table that a mapping declares by its select.

    A column has the type of its outermost cast, and is text without one.

    Raises:
        MappingError: If key or version are no columns of the select.
    """
    key, version = header["key"], header.get("version")
    given = [projection.alias_or_name for projection in select.selects]
    for entry, named in (("key", key), ("version", [version] if version else [])):
        strange = [one for one in named if one not in given]
        if strange or (entry == "key" and not key):
            raise MappingError(
                f"{entry} names {strange}; the select gives {', '.join(given)}.",
                line_of(text, entry),
            )
    columns = [
        Column(projection.alias_or_name, _type(projection.unalias()), in_key)
        for projection in select.selects
        for in_key in [projection.alias_or_name in key]
    ]
    return table_files.own(header["into"], columns, key, version, "")


def _type(value: exp.Expr) -> str:
    """The type of the outermost cast; text without one."""
    while isinstance(value, exp.Paren):
        value = value.this
    if isinstance(value, exp.Cast):
        return str(value.args["to"].sql("duckdb"))
    return "VARCHAR"


def line_of(text: str, entry: str) -> int:
    """The line of the file in which a header entry stands."""
    found = re.search(rf"^\s*\[*{re.escape(entry)}\b", text, re.MULTILINE)
    return text[: found.end()].count("\n") + 1 if found else 1
