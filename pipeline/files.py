"""Find source files, and say what is known of each before it is read."""

from __future__ import annotations

import glob
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.reading.formats import Format


@dataclass(frozen=True)
class SourceFile:
    """A file that a pattern names; `name` counts from the pattern's folder."""

    path: Path
    name: str
    size: int
    modified_ns: int


@dataclass(frozen=True)
class Sight:
    """What a look at the bytes of a file tells.

    `lines` counts physical lines, the header included, or one more than the rows where
    there is no header; of JSON it is not known before it is read. `flaw` says why the
    file cannot be read at all. `uneven` files mix line ends, `unpaired` ones have a
    quote that is never closed, others have a NUL byte: all are read from a mended copy.
    `prefix_digest` is the digest of the first bytes, as many as the caller asked for.
    `kinds` are the kinds of values of columns, where the file itself tells them; of
    JSON they come from the first records, `sampled` in number, in all of which the
    `steady` keys stand.
    """

    format: Format | None
    digest: str = ""
    prefix_digest: str | None = None
    columns: tuple[str, ...] = ()
    lines: int = 1
    uneven: bool = False
    unpaired: bool = False
    has_nul: bool = False
    flaw: str | None = None
    kinds: dict[str, str] = field(default_factory=dict)
    steady: frozenset[str] = frozenset()
    sampled: int = 0

    @property
    def has_keys(self) -> bool:
        """Whether rows are JSON objects, any of which may lack any column."""
        return self.format is not None and self.format.kind in {"json", "lines"}


def find(pattern: Path) -> tuple[Path, list[SourceFile]]:
    """The folder of a pattern, and the files that match it, by name."""
    parts = [_plain(part) for part in pattern.parts]
    fixed = next((i for i, part in enumerate(parts) if part is None), len(parts) - 1)
    folder = Path(*(part for part in parts[:fixed] if part))
    rest = str(Path(*pattern.parts[fixed:]))
    found = []
    for path in folder.glob(rest):
        if path.is_file():
            status = path.stat()
            found.append(
                SourceFile(
                    path.resolve(),
                    path.relative_to(folder).as_posix(),
                    status.st_size,
                    status.st_mtime_ns,
                )
            )
    return folder, sorted(found, key=lambda file: file.name)


def _plain(part: str) -> str | None:
    """A part of a pattern as a name, or None if it has wildcards."""
    name = part.replace("[[]", "[").replace("[*]", "*").replace("[?]", "?")
    return name if glob.escape(name) == part else None
