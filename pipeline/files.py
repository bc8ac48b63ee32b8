"""Look at source files before they are read: what is new, and what is broken."""

from __future__ import annotations

import csv
import glob
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 20
LONGEST_HEADER = 1 << 20
NOT_CSV = frozenset({".parquet", ".json", ".ndjson", ".xlsx", ".zip", ".db"})
RESERVED = frozenset({"source_file", "source_line", "northstar_file", "northstar_row"})


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

    `lines` counts physical lines, the header included. `flaw` says why the file cannot
    be read at all. `uneven` files mix line ends, and `unpaired` ones have a quote that
    is never closed: both are read from a mended copy. `prefix_digest` is the digest of
    the first bytes, as many as the caller asked for.
    """

    digest: str
    prefix_digest: str | None
    columns: tuple[str, ...]
    lines: int
    uneven: bool
    unpaired: bool
    flaw: str | None


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


def look(file: SourceFile, delimiter: str, prefix: int | None = None) -> Sight:
    """Read a file's bytes once, and say what they are."""
    if file.path.suffix.lower() in NOT_CSV:
        return _broken("", f"{file.path.suffix} cannot be read; save it as CSV.")
    try:
        digest, prefix_digest = _digests(file.path, prefix)
    except OSError as error:
        return _broken("", f"The file cannot be opened: {error.strerror}.")
    counts = _Counts()
    try:
        for chunk in chunks(file.path):
            counts.add(chunk)
    except (OSError, EOFError, zlib.error) as error:
        return _broken(
            digest,
            f"The compressed file is damaged or cut off: {error}. Copy it again whole.",
            max(counts.lines - 1, 0),
        )
    columns, flaw = _header(bytes(counts.head), delimiter)
    return Sight(
        digest,
        prefix_digest,
        columns,
        counts.lines,
        counts.uneven,
        counts.quotes % 2 == 1,
        flaw,
    )


def chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, decompressed where its name ends in .gz."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _broken(digest: str, flaw: str, rows: int = 0) -> Sight:
    """A file that cannot be read; `rows` were counted before it broke off."""
    return Sight(digest, None, (), rows + 1, False, False, flaw)


def _digests(path: Path, prefix: int | None) -> tuple[str, str | None]:
    """The digest of the whole file, and of its first `prefix` bytes."""
    whole, early, seen = hashlib.sha256(), None, 0
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            if prefix is not None and seen <= prefix < seen + len(chunk):
                start = whole.copy()
                start.update(chunk[: prefix - seen])
                ends = chunk[prefix - seen - 1 : prefix - seen] in {b"\n", b""}
                early = start.hexdigest() if ends else None
            whole.update(chunk)
            seen += len(chunk)
    return whole.hexdigest(), early


class _Counts:
    """Line ends and quotes, counted chunk by chunk."""

    def __init__(self) -> None:
        self.head = bytearray()
        self.feeds = self.returns = self.pairs = self.quotes = 0
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


def _header(head: bytes, delimiter: str) -> tuple[tuple[str, ...], str | None]:
    """The column names in the first line, or what is wrong with them."""
    if not head.strip():
        return (), "The file is empty; a first line with column names is needed."
    ends = [at for at in (head.find(b"\n"), head.find(b"\r")) if at >= 0]
    line = head[: min(ends)] if ends else head
    try:
        written = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return (), "The first line is not UTF-8; save the file as UTF-8."
    if not written.strip() or written.count('"') % 2:
        return (), "The first line must hold the column names, and nothing else."
    names = next(csv.reader(io.StringIO(written), delimiter=delimiter))
    columns = tuple(one.strip() or f"column{i}" for i, one in enumerate(names, start=1))
    lower = [one.lower() for one in columns]
    if taken := sorted(RESERVED & set(lower)):
        return (), f"The first line names column {taken[0]!r}, which is reserved."
    twice = sorted({one for one in lower if lower.count(one) > 1})
    if twice:
        return (), f"The first line names column {twice[0]!r} more than once."
    return columns, None
