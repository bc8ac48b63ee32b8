"""What a generation remembers of the files and definitions that it was made from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from pipeline.files import Sight, SourceFile
from pipeline.mappings import Mapping
from pipeline.mart_builder import Mart
from pipeline.quoting import text, texts

TABLES = """
create table load_file (
    source varchar, file_name varchar, size bigint, modified_ns bigint,
    digest varchar, columns varchar, rows_in bigint, rows_loaded bigint
);
create table load_mapping (mapping varchar, source varchar, signature varchar);
create table load_mart (mart varchar, signature varchar);
create table load_model (model varchar, table_name varchar, signature varchar);
create table load_rule (rule varchar, setting varchar)
"""


@dataclass(frozen=True)
class KnownFile:
    """A file as it was when it was loaded."""

    size: int
    modified_ns: int
    digest: str
    columns: tuple[str, ...]
    rows_loaded: int
    kinds: dict[str, str] = field(default_factory=dict)
    steady: frozenset[str] = frozenset()
    sampled: int = 0

    def is_untouched(self, file: SourceFile) -> bool:
        """Whether size and time of change say that the file is the same."""
        return (self.size, self.modified_ns) == (file.size, file.modified_ns)


@dataclass(frozen=True)
class Registry:
    """Files by source and name, and what the stored rows follow.

    `models` give table and signature; `rules` are settings such as the pause between
    sessions, by name.
    """

    files: dict[tuple[str, str], KnownFile] = field(default_factory=dict)
    mappings: dict[str, str] = field(default_factory=dict)
    marts: dict[str, str] = field(default_factory=dict)
    models: dict[str, tuple[str, str]] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)


def source_name(source: tuple[str, ...]) -> str:
    """A source as the registry writes it: its pattern, delimiter and format."""
    return " ".join(source)


def read(path: Path | None) -> Registry:
    """The registry of a generation; an empty one if there is none yet."""
    if path is None:
        return Registry()
    with duckdb.connect(path, read_only=True) as connection:
        files = connection.execute(
            "select source, file_name, size, modified_ns, digest, columns, rows_loaded "
            "from load_file"
        ).fetchall()
        mappings = connection.execute("select mapping, signature from load_mapping")
        by_mapping = dict(mappings.fetchall())
        marts = connection.execute("select mart, signature from load_mart").fetchall()
        models, rules = _read_models(connection)
    return Registry(
        {
            (source, name): _known_file(size, at, digest, columns, n)
            for source, name, size, at, digest, columns, n in files
        },
        by_mapping,
        dict(marts),
        models,
        rules,
    )


def _read_models(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """Models and rules; none in a generation of before there were any."""
    known = connection.execute(
        "select 1 from duckdb_tables() where table_name = 'load_model'"
    ).fetchall()
    if not known:
        return {}, {}
    models = connection.execute("select model, table_name, signature from load_model")
    of_models = {model: (table, said) for model, table, said in models.fetchall()}
    rules = connection.execute("select rule, setting from load_rule").fetchall()
    return of_models, dict(rules)


def _shape(sight: Sight) -> str:
    """What is remembered of a file's columns."""
    steady, kinds = sorted(sight.steady), sight.kinds
    shape = {"columns": sight.columns, "kinds": kinds, "steady": steady}
    return json.dumps({**shape, "sampled": sight.sampled})


def _known_file(
    size: int, modified_ns: int, digest: str, shape: str, rows_loaded: int
) -> KnownFile:
    """A file as it was remembered; once only the names of its columns were."""
    read = json.loads(shape)
    if isinstance(read, list):
        read = {"columns": read, "kinds": {}, "steady": [], "sampled": 0}
    return KnownFile(
        size,
        modified_ns,
        digest,
        tuple(read["columns"]),
        rows_loaded,
        read["kinds"],
        frozenset(read["steady"]),
        read["sampled"],
    )


def remember_files(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    files: Iterable[tuple[SourceFile, Sight, int, int]],
) -> None:
    """Note files with the rows read and loaded from each, instead of what was known."""
    rows = [
        f"({text(source)}, {text(file.name)}, {file.size}, {file.modified_ns}, "
        f"{text(sight.digest)}, {text(_shape(sight))}, {rows_in}, {loaded})"
        for file, sight, rows_in, loaded in files
    ]
    listed = ", ".join(rows)
    connection.execute(
        "create or replace temp table seen as from (values "
        f"{listed}) as seen (source, file_name, size, modified_ns, digest, columns, "
        "rows_in, rows_loaded)"
    )
    connection.execute(
        "delete from load_file using seen where load_file.source = seen.source "
        "and load_file.file_name = seen.file_name"
    )
    connection.execute("insert into load_file by name select * from seen")


def remember_definitions(
    connection: duckdb.DuckDBPyConnection,
    mappings: Iterable[Mapping],
    marts: Iterable[Mart],
) -> None:
    """Note the definitions that this generation follows."""
    known = [(one.name, source_name(one.source), one.signature) for one in mappings]
    if known:
        listed = texts(mapping for mapping, *_ in known)
        connection.execute(f"delete from load_mapping where mapping in ({listed})")
        _insert(connection, "load_mapping", known)
    connection.execute("delete from load_mart")
    _insert(connection, "load_mart", [(mart.name, mart.signature) for mart in marts])


def remember_models(
    connection: duckdb.DuckDBPyConnection,
    models: Iterable[tuple[str, str, str]],
    rules: dict[str, str],
) -> None:
    """Note models (name, table, signature) and rules that this generation follows."""
    connection.execute("delete from load_model")
    _insert(connection, "load_model", models)
    connection.execute("delete from load_rule")
    _insert(connection, "load_rule", rules.items())


def _insert(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[tuple[str, ...]]
) -> None:
    """Insert rows of texts in one statement."""
    if listed := ", ".join(f"({texts(row)})" for row in rows):
        connection.execute(f"insert into {table} values {listed}")
