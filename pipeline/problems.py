"""What a refresh did not take in, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scope = Literal["row", "file", "mapping", "model", "source", "notice"]
LONGEST_RAW = 500


@dataclass(frozen=True)
class Problem:
    """A row, file or mapping put aside, or (scope "notice") something worth knowing.

    Scope "source" is a database that could not be read, or a source whose new files
    have another shape; what it gave before stays.

    `rows` counts what was put aside; `line` is a line of `file`, from 1.
    """

    scope: Scope
    mapping: str
    reason: str
    table: str | None = None
    file: str | None = None
    line: int | None = None
    rows: int = 0
    raw: str | None = None


class RefreshError(Exception):
    """A refresh that cannot go on; the message says what was found and what to do."""
