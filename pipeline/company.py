"""What the pipeline needs to know of a company: its name and its settings."""

from __future__ import annotations

import glob
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.problems import RefreshError


@dataclass(frozen=True)
class Company:
    """A company's folder, name and [settings]; settings may have been overridden.

    `secrets` is where `{env:NAME}` in a database's address is looked up.
    """

    folder: Path
    name: str
    settings: Mapping[str, str] = field(repr=False)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def mapping_files(self) -> list[Path]:
        """Its mapping files, by name."""
        return sorted((self.folder / "sources").glob("*.sql"))

    def fill(self, pattern: str) -> Path:
        """The file pattern with {settings} filled in, from the company's folder.

        Raises:
            KeyError: If the pattern names a setting that the company does not have.
        """
        filled = re.sub(
            r"\{(\w+)\}", lambda mark: glob.escape(self.settings[mark[1]]), pattern
        )
        return self.folder / filled


def read(
    folder: Path, overrides: Mapping[str, str], secrets: Mapping[str, str] | None = None
) -> Company:
    """Read company.toml; `overrides` replace its [settings].

    Raises:
        RefreshError: If the file is missing, is not TOML or has no name.
    """
    path = folder / "company.toml"
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RefreshError(
            f"There is no file {path}; a company is a folder with company.toml "
            "and sources/*.sql. Name one with --company or COMPANY."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RefreshError(f"{path} is not TOML: {error}.") from error
    if not isinstance(content.get("name"), str):
        raise RefreshError(f'{path} has no name; add name = "Your company".')
    settings = {key: str(value) for key, value in content.get("settings", {}).items()}
    return Company(
        folder.resolve(), content["name"], {**settings, **overrides}, secrets or {}
    )
