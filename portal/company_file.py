"""Reading the TOML files of a company's folder, with errors that name the remedy."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class CompanyError(ValueError):
    """A company file that cannot be used; the message names file and remedy."""


def read_toml(path: Path) -> dict[str, Any]:
    """All of a file.

    Raises:
        CompanyError: If it is not TOML, or company.toml is not there.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CompanyError(
            f"There is no file {path}; a company's folder holds company.toml "
            'with at least a name, such as name = "Polaris".'
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CompanyError(f"{path} is not TOML: {error}.") from error


def text(
    path: Path, table: Mapping[str, Any], key: str, default: str | None = None
) -> str:
    """A text in a table of a file; without a default it must be there.

    Raises:
        CompanyError: If it is something else, or lacking.
    """
    value = table.get(key, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        given = "missing" if value is None else repr(value)
        raise CompanyError(f"{path}: {key} is {given}; it must be a text.")
    return value
