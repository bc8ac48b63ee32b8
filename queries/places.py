"""Where a key of a TOML file stands: the line that an error names.

The parser of TOML keeps no lines, so the text is walked once more. Only tables written
as `[a.b]` or `[[a]]` and keys at the start of a line are known, which is how our files
are written; anything else is named by the line of the table around it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HEADER = re.compile(r"\[\s*([^\[\]]+?)\s*\]\s*(#.*)?$")
ARRAY = re.compile(r"\[\[\s*([^\[\]]+?)\s*\]\]\s*(#.*)?$")
KEY = re.compile(r"([A-Za-z0-9_-]+)\s*=")
MULTILINE = ('"""', "'''")
AT_LINE = re.compile(r"\(at line (\d+)")


@dataclass(frozen=True)
class Place:
    """A file, and the line of each of its tables and keys."""

    path: Path
    lines: Mapping[tuple[str, str], int]

    def of(self, table: str, key: str = "") -> str:
        """Write file:line of a key, else of its table, else of the file's beginning."""
        line = self.lines.get((table, key)) or self.lines.get((table, "")) or 1
        return f"{self.path}:{line}"


def read(path: Path) -> tuple[dict[str, Any], Place]:
    """The content of a TOML file, and where its parts stand.

    Raises:
        ValueError: If it is not TOML; the message names the line.
    """
    text = path.read_text(encoding="utf-8")
    try:
        return tomllib.loads(text), Place(path, _lines(text))
    except tomllib.TOMLDecodeError as error:
        found = AT_LINE.search(str(error))
        line = found.group(1) if found else str(len(text.splitlines()))
        raise ValueError(f"{path}:{line}: not TOML: {error}; correct it.") from error


def _lines(text: str) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    table, closing = "", ""
    for number, line in enumerate(text.splitlines(), start=1):
        if closing:
            closing = "" if closing in line else closing
            continue
        if array := ARRAY.match(line.strip()):
            begun = {name for name, _ in found if name.startswith(f"{array[1]}[")}
            table = f"{array[1]}[{len(begun)}]"
            found[table, ""] = number
        elif header := HEADER.match(line.strip()):
            table = header.group(1).replace('"', "")
            found.setdefault((table, ""), number)
        elif key := KEY.match(line.strip()):
            found.setdefault((table, key.group(1)), number)
        closing = next((mark for mark in MULTILINE if line.count(mark) == 1), "")
    return found
