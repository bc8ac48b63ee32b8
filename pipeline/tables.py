"""The tables of the star schema, read from their .sql files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import sqlglot
from sqlglot import exp

from pipeline.quoting import name as quoted
from queries import sqlfile

SCHEMA = Path(__file__).parent / "schema"
OWN = "raw_"


@dataclass(frozen=True)
class Column:
    """A column's name, type and whether it must have a value."""

    name: str
    type: str
    required: bool


@dataclass(frozen=True)
class Table:
    """A table as its file declares it.

    `derived` columns are computed from the others of their row, `finished` ones when
    all rows are there; `accepted` lists allowed values. `version` is the time at which
    the source said what the row says, and `keeps_first` tables keep the earliest row
    of a key instead of the latest.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    time: str | None
    derived: dict[str, str]
    accepted: dict[str, list[str]]
    ddl: str
    definition: str
    version: str | None = None
    keeps_first: bool = False
    finished: dict[str, str] = field(default_factory=dict)
    is_made: bool = False

    @property
    def is_dimension(self) -> bool:
        """Whether many rows of a key are normal, and the latest wins."""
        return self.name.startswith("dim_")

    @property
    def is_own(self) -> bool:
        """Whether it is a company's own table, which models read and pages do not."""
        return self.name.startswith(OWN)

    @property
    def given(self) -> tuple[Column, ...]:
        """The columns that a mapping gives."""
        made = self.derived.keys() | self.finished.keys()
        return tuple(one for one in self.columns if one.name not in made)

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(one for one in self.columns if one.name == name)


def read(path: Path) -> Table:
    """Read one table's file."""
    return _declared(path, path.read_text(encoding="utf-8"))


@lru_cache(maxsize=128)
def _declared(path: Path, text: str) -> Table:
    """What a file's text declares; the same text is parsed once."""
    file = sqlfile.read(path)
    create = sqlglot.parse_one(file.sql, read="duckdb")
    columns = tuple(
        Column(
            name=definition.name,
            type=definition.args["kind"].sql("duckdb"),
            required=definition.find(exp.NotNullColumnConstraint) is not None,
        )
        for definition in create.find_all(exp.ColumnDef)
    )
    return Table(
        name=file.name,
        columns=columns,
        key=tuple(file.header["grain"]),
        time=file.header.get("time"),
        derived=file.header.get("derived", {}),
        accepted=file.header.get("accepted", {}),
        ddl=file.sql,
        definition=text,
        version=file.header.get("version"),
        keeps_first=file.header.get("keeps") == "first",
        finished=file.header.get("finished", {}),
        is_made="made" in file.header,
    )


def own(
    name: str,
    columns: Sequence[Column],
    key: Sequence[str],
    version: str | None,
    definition: str,
) -> Table:
    """A company's own table, as one of its mappings declares it."""
    listed = ", ".join(
        f"{quoted(one.name)} {one.type}{' not null' if one.required else ''}"
        for one in columns
    )
    return Table(
        name=name,
        columns=tuple(columns),
        key=tuple(key),
        time=None,
        derived={},
        accepted={},
        ddl=f"create table {name} ({listed})",
        definition=definition,
        version=version,
    )


def read_all(prefixes: Sequence[str], folder: Path = SCHEMA) -> dict[str, Table]:
    """The tables whose names start so and that mappings fill, by name."""
    paths = sorted(path for path in folder.glob("*.sql"))
    wanted = [path for path in paths if path.name.startswith(tuple(prefixes))]
    found = [read(path) for path in wanted]
    return {table.name: table for table in found if not table.is_made}
