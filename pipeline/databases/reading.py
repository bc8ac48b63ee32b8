"""Ask a database for its columns and rows, in bounded batches, through SQLAlchemy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.engine import Connection, Engine

from pipeline.databases.address import Address, SourceError, is_file
from pipeline.databases.source import Database

BATCH = 10_000
CONNECT_SECONDS = 10
STATEMENT_SECONDS = 900
FAMILIES = {
    "whole number": r"u?int\d*|(big|small|tiny|medium)int|integer|(big|small)?serial",
    "decimal": r"numeric|decimal\d*|money|number",
    "float": r"real|double( precision|_precision)?|float\d*",
    "text": r"(n|bp)?(var)?char|character( varying)?|(tiny|medium|long|n)?text|"
    r"(fixed)?string|n?clob|varchar2",
    "timestamp": r"timestamp( without time zone)?|datetime\d*",
    "timestamp with time zone": r"timestamp with time zone|timestamptz",
    "boolean": r"bool|boolean",
    "json": r"jsonb?",
}
SORTABLE = {*FAMILIES, "date", "uuid"} - {"json"}


@contextmanager
def opened(address: Address) -> Iterator[Connection]:
    """A connection for reading only.

    Raises:
        SourceError: If the database cannot be reached, or refuses; its words are told
            without the address's secrets.
    """
    try:
        engine = _engine(address)
        with engine.connect() as connection:
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql("set transaction read only")
                connection.exec_driver_sql(
                    f"set local statement_timeout = {STATEMENT_SECONDS * 1000}"
                )
            yield connection
    except ModuleNotFoundError as error:
        raise SourceError(
            f"The driver for {address.shown} is not installed ({error.name}); install "
            "it beside the portal's requirements."
        ) from None
    except exc.NoSuchModuleError:
        raise SourceError(
            f"{address.shown} names a kind of database that SQLAlchemy does not know; "
            "check the part before ://, or install its driver."
        ) from None
    except exc.SQLAlchemyError as error:
        said = getattr(error, "orig", None) or error
        raise SourceError(_words(address, said)) from None
    except (ValueError, ArithmeticError) as error:
        # A driver's word for a value that Python cannot hold, such as the year 12000.
        raise SourceError(_words(address, error)) from None


def _words(address: Address, said: BaseException) -> str:
    """What the database said, in a line and without secrets."""
    lines = [line.strip() for line in str(said).splitlines() if line.strip()]
    told = " ".join(lines[:3])[:400] or type(said).__name__
    return address.redact(f"{address.shown} says: {told}")


def _engine(address: Address) -> Engine:
    """An engine without a pool."""
    options: dict[str, Any] = {"poolclass": sa.NullPool, "hide_parameters": True}
    kind = address.url.get_backend_name()
    if kind == "postgresql":
        # JSON stays the text that it is: no number in it is rounded.
        options["json_deserializer"] = _as_it_is
        if "connect_timeout" not in address.url.query:
            options["connect_args"] = {"connect_timeout": CONNECT_SECONDS}
    if is_file(address.url) and not Path(str(address.url.database)).is_file():
        raise SourceError(f"There is no file {address.url.database}.")
    return sa.create_engine(address.url, **options)


def _as_it_is(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _relation(database: Database) -> sa.FromClause:
    """The table or the query, to select from."""
    if database.table:
        schema, _, table = database.table.rpartition(".")
        return sa.table(table, schema=schema or None)
    # A colon is a colon: the query takes no parameters.
    written = str(database.query).replace(":", "\\:")
    return sa.text(written).columns().subquery("asked")


def columns(connection: Connection, database: Database) -> dict[str, str]:
    """The columns as the database spells them, with the kind of each.

    Raises:
        SourceError: If the table is not there.
    """
    if not database.table:
        asked = sa.select(sa.text("*")).select_from(_relation(database))
        result = connection.execute(asked.where(sa.false()))
        described = result.cursor.description if result.cursor else []
        return {one[0]: _declared(one) for one in described or []}
    schema, _, table = database.table.rpartition(".")
    try:
        found = sa.inspect(connection).get_columns(table, schema or None)
    except exc.NoSuchTableError:
        found = []
    if not found:
        raise SourceError(
            f"There is no {database.title}. Correct the mapping, or bring the table "
            "back."
        )
    return {one["name"]: _kind(_spelled(one["type"], connection)) for one in found}


def _declared(described: Any) -> str:
    """The kind of a column of a query, as its driver tells it."""
    shown = getattr(described, "type_display", None) or described[1]
    return _kind(str(shown)) if shown is not None else "unknown"


def _spelled(kind: Any, connection: Connection) -> str:
    """A column's type in the words of its database."""
    try:
        return str(kind.compile(dialect=connection.dialect))
    except (exc.SQLAlchemyError, AttributeError, TypeError, NotImplementedError):
        return str(getattr(kind, "name", kind))


def _kind(spelled: str) -> str:
    """The family of a type: a column may grow wider within it."""
    words = spelled.lower()
    while inner := re.fullmatch(r"(?:nullable|lowcardinality)\((.*)\)", words):
        words = inner[1]
    if words in {"null", "nulltype()"}:
        return "unknown"
    plain = re.sub(r"\([^)]*\)", "", words).strip()
    for family, pattern in FAMILIES.items():
        if re.fullmatch(pattern, plain):
            return family
    return plain


def rows(
    connection: Connection,
    database: Database,
    wanted: Mapping[str, str],
    start: Any = None,
) -> Iterator[Sequence[Any]]:
    """The rows from `start` on, those without an incremental value included.

    They come in the order of the incremental column, and within it of the primary key,
    or else of all columns that have an order. `wanted` are columns with their kinds.
    """
    asked: sa.Select[*tuple[Any, ...]] = sa.select(
        *(sa.column(name) for name in wanted)
    )
    asked = asked.select_from(_relation(database))
    sortable = [name for name, kind in wanted.items() if kind in SORTABLE]
    order = _key(connection, database) or sortable
    if database.incremental:
        by = _spelling(wanted, database.incremental)
        column: sa.ColumnElement[Any] = sa.column(by)
        if start is not None:
            asked = asked.where(sa.or_(column >= start, column.is_(None)))
        order = [by, *(one for one in order if one != by)]
    asked = asked.order_by(*(sa.column(name) for name in order))
    streaming = connection.execution_options(
        stream_results=True, max_row_buffer=BATCH
    ).execute(asked)
    for batch in streaming.partitions(BATCH):
        yield from batch


def _spelling(names: Iterable[str], given: str) -> str:
    """The column of that name, whatever its capitals."""
    return next((one for one in names if one.lower() == given.lower()), given)


def _key(connection: Connection, database: Database) -> list[str]:
    """The primary key, where the database tells of one."""
    if not database.table:
        return []
    schema, _, table = database.table.rpartition(".")
    try:
        found = sa.inspect(connection).get_pk_constraint(table, schema or None)
    except (exc.SQLAlchemyError, NotImplementedError):
        return []
    return list((found or {}).get("constrained_columns") or [])
