"""Cut text into records, a bounded piece at a time, and set aside what is no text.

A record is a line, or an element of an array (`json_elements`). Pieces are as large as
one statement of the reader can use well, however large the file is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Offsets = npt.NDArray[np.int64]

PIECE = 16 << 20
LONGEST = 1 << 20
DEEPEST = 64
SHOWN = 500
FEED, RETURN, OPENS = 10, 13, 123
TOO_LONG = f"it is longer than {LONGEST >> 20} MiB"
TOO_DEEP = f"its values are nested more than {DEEPEST} deep"
HAS_NUL = "it has a NUL byte"
NOT_UTF8 = "it is not UTF-8"
BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]', re.DOTALL)


@dataclass
class Piece:
    """Records that follow each other in a file.

    Record i ends before `ends[i]` of `text`, where the next one starts. `first` is the
    number of the first one. `faults` are those that are not to be read, by their place
    in the piece; `lost` are records before or after that were too long to be kept, by
    number.
    """

    text: bytes
    ends: Offsets
    first: int
    faults: dict[int, str] = field(default_factory=dict)
    lost: list[tuple[int, str, bytes]] = field(default_factory=list)

    def record(self, place: int) -> bytes:
        """The bytes of one record."""
        start = int(self.ends[place - 1]) if place else 0
        return self.text[start : int(self.ends[place])]


def blocks(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The same bytes in blocks of about `size`, without a byte order mark."""
    gathered: list[bytes] = []
    length, is_first = 0, True
    for chunk in chunks:
        gathered.append(chunk.removeprefix(b"\xef\xbb\xbf") if is_first else chunk)
        is_first = False
        length += len(chunk)
        if length >= size:
            yield b"".join(gathered)
            gathered, length = [], 0
    if gathered:
        yield b"".join(gathered)


def cut(chunks: Iterable[bytes], size: int = PIECE) -> Iterator[Piece]:
    r"""The lines of a text, ended by \n, \r\n or \r, piece by piece."""
    rest, number, lost = b"", 1, b""
    for block in blocks(chunks, size):
        text = rest + block
        # A \r at the very end may be half of a \r\n.
        at = max(text.rfind(b"\n"), text.rfind(b"\r", 0, len(text) - 1)) + 1
        whole, rest = text[:at], text[at:]
        if whole:
            piece = _piece(whole, number)
            if lost:
                lose_first(piece, lost)
                lost = b""
            number += len(piece.ends)
            yield piece
        if len(rest) > LONGEST:
            lost = lost or rest[:SHOWN]
            rest = b""
    if rest or lost:
        piece = _piece(rest or b" ", number)
        if lost:
            lose_first(piece, lost)
        yield piece


def lose_first(piece: Piece, raw: bytes) -> None:
    """Note that the first record is the end of one that was too long to be kept."""
    piece.faults[0] = TOO_LONG
    piece.lost.append((piece.first, TOO_LONG, raw))


def _piece(text: bytes, first: int) -> Piece:
    """Whole lines as a piece."""
    import numpy as np  # noqa: PLC0415  heavy, and most refreshes have nothing new

    codes = np.frombuffer(text, np.uint8)
    ends = np.flatnonzero(codes == FEED) + 1
    if b"\r" in text:
        returns = np.flatnonzero(codes == RETURN)
        followed = np.append(codes, FEED if len(ends) else 0)[returns + 1]
        ends = np.union1d(ends, returns[followed != FEED] + 1)
    if not len(ends) or ends[-1] != len(text):
        ends = np.append(ends, len(text))
    piece = Piece(text, ends, first)
    find_faults(piece)
    return piece


def find_faults(piece: Piece) -> None:
    """Note the records that are too long or no text at all."""
    import numpy as np  # noqa: PLC0415

    codes = np.frombuffer(piece.text, np.uint8)
    lengths = np.diff(piece.ends, prepend=0)
    for place in np.flatnonzero(lengths > LONGEST).tolist():
        piece.faults[place] = TOO_LONG
    if b"\0" in piece.text:
        nuls = np.searchsorted(piece.ends, np.flatnonzero(codes == 0), side="right")
        for place in nuls.tolist():
            piece.faults.setdefault(place, HAS_NUL)
    if not piece.text.isascii():
        _find_foreign(piece)


def find_deep(piece: Piece) -> list[int]:
    """Note the records that are nested too deep; return their places."""
    import numpy as np  # noqa: PLC0415

    codes = np.frombuffer(piece.text, np.uint8)
    opens = np.flatnonzero((codes | 32) == OPENS)
    owners = np.searchsorted(piece.ends, opens, side="right")
    many = owners[DEEPEST:][owners[DEEPEST:] == owners[:-DEEPEST]]
    found = [
        place
        for place in np.unique(many).tolist()
        if place not in piece.faults and depth(piece.record(place)) > DEEPEST
    ]
    piece.faults.update(dict.fromkeys(found, TOO_DEEP))
    return found


def _find_foreign(piece: Piece) -> None:
    """Note the records that are not UTF-8."""
    import numpy as np  # noqa: PLC0415

    try:
        piece.text.decode()
    except UnicodeDecodeError as error:
        codes = np.frombuffer(piece.text, np.uint8)[error.start :]
        high = np.flatnonzero(codes > 127) + error.start  # noqa: PLR2004  not ASCII
        owners = np.unique(np.searchsorted(piece.ends, high, side="right"))
        for place in owners.tolist():
            try:
                piece.record(place).decode()
            except UnicodeDecodeError:
                piece.faults.setdefault(place, NOT_UTF8)


def depth(record: bytes) -> int:
    """How deep the brackets of a record are nested, those within strings left out."""
    deepest = level = 0
    for match in BRACKETS.finditer(record):
        sign = match[0]
        if sign in b"[{":
            level += 1
            deepest = max(deepest, level)
        elif sign in b"]}":
            level -= 1
    return deepest
