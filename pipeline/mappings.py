"""Read a company's mapping files and say what is wrong with them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError

from pipeline import mapping_form
from pipeline.databases import source as database_source
from pipeline.problems import Problem
from pipeline.reading.formats import BY_HEADER
from pipeline.tables import Table
from queries import sqlfile

# Raise it when the same mapping over the same files gives other rows than before:
# the next refresh of every warehouse then reads all of its files again.
ENGINE = 1
NEEDED = {"into", "from", "key"}
KNOWN = NEEDED | {
    *("about", "owner", "delimiter", "event_time", "format", "pii"),
    *database_source.ENTRIES,
}
DELIMITERS = set(map(chr, range(32, 127))) - {'"'} | {"\t", "\x01"}
OFFERED = {"source_file", "source_line"}


class MappingError(ValueError):
    """A mapping that cannot be used: the line of its file, and the reason."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True)
class Mapping:
    """One mapping file: which rows of which files fill which table, and how.

    `columns` are the columns of the files that it reads, in lower case.
    """

    name: str
    table: Table
    pattern: str
    delimiter: str
    select: exp.Select
    columns: frozenset[str]
    signature: str
    database: database_source.Database | None = None
    format: str = ""

    @property
    def source(self) -> tuple[str, ...]:
        """What is read once for mappings that share it: pattern, delimiter, format."""
        format_ = (self.format,) if self.format else ()
        return (self.pattern, self.delimiter, *format_)


def read_all(
    paths: list[Path], tables: dict[str, Table]
) -> tuple[list[Mapping], list[Problem]]:
    """Read the mapping files; those that cannot be used become problems."""
    mappings, problems = [], []
    for path in paths:
        try:
            mappings.append(read(path, tables))
        except MappingError as error:
            reason = f"{error} Nothing was loaded through this mapping."
            problems.append(
                Problem("mapping", path.name, reason, file=path.name, line=error.line)
            )
    return mappings, problems


def read(path: Path, tables: dict[str, Table]) -> Mapping:
    """Read one mapping file.

    Raises:
        MappingError: If it cannot be used.
    """
    try:
        text = path.read_text(encoding="utf-8")
        file = sqlfile.read(path)
    except UnicodeDecodeError:
        raise MappingError(f"{path.name} is not UTF-8; save it as UTF-8.") from None
    except sqlfile.SqlFileError as error:
        place = re.search(r"\bline (\d+)", str(error))
        message = str(error).replace(f"{path}: ", "")
        raise MappingError(message, int(place[1]) if place else 1) from None
    table = _table(file.header, text, tables)
    before = text[: text.index(file.sql)].count("\n")
    try:
        select = _parse(file.sql)
        mapping_form.check(select)
        _check_targets(select, table)
    except mapping_form.FormError as error:
        raise MappingError(str(error), before + error.line_of(file.sql)) from None
    except MappingError as error:
        raise MappingError(str(error), before + (error.line or 1)) from None
    return Mapping(
        name=path.name,
        table=table,
        pattern=file.header["from"],
        delimiter=file.header.get("delimiter", ","),
        format=file.header.get("format", ""),
        select=select,
        columns=frozenset(_columns(select) - OFFERED),
        signature=_signature(text, table),
        database=_database(file.header, text),
    )


def _signature(text: str, table: Table) -> str:
    """What changes when the mapping would give other rows."""
    said = f"{ENGINE}\n{text}\n{table.definition}"
    return hashlib.sha256(said.encode()).hexdigest()


def _table(header: dict[str, Any], text: str, tables: dict[str, Table]) -> Table:
    """The table that the header fills; the header is checked on the way."""
    missing = sorted(NEEDED - set(header))
    if missing:
        raise MappingError(f"The header needs {', '.join(missing)}.", 1)
    unknown = sorted(set(header) - KNOWN)
    if unknown:
        raise MappingError(
            f"The header has {unknown[0]!r}; it may have {', '.join(sorted(KNOWN))}.",
            _line_of(text, unknown[0]),
        )
    into, at = header["into"], _line_of(text, "into")
    if into not in tables:
        raise MappingError(
            f"There is no table {into!r} to fill; there is {', '.join(tables)}.", at
        )
    table = tables[into]
    _check_entries(header, text, table)
    return table


def _check_entries(header: dict[str, Any], text: str, table: Table) -> None:
    """Refuse header entries that do not fit the table or the reader."""
    _check_reader(header, text)
    if not isinstance(header["from"], str) or not header["from"].strip():
        raise MappingError("from must be a file pattern.", _line_of(text, "from"))
    if header["key"] != list(table.key):
        raise MappingError(
            f"key is {header['key']}; {table.name} has one row per {list(table.key)}.",
            _line_of(text, "key"),
        )
    if header.get("event_time", table.time) != table.time:
        raise MappingError(
            f"event_time is {header['event_time']!r}; the time of {table.name} is "
            f"{table.time!r}. Give that column, or leave event_time out.",
            _line_of(text, "event_time"),
        )


def _check_reader(header: dict[str, Any], text: str) -> None:
    """Refuse another delimiter or format than files can have."""
    delimiter = header.get("delimiter", ",")
    if delimiter not in DELIMITERS:
        raise MappingError(
            f"delimiter is {delimiter!r}; it must be one character, not a quote.",
            _line_of(text, "delimiter"),
        )
    if header.get("format", "csv") not in BY_HEADER:
        raise MappingError(
            f"format is {header['format']!r}; it may be {', '.join(BY_HEADER)}.",
            _line_of(text, "format"),
        )


def _database(header: dict[str, Any], text: str) -> database_source.Database | None:
    """The database that the header names, if it names one."""
    try:
        return database_source.read(header)
    except database_source.HeaderError as error:
        raise MappingError(str(error), _line_of(text, error.entry)) from None


def _line_of(text: str, entry: str) -> int:
    """The line of the file in which a header entry stands."""
    found = re.search(rf"^\s*\[?{re.escape(entry)}\b", text, re.MULTILINE)
    return text[: found.end()].count("\n") + 1 if found else 1


def _parse(sql: str) -> exp.Select:
    """The one select of the file."""
    try:
        statements = [one for one in sqlglot.parse(sql, read="duckdb") if one]
    except ParseError as error:
        at = error.errors[0] if error.errors else {}
        said, near = at.get("description", str(error)), at.get("highlight", "")
        raise MappingError(
            f"The SQL does not parse: {said.lower()} at {near!r}.", at.get("line")
        ) from None
    except SqlglotError as error:
        said = str(error).splitlines()[0]
        raise MappingError(f"The SQL does not parse: {said}.", 1) from None
    if len(statements) != 1 or not isinstance(statements[0], exp.Select):
        raise MappingError(
            f"There are {len(statements)} statements; a mapping is one select "
            "from source."
        )
    return statements[0]


def _check_targets(select: exp.Select, table: Table) -> None:
    """Every result column belongs to the table, and what the table needs is given."""
    given: set[str] = set()
    allowed = [column.name for column in table.given]
    for projection in select.selects:
        name = projection.alias_or_name
        line = mapping_form.line_of(projection)
        if name in table.derived:
            raise MappingError(
                f"Column {name!r} of {table.name} is computed from the others; "
                "leave it out.",
                line,
            )
        if name not in allowed:
            raise MappingError(
                f"{table.name} has no column {name or projection.sql()!r}; it takes "
                f"{', '.join(allowed)}. Name each expression with `as`.",
                line,
            )
        if name in given:
            raise MappingError(f"Column {name!r} is given twice.", line)
        given.add(name)
    needed = [column.name for column in table.given if column.required]
    if missing := [name for name in needed if name not in given]:
        raise MappingError(f"{table.name} needs {', '.join(missing)} as well.")


def _columns(select: exp.Select) -> set[str]:
    """The columns of the source that the select reads, in lower case."""
    return {column.name.lower() for column in select.find_all(exp.Column)}
