"""The tables of the star schema, read from their .sql files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlglot
from sqlglot import exp

from queries import sqlfile

SCHEMA = Path(__file__).parent / "schema"


@dataclass(frozen=True)
class Column:
    """A column's name, type and whether it must have a value."""

    name: str
    type: str
    required: bool


@dataclass(frozen=True)
class Table:
    """A table as its file declares it.

    `derived` columns are computed from the others; `accepted` lists allowed values.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    time: str | None
    derived: dict[str, str]
    accepted: dict[str, list[str]]
    ddl: str
    definition: str

    @property
    def is_dimension(self) -> bool:
        """Whether many rows of a key are normal, and the latest wins."""
        return self.name.startswith("dim_")

    @property
    def given(self) -> tuple[Column, ...]:
        """The columns that a mapping gives."""
        return tuple(one for one in self.columns if one.name not in self.derived)

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(one for one in self.columns if one.name == name)


def read(path: Path) -> Table:
    """Read one table's file."""
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
        definition=path.read_text(encoding="utf-8"),
    )


def read_all(prefixes: Sequence[str], folder: Path = SCHEMA) -> dict[str, Table]:
    """The tables whose names start so, by name."""
    paths = sorted(path for path in folder.glob("*.sql"))
    wanted = [path for path in paths if path.name.startswith(tuple(prefixes))]
    return {path.stem: read(path) for path in wanted}
