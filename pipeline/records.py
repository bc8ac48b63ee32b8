"""Where each record of a CSV file starts, for files that are not one line a record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.reading.compressed import chunks


@dataclass(frozen=True)
class Layout:
    """The physical line, from 1, on which each record starts; the header is the first.

    `blank` are the records that are empty lines. `open_from` is the line of a quote
    that is never closed, `last` the number of the last line.
    """

    starts: list[int]
    blank: set[int]
    open_from: int | None
    last: int


def layout(path: Path, delimiter: str) -> Layout:
    """Find where the records of a file start, as a reader of quotes sees them."""
    starts: list[int] = []
    blank: set[int] = set()
    is_open, number = False, 0
    for number, line in enumerate(lines(path), start=1):
        if not is_open:
            starts.append(number)
            if not line:
                blank.add(len(starts) - 1)
        if b'"' in line:
            is_open = _stays_open(line, delimiter, is_open)
    return Layout(starts, blank, starts[-1] if is_open else None, number)


def lines(path: Path) -> Iterator[bytes]:
    r"""The lines of a file without their ends, whether \n, \r\n or \r."""
    rest = b""
    for chunk in chunks(path):
        text = rest + chunk
        rest = text[-1:] if text.endswith(b"\r") else b""
        parts = re.split(rb"\r\n|\n|\r", text[: len(text) - len(rest)])
        yield from parts[:-1]
        rest = parts[-1] + rest
    if rest:
        yield rest.rstrip(b"\r")


def mend(path: Path, into: Path, before: int | None) -> None:
    r"""Write a copy whose lines all end in \n, without line `before` and all after.

    A NUL byte, which DuckDB would take, becomes one that it refuses.
    """
    with into.open("wb") as mended:
        for number, line in enumerate(lines(path), start=1):
            if before is not None and number >= before:
                break
            mended.write(line.replace(b"\0", b"\xff") + b"\n")


def _stays_open(line: bytes, delimiter: str, is_open: bool) -> bool:
    """Whether a quoted field is still open at the end of the line."""
    at = 0
    if is_open:
        closed = _closing().match(line)
        if closed is None:
            return True
        at = closed.end()
    field = _field(delimiter)
    while at <= len(line):
        match = field.match(line, at)
        if match is None or match["open"] is not None:
            return match is not None
        at = match.end() + 1
    return False


@lru_cache
def _closing() -> re.Pattern[bytes]:
    """Up to the quote that closes a field."""
    return re.compile(rb'(?:[^"]|"")*"(?!")')


@lru_cache
def _field(delimiter: str) -> re.Pattern[bytes]:
    """One field from its start to the delimiter after it."""
    end = re.escape(delimiter.encode())
    return re.compile(
        rb'(?:"(?:[^"]|"")*"(?!")[^%b]*|(?P<open>"(?:[^"]|"")*$)|[^%b]*)' % (end, end)
    )
