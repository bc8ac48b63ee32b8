"""Where the objects of JSON records stand, and how many there are at most."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.reading.json_lines import Piece

ROOT = "$"
# More places would take as long as looking everywhere.
MOST_PATHS, MOST_STEPS = 24, 8
SAMPLES = 64
PLAIN_KEY = re.compile(r"[A-Za-z0-9_ :/-]+")
SPACE, COLON, BRACKET, BRACE = b" :[{"


def at_most(pieces: Sequence[Piece]) -> int | None:
    """How many objects there are at most: as many as there are opening braces.

    None where an array may stand in an array, as far as the signs before it tell: then
    nothing is known of how deep the records are.
    """
    import numpy as np  # noqa: PLC0415

    braces = 0
    for piece in pieces:
        codes = np.frombuffer(piece.text, np.uint8)
        opens = np.flatnonzero(codes == BRACKET)
        before = codes[opens - 1]
        before = np.where(before == SPACE, codes[opens - 2], before)
        if (before != COLON).any():
            return None
        braces += int(np.count_nonzero(codes == BRACE))
    return braces


def more_paths(known: tuple[str, ...], pieces: Sequence[Piece]) -> tuple[str, ...]:
    """The places known and those where objects stand in some of the records."""
    found = dict.fromkeys(known)
    for piece in pieces:
        for place in range(0, len(piece.ends), len(piece.ends) // SAMPLES + 1):
            try:
                value = json.loads(piece.record(place))
            except (ValueError, RecursionError):
                continue
            found.update(dict.fromkeys(_paths(value, ROOT, MOST_STEPS)))
    return tuple(found)[:MOST_PATHS]


def _paths(value: Any, path: str, steps: int) -> Iterator[str]:
    """Where objects stand that are not within an array."""
    if isinstance(value, dict) and steps:
        yield path
        for key, inner in value.items():
            if PLAIN_KEY.fullmatch(key):
                yield from _paths(inner, f'{path}."{key}"', steps - 1)
