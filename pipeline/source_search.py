"""Find the files that a mapping's pattern names, or say where they were looked for."""

from __future__ import annotations

from pathlib import Path

from pipeline import files
from pipeline.company import Company
from pipeline.files import SourceFile


class NoFilesError(Exception):
    """There are no files; the message says where, by which setting, and what to do."""

    def __init__(self, reason: str, folder: Path) -> None:
        super().__init__(reason)
        self.folder = folder


def find(company: Company, pattern: str) -> list[SourceFile]:
    """The files of a pattern, by name.

    Raises:
        NoFilesError: If there are none.
    """
    try:
        filled = company.fill(pattern)
    except KeyError as error:
        known = ", ".join(company.settings) or "none"
        raise NoFilesError(
            f"{pattern} needs the setting {error}; company.toml has {known}. Add it "
            "under [settings].",
            company.folder,
        ) from None
    if ":/" in str(filled):
        raise NoFilesError(
            f"{pattern} is a database's address, not a file pattern; add table = "
            '"..." or query = "select ..." to the mapping.',
            company.folder,
        )
    folder, found = files.find(filled)
    if not found:
        raise NoFilesError(_explanation(company, pattern, folder), folder)
    return found


def _explanation(company: Company, pattern: str, folder: Path) -> str:
    """Which path, which setting, and what to do."""
    there = "has no file that matches" if folder.is_dir() else "does not exist"
    settings = [one for one in company.settings if f"{{{one}}}" in pattern]
    where, remedy = f"from = {pattern!r}", "Put files there, or correct the mapping."
    if settings:
        where += f" with the setting {', '.join(settings)}"
        remedy = (
            f"Put the files there, or name their folder in {company.folder.name}/"
            f"company.toml under [settings], or with --set {settings[0]}=DIR."
        )
    return f"The folder {folder.resolve()} {there} ({where}). {remedy}"
