"""A page of SVG: texts, boxes and other drawings at their places, top to bottom.

The drawings are those of the board, so a picture of it needs no browser.
"""

from __future__ import annotations

import re
from html import escape

LETTER = 0.56  # mean width of a letter, by its size
FONT = "DejaVu Sans"


class Sheet:
    """What is drawn so far, and how far down it reaches.

    Args:
        width: In pixels.
        style: The style sheet of the drawings' classes.
    """

    def __init__(self, width: int, style: str) -> None:
        self.width, self._style = width, style
        self._parts: list[str] = []
        self.bottom = 0.0

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 13,
        css: str = "p-ink",
        bold: bool = False,
        anchor: str = "start",
    ) -> None:
        """Write one line; `y` is its base line."""
        weight = ' font-weight="700"' if bold else ""
        self._parts.append(
            f'<text class="{css}" x="{x:.1f}" y="{y:.1f}" font-size="{size}" '
            f'text-anchor="{anchor}"{weight}>{escape(words)}</text>'
        )
        self.bottom = max(self.bottom, y)

    def lines(
        self,
        x: float,
        y: float,
        words: str,
        wide: float,
        *,
        size: float = 12,
        css: str = "p-quiet",
        bold: bool = False,
        most: int = 3,
    ) -> float:
        """Write a text in as many lines as it takes; returns the next base line."""
        for line in fit(words, wide, size, most):
            self.text(x, y, line, size=size, css=css, bold=bold)
            y += size * 1.4
        return y

    def box(self, x: float, y: float, wide: float, high: float) -> None:
        """Draw the frame of a card, behind all that is in it."""
        self._parts.insert(
            0,
            f'<rect class="p-card" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" '
            f'height="{high:.1f}" rx="12"/>',
        )
        self.bottom = max(self.bottom, y + high)

    def place(self, markup: str, x: float, y: float, wide: float, high: float) -> None:
        """Put another drawing here; it is scaled if it has a view box."""
        inner = re.sub(r' (?:width|height)="[^"]*"', "", markup.partition(">")[0])
        rest = markup.partition(">")[2]
        at = f' x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"'
        self._parts.append(f"{inner}{at}>{rest}")
        self.bottom = max(self.bottom, y + high)

    def markup(self, margin: float) -> str:
        """The whole as one `<svg>` element."""
        high = self.bottom + margin
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" '
            f'height="{high:.0f}" font-family="{FONT}"><style>{self._style}</style>'
            f'<rect class="p-ground" width="{self.width}" height="{high:.0f}"/>'
            f"{''.join(self._parts)}</svg>"
        )


def fit(words: str, wide: float, size: float, most: int) -> list[str]:
    """The words in lines of at most this width; what does not fit ends in "…"."""
    letters = max(1, int(wide / (size * LETTER)))
    found: list[str] = []
    for word in words.split():
        if found and len(found[-1]) + 1 + len(word) <= letters:
            found[-1] += f" {word}"
        else:
            found.append(word[:letters])
    if len(found) > most:
        last = found[most - 1][: letters - 2].rstrip(" ,.")
        found = [*found[: most - 1], f"{last} …"]
    return found
