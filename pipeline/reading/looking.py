"""Look at source files before they are read: what is new, and what is broken."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.files import Sight, SourceFile
from pipeline.reading import csv_sight, formats, json_sight, parquet_files
from pipeline.reading.compressed import CHUNK, DamagedError, chunks
from pipeline.reading.formats import Format

LONGEST_MAGIC = 16


def look(file: SourceFile, source: tuple[str, ...], prefix: int | None = None) -> Sight:
    """Read the bytes of a file of a source once, and say what they are."""
    try:
        format_ = formats.find(file.name, *source[1:])
    except formats.FormatError as error:
        return Sight(None, flaw=str(error))
    try:
        digest, prefix_digest = _digests(file.path, prefix, format_)
        if format_.kind == "parquet":
            return parquet_files.look(file.path, format_, digest)
        if format_.kind == "csv":
            return _look_at_csv(file.path, format_, digest, prefix_digest)
        return json_sight.look(file.path, format_, digest, prefix_digest)
    except OSError as error:
        said = error.strerror or error
        return Sight(format_, flaw=f"The file cannot be opened: {said}.")


def _look_at_csv(
    path: Path, format_: Format, digest: str, prefix_digest: str | None
) -> Sight:
    """Count the lines of a CSV file, and read its header."""
    counts, damage = csv_sight.Counts(), None
    try:
        for chunk in chunks(path):
            counts.add(chunk)
    except DamagedError as error:
        damage = str(error)
    head, lines = bytes(counts.head), max(counts.lines, 1)
    columns, flaw = csv_sight.header(head, format_.delimiter)
    if flaw := damage or formats.mistaken(head[:LONGEST_MAGIC]) or flaw:
        return Sight(format_, digest, prefix_digest, lines=lines, flaw=flaw)
    return Sight(
        format_,
        digest,
        prefix_digest,
        columns,
        lines,
        counts.uneven,
        counts.quotes % 2 == 1,
        has_nul=counts.has_nul,
    )


def _digests(path: Path, prefix: int | None, format_: Format) -> tuple[str, str | None]:
    """The digest of the whole file, and of its first `prefix` bytes.

    Only text can grow: of other files there is no early digest, nor where the first
    bytes end within a line.
    """
    grows = format_.kind != "parquet" and not format_.compressed
    whole, early, seen = hashlib.sha256(), None, 0
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            if grows and prefix is not None and seen <= prefix < seen + len(chunk):
                start = whole.copy()
                start.update(chunk[: prefix - seen])
                ends = chunk[prefix - seen - 1 : prefix - seen] in {b"\n", b""}
                early = start.hexdigest() if ends else None
            whole.update(chunk)
            seen += len(chunk)
    return whole.hexdigest(), early
