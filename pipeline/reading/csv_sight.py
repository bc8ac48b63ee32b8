"""What the bytes of a CSV file tell before it is read: columns, lines, line ends."""

from __future__ import annotations

import csv
import io
from collections.abc import Set

LONGEST_HEADER = 1 << 20
RESERVED = frozenset({"source_file", "source_line", "northstar_file", "northstar_row"})


class Counts:
    """Line ends and quotes, counted chunk by chunk."""

    def __init__(self) -> None:
        self.head = bytearray()
        self.feeds = self.returns = self.pairs = self.quotes = 0
        self.has_nul = False
        self.last = b""

    def add(self, chunk: bytes) -> None:
        """Count one more chunk."""
        if len(self.head) < LONGEST_HEADER:
            self.head += chunk
        self.feeds += chunk.count(b"\n")
        returns = chunk.count(b"\r")
        if returns or self.last == b"\r":
            self.returns += returns
            self.pairs += (self.last + chunk).count(b"\r\n")
        self.quotes += chunk.count(b'"')
        self.has_nul = self.has_nul or b"\0" in chunk
        self.last = chunk[-1:]

    @property
    def lines(self) -> int:
        """Physical lines, with or without an end of the last one."""
        ended = self.last in {b"\n", b"\r", b""}
        return self.feeds + self.returns - self.pairs + (0 if ended else 1)

    @property
    def uneven(self) -> bool:
        """Whether lines end in more than one way."""
        return len({self.feeds, self.returns, self.pairs}) > 1 and not (
            self.returns == 0 or self.feeds == 0
        )


def header(head: bytes, delimiter: str) -> tuple[tuple[str, ...], str | None]:
    """The column names in the first line, or what is wrong with them."""
    if not head.strip():
        return (), "The file is empty; a first line with column names is needed."
    ends = [at for at in (head.find(b"\n"), head.find(b"\r")) if at >= 0]
    line = head[: min(ends)] if ends else head
    try:
        written = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return (), "The first line is not UTF-8; save the file as UTF-8."
    if "\0" in written:
        return (), "The first line has a NUL byte; save the file as UTF-8 text."
    if not written.strip() or written.count('"') % 2:
        return (), "The first line must hold the column names, and nothing else."
    names = next(csv.reader(io.StringIO(written), delimiter=delimiter))
    columns = tuple(one.strip() or f"column{i}" for i, one in enumerate(names, start=1))
    return columns, wrong_names(columns, "The first line")


def wrong_names(
    columns: tuple[str, ...], where: str, reserved: Set[str] = RESERVED
) -> str | None:
    """Why columns cannot bear these names, if they cannot."""
    lower = [one.lower() for one in columns]
    if taken := sorted(reserved & set(lower)):
        return f"{where} names column {taken[0]!r}, which is reserved."
    twice = sorted({one for one in lower if lower.count(one) > 1})
    return f"{where} names column {twice[0]!r} more than once." if twice else None
