"""What the beginning of a JSON file tells: how records are told apart, and their keys.

How often a key stands, and with what kind of value, is counted in the first records.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from pipeline.files import Sight
from pipeline.reading import formats
from pipeline.reading.compressed import DamagedError, chunks
from pipeline.reading.formats import Format
from pipeline.reading.json_elements import Elements
from pipeline.reading.json_lines import Piece, cut

Layout = Literal["lines", "elements"]
HEAD = 1 << 18
SAMPLE = 1000
LONGEST_MAGIC = 16


def look(path: Path, format_: Format, digest: str, prefix_digest: str | None) -> Sight:
    """What the first records of a file tell."""
    try:
        start = head(path)
    except DamagedError as error:
        return Sight(format_, digest, flaw=str(error))
    if len(start) < HEAD and not start.removeprefix(b"\xef\xbb\xbf").strip():
        return Sight(format_, digest, flaw="The file is empty.")
    if flaw := formats.mistaken(start[:LONGEST_MAGIC]):
        return Sight(format_, digest, flaw=flaw)
    presence: Counter[str] = Counter()
    kinds: dict[str, set[str]] = {}
    records = 0
    for record in objects(start, format_):
        records += 1
        presence.update(record.keys())
        for key, value in record.items():
            kinds.setdefault(key, set()).update(_kind(value))
    return Sight(
        format_,
        digest,
        prefix_digest,
        tuple(presence),
        kinds={key: " or ".join(sorted(found)) for key, found in kinds.items()},
        steady=frozenset(key for key in presence if presence[key] == records),
        sampled=records,
    )


def layout(start: bytes, format_: Format) -> Layout:
    """Whether a record is a line, or an element of an array or a stream of objects."""
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if format_.kind == "lines" or not text.startswith((b"[", b"{")):
        return "lines"
    first = text.splitlines()[0].rstrip()
    # The beginning of an object that runs over several lines, or a whole one.
    is_open = first.endswith((b"{", b"[", b",")) and _parsed(first) is None
    return "elements" if text.startswith(b"[") or is_open else "lines"


def layout_of(path: Path, sight: Sight) -> Layout:
    """How the records of a file are told apart.

    Raises:
        DamagedError: If not even its beginning can be read.
    """
    return layout(head(path), sight.format) if sight.format else "lines"


def pieces(
    source: Iterable[bytes], how: Layout, size: int
) -> Elements | Iterator[Piece]:
    """The records of a text, piece by piece."""
    return Elements(source, size) if how == "elements" else cut(source, size)


def head(path: Path) -> bytes:
    """The first bytes of a file, decompressed."""
    start = b""
    for chunk in chunks(path, HEAD):
        start += chunk
        if len(start) >= HEAD:
            break
    return start


def objects(start: bytes, format_: Format) -> Iterator[dict[str, Any]]:
    """The first records that are objects; numbers as text."""
    found = pieces([start], layout(start, format_), HEAD)
    left = SAMPLE
    for piece in found:
        for place in range(len(piece.ends)):
            if place in piece.faults:
                continue
            record = _parsed(piece.record(place))
            if isinstance(record, dict):
                yield record
                left -= 1
            if not left:
                return


def _parsed(record: bytes) -> Any:
    """A record's value; None if it is not JSON."""
    try:
        return json.loads(record, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return None


def _kind(value: Any) -> set[str]:
    """The kind of a value; nothing says nothing."""
    if value is None:
        return set()
    if isinstance(value, dict):
        return {"object"}
    return {"array"} if isinstance(value, list) else {"value"}
