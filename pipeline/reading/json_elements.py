"""Cut a JSON array, or objects one after the other, into its elements.

Only quotes and brackets are looked at, and no more than one element is kept in memory;
what is within an element is for the reader to judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pipeline.reading.json_lines import LONGEST, PIECE, SHOWN, Piece, blocks, lose_first
from pipeline.reading.json_lines import find_faults as find_faults_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Places = npt.NDArray[np.int64]

UNEVEN = (
    "brackets or quotes do not match, or the file is cut off, so that this record and "
    "all that follows cannot be told apart"
)
SPACE = b" \t\r\n"
QUOTE, COMMA, ESCAPE = b'",\\'
OPEN = list(b"[{")


class Elements:
    """The elements of a text, piece by piece.

    After the last piece, `is_cut_off` tells whether an array lacks its last bracket.
    """

    def __init__(self, chunks: Iterable[bytes], size: int = PIECE) -> None:
        self.is_cut_off = False
        self._blocks = blocks(chunks, size)
        self._is_array = False
        self._ended = False
        self._level = 0
        self._in_string = self._escaped = False
        self._number = 1
        self._rest = self._lost = self._tail = b""

    def __iter__(self) -> Iterator[Piece]:
        started = False
        for block in self._blocks:
            text = block
            if not started:
                text = block.lstrip(SPACE)
                started = bool(text)
                self._is_array = text.startswith(b"[")
                self._level = int(self._is_array)
                text = text.removeprefix(b"[")
            piece = self._take(text)
            if piece is not None:
                yield piece
        self.is_cut_off = self._is_array and not self._ended
        if left := (self._lost + self._rest + self._tail).strip(SPACE):
            yield self._unread(left[:SHOWN])

    def _take(self, text: bytes) -> Piece | None:
        """The elements that end in a text; what is left waits for the next one."""
        if self._ended:
            self._tail = (self._tail + text.lstrip(SPACE)[:SHOWN])[:SHOWN]
            return None
        bounds, closed = self._scan(text)
        bounds = bounds + len(self._rest)
        whole = bytearray(self._rest + text)
        if self._is_array:
            _blank(whole, bounds)
        if closed is not None:
            end = closed + len(self._rest)
            self._ended, self._tail = True, bytes(whole[end + 1 :]).strip(SPACE)[:SHOWN]
            del whole[end:]
            if whole[bounds[-1] if len(bounds) else 0 :].strip(SPACE) or self._lost:
                bounds = _append(bounds, end)
        at = int(bounds[-1]) if len(bounds) else 0
        self._rest = bytes(whole[at:])
        piece = self._piece(bytes(whole[:at]), bounds) if at else None
        if len(self._rest) > LONGEST:
            # Its end is still looked for, so that what follows is told apart.
            self._lost = self._lost or self._rest[:SHOWN]
            self._rest = b" "
        return piece

    def _piece(self, text: bytes, bounds: Places) -> Piece:
        """Whole elements as a piece."""
        piece = Piece(text, bounds, self._number)
        self._number += len(bounds)
        find_faults_of(piece)
        if self._lost:
            lose_first(piece, self._lost)
            self._lost = b""
        return piece

    def _unread(self, raw: bytes) -> Piece:
        """What follows the last element that could be told apart, as one record."""
        import numpy as np  # noqa: PLC0415

        piece = Piece(raw, np.array([len(raw)]), self._number)
        piece.faults[0] = UNEVEN
        return piece

    def _scan(self, text: bytes) -> tuple[Places, int | None]:
        """Where elements end in a text, and where the text of elements ends."""
        import numpy as np  # noqa: PLC0415

        codes = np.frombuffer(text, np.uint8)
        places = np.flatnonzero(_marks()[codes])
        signs = codes[places]
        quotes = self._real_quotes(text, places[signs == QUOTE])
        is_bracket = (signs != QUOTE) & (signs != ESCAPE)
        places, signs = places[is_bracket], signs[is_bracket]
        outside = (np.searchsorted(quotes, places) + self._in_string) % 2 == 0
        places, signs = places[outside], signs[outside]
        steps = np.where(signs == COMMA, 0, np.where(np.isin(signs, OPEN), 1, -1))
        levels = self._level + np.cumsum(steps)
        self._in_string = bool((len(quotes) + self._in_string) % 2)
        if len(levels):
            self._level = int(levels[-1])
        ends = levels == (0 if self._is_array else -1)
        closed = int(places[np.argmax(ends)]) if ends.any() else None
        if self._is_array:
            bounds = places[(signs == COMMA) & (levels == 1)] + 1
        else:
            bounds = places[(steps == -1) & (levels == 0)] + 1
        return bounds if closed is None else bounds[bounds <= closed], closed

    def _real_quotes(self, text: bytes, quotes: Places) -> Places:
        """The quotes that are not escaped by a backslash before them."""
        import numpy as np  # noqa: PLC0415

        was_escaped, self._escaped = self._escaped, False
        if b"\\" not in text and not was_escaped:
            return quotes
        slashes = np.flatnonzero(np.frombuffer(text, np.uint8) == ESCAPE)
        starts = np.diff(slashes, prepend=-2) != 1
        lengths = np.diff(np.append(np.flatnonzero(starts), len(slashes)))
        last = slashes[np.append(starts[1:], True)] if len(slashes) else slashes
        if was_escaped and len(slashes) and slashes[0] == 0:
            lengths[0] += 1
        odd = last[lengths % 2 == 1]
        self._escaped = bool(len(odd)) and int(odd[-1]) == len(text) - 1
        real = quotes[~np.isin(quotes - 1, odd)]
        if was_escaped and text[:1] == b'"':
            real = real[real != 0]
        return real


def _marks() -> npt.NDArray[np.bool_]:
    """By code, whether a byte matters for telling elements apart."""
    import numpy as np  # noqa: PLC0415

    marks = np.zeros(256, bool)
    marks[list(b'[]{},"\\')] = True
    return marks


def _blank(text: bytearray, bounds: Places) -> None:
    """Put spaces in the place of the commas between elements."""
    import numpy as np  # noqa: PLC0415

    np.frombuffer(text, np.uint8)[bounds - 1] = ord(" ")


def _append(bounds: Places, end: int) -> Places:
    """One more bound."""
    import numpy as np  # noqa: PLC0415

    return np.append(bounds, end)
