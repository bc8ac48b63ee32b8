"""The bytes of a file, decompressed where its name ends in .gz, never without end."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

CHUNK = 1 << 20
# Text hardly ever shrinks to less than a hundredth; a file made to fill a disk does.
LARGEST_RATIO = 100
FREE = 64 << 20


class DamagedError(Exception):
    """A file whose bytes cannot be read to their end; the message says why."""


def chunks(path: Path, size: int = CHUNK) -> Iterator[bytes]:
    """The bytes of a file, in pieces.

    Raises:
        DamagedError: If a compressed file is damaged, cut off or a bomb.
        OSError: If the file cannot be opened or read.
    """
    with path.open("rb") as raw:
        if path.suffix.lower() != ".gz":
            yield from iter(lambda: raw.read(size), b"")
            return
        try:
            yield from _unpacked(raw, size)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise DamagedError(
                f"The compressed file is damaged or cut off: {error}. "
                "Copy it again whole."
            ) from error


def _unpacked(raw: BinaryIO, size: int) -> Iterator[bytes]:
    """The decompressed bytes, as long as they grow by less than a bomb's."""
    given = 0
    with gzip.GzipFile(fileobj=raw) as stream:
        while chunk := stream.read(min(size, CHUNK)):
            given += len(chunk)
            if given > FREE and given > LARGEST_RATIO * raw.tell():
                raise DamagedError(
                    f"The compressed file grows to more than {LARGEST_RATIO} times its "
                    f"size; reading stopped after {given >> 20} MiB. Unpack it if it "
                    "is what it should be."
                )
            yield chunk
