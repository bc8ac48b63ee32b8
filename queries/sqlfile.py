"""Read a .sql file whose first comment is a TOML header."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any


class SqlFileError(ValueError):
    """A .sql file that does not follow the form; the message names file and remedy."""


@dataclass(frozen=True)
class SqlFile:
    """One .sql file: the table in its header comment, and the SQL below it."""

    path: Path
    header: dict[str, Any]
    sql: str

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem


def read(path: Path) -> SqlFile:
    """Split a file into its TOML header and its SQL.

    Raises:
        SqlFileError: If the file has no header comment, the header is not TOML, or
            nothing follows it.
    """
    return _split(path, path.read_text(encoding="utf-8"))


@lru_cache(maxsize=512)
def _split(path: Path, text: str) -> SqlFile:
    """The parts of a file's text; the same text is taken apart once."""
    start, _, rest = text.partition("/*")
    header, closed, sql = rest.partition("*/")
    if start.strip() or not closed:
        raise SqlFileError(
            f"{path}: the file must begin with a header between /* and */."
        )
    if not sql.strip():
        raise SqlFileError(f"{path}: no SQL follows the header.")
    try:
        return SqlFile(path, tomllib.loads(header), sql.strip().rstrip(";"))
    except tomllib.TOMLDecodeError as error:
        raise SqlFileError(
            f"{path}: the header between /* and */ is not TOML: {error}."
        ) from error
