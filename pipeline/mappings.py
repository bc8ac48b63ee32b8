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

from pipeline import mapping_form, mapping_header, preparation
from pipeline.databases import source as database_source
from pipeline.mapping_header import MappingError
from pipeline.preparation import Preparation
from pipeline.problems import Problem
from pipeline.tables import Table
from queries import sqlfile

# Raise it when the same mapping over the same files gives other rows than before:
# the next refresh of every warehouse then reads all of its files again.
ENGINE = 2
OFFERED = {"source_file", "source_line"}


@dataclass(frozen=True)
class Mapping:
    """One mapping file: which rows of which files fill which table, and how.

    `columns` are the columns of the files that it reads, in lower case; `prepare` are
    the declared steps that put its rows in order.
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
    prepare: tuple[Preparation, ...] = ()

    @property
    def may_repeat(self) -> bool:
        """Whether a file may rightly hold several rows of one key."""
        given = {projection.alias_or_name for projection in self.select.selects}
        return (
            self.table.is_dimension
            or self.table.keeps_first
            or self.table.version in given
            or any(step.kind == "deduplicate" for step in self.prepare)
        )

    @property
    def source(self) -> tuple[str, ...]:
        """What is read once for mappings that share it: pattern, delimiter, format."""
        format_ = (self.format,) if self.format else ()
        return (self.pattern, self.delimiter, *format_)


def read_all(
    paths: list[Path], tables: dict[str, Table]
) -> tuple[list[Mapping], list[Problem]]:
    """Read the mapping files; those that cannot be used become problems."""
    mappings: list[Mapping] = []
    problems = []
    for path in paths:
        try:
            mapping = read(path, tables)
            _check_agreement(mapping, mappings)
            mappings.append(mapping)
        except MappingError as error:
            reason = f"{error} Nothing was loaded through this mapping."
            problems.append(
                Problem("mapping", path.name, reason, file=path.name, line=error.line)
            )
    return mappings, problems


def _check_agreement(mapping: Mapping, others: list[Mapping]) -> None:
    """Mappings into one table of the company's own declare the same table."""
    for other in others:
        if other.table.name == mapping.table.name and other.table.ddl != (
            mapping.table.ddl
        ):
            raise MappingError(
                f"{other.name} declares {mapping.table.name} with other columns, types "
                "or another key; give both the same."
            )


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
    mapping_header.check(file.header, text, tables)
    select = _select(file.sql, text, tables.get(file.header["into"]))
    table = tables.get(file.header["into"]) or mapping_header.own_table(
        file.header, text, select
    )
    mapping_header.check_table(file.header, text, table)
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
        prepare=_preparations(file.header, text, select),
    )


def _signature(text: str, table: Table) -> str:
    """What changes when the mapping would give other rows."""
    said = f"{ENGINE}\n{text}\n{table.definition}"
    return hashlib.sha256(said.encode()).hexdigest()


def _select(sql: str, text: str, table: Table | None) -> exp.Select:
    """The select of the file, if it has the form and the columns that it must have."""
    before = text[: text.index(sql)].count("\n")
    try:
        select = _parse(sql)
        mapping_form.check(select)
        if table:
            _check_targets(select, table)
    except mapping_form.FormError as error:
        raise MappingError(str(error), before + error.line_of(sql)) from None
    except MappingError as error:
        raise MappingError(str(error), before + (error.line or 1)) from None
    return select


def _preparations(
    header: dict[str, Any], text: str, select: exp.Select
) -> tuple[Preparation, ...]:
    """The declared steps of preparation."""
    targets = [projection.alias_or_name for projection in select.selects]
    sources = sorted(_columns(select) - OFFERED)
    try:
        return preparation.read(header.get("prepare", []), sources, targets)
    except preparation.PreparationError as error:
        raise MappingError(
            str(error), mapping_header.line_of(text, "prepare")
        ) from None


def _database(header: dict[str, Any], text: str) -> database_source.Database | None:
    """The database that the header names, if it names one."""
    try:
        return database_source.read(header)
    except database_source.HeaderError as error:
        line = mapping_header.line_of(text, error.entry)
        raise MappingError(str(error), line) from None


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
