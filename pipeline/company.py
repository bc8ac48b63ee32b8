"""What the pipeline needs to know of a company: its name and its settings."""

from __future__ import annotations

import glob
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.problems import RefreshError

PAUSE_MINUTES, LONGEST_PAUSE = 30, 1440


@dataclass(frozen=True)
class Company:
    """A company's folder, name and [settings]; settings may have been overridden.

    `secrets` is where `{env:NAME}` in a database's address is looked up.
    `included` are folders of other companies whose sources and models count as its
    own; `pause_minutes` is the pause after which another session starts.
    """

    folder: Path
    name: str
    settings: Mapping[str, str] = field(repr=False)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    included: tuple[Path, ...] = ()
    pause_minutes: int = PAUSE_MINUTES

    @property
    def mapping_files(self) -> list[Path]:
        """Its mapping files, by name."""
        return self._files("sources")

    @property
    def model_files(self) -> list[Path]:
        """Its model files, by name."""
        return self._files("models")

    def _files(self, kind: str) -> list[Path]:
        """Files of a kind, its own and those of included folders, by name.

        Raises:
            RefreshError: If two of them have the same name.
        """
        found: dict[str, Path] = {}
        for folder in (self.folder, *self.included):
            for path in sorted((folder / kind).glob("*.sql")):
                if path.name in found:
                    raise RefreshError(
                        f"{path} and {found[path.name]} have the same name; rename one."
                    )
                found[path.name] = path
        return [found[name] for name in sorted(found)]

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
        folder.resolve(),
        content["name"],
        {**settings, **overrides},
        secrets or {},
        _included(path, content.get("include", [])),
        _pause(path, content.get("prepare", {})),
    )


def _included(path: Path, said: Any) -> tuple[Path, ...]:
    """The folders that `include` names, from the company's folder."""
    if not isinstance(said, list):
        raise RefreshError(f'{path}: include is a list of folders: ["../marketplace"].')
    folders = [(path.parent / str(one)).resolve() for one in said]
    for folder in folders:
        if not (folder / "sources").is_dir():
            raise RefreshError(
                f"{path} includes {folder}, which has no folder sources; include the "
                "folder of a company."
            )
    return tuple(folders)


def _pause(path: Path, said: Any) -> int:
    """Minutes of pause that end a session."""
    minutes = said.get("session_pause_minutes", PAUSE_MINUTES)
    if not isinstance(minutes, int) or not 1 <= minutes <= LONGEST_PAUSE:
        raise RefreshError(
            f"{path}: session_pause_minutes is {minutes!r}; it takes whole minutes "
            f"from 1 to {LONGEST_PAUSE}."
        )
    return minutes
