"""What all figures share: colours for both themes, margins, axes, number formats."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

ACCENT = "#4c6ef5"
MUTED = "#868e96"
GRID = "rgba(134,142,150,0.22)"
TEXT = "#868e96"
LONGEST_NAME = 36
THOUSAND = 1000

# Told apart by people who see few colours too (Okabe and Ito's order, darkened so
# that each stands at 3:1 on white and on the dark card); dashes and symbols repeat it.
COLOURS = (
    ACCENT, "#d9730d", "#0f9d76", "#c2528b", "#8a6fdf", "#a68a0d", "#2a9fd0",
)  # fmt: skip
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "solid")


@dataclass(frozen=True)
class Scale:
    """How the numbers of an axis are written.

    Attributes:
        prefix: Before the number, as "£".
        suffix: After the number, as "%".
        decimals: Digits after the point where the exact number is shown.
    """

    prefix: str = ""
    suffix: str = ""
    decimals: int = 0

    def hover(self, axis: str = "y") -> str:
        """Return the part of a hover text that holds the exact number."""
        return f"{self.prefix}%{{{axis}:,.{self.decimals}f}}{self.suffix}"


def plain(text: str) -> str:
    """A text from data as Plotly shows it: no markup of its own, and not too long."""
    short = text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…"
    return escape(short, quote=False)


def tick_format(largest: float) -> str:
    """How an axis writes its numbers: short from a thousand on, plain below.

    The short form has letters for small numbers too, and 800m is no 0.8 to a reader.
    """
    return "~s" if abs(largest) >= THOUSAND else ",~r"


def layout(scale: Scale, *, from_zero: bool = True) -> dict[str, Any]:
    """Return a layout with an honest value axis and no ink beyond need.

    Args:
        scale: How the numbers of the value axis are written.
        from_zero: Whether the value axis begins at zero, as it must for bars.
    """
    return {
        "autosize": True,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {
            "family": "Inter, system-ui, sans-serif", "size": 12, "color": TEXT,
        },
        "hovermode": "x unified",
        "dragmode": False,
        "showlegend": False,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        "xaxis": {
            "showgrid": False, "zeroline": False, "automargin": True,
            "fixedrange": True, "ticks": "outside", "ticklen": 4, "tickcolor": GRID,
        },
        "yaxis": {
            "gridcolor": GRID, "zeroline": True, "zerolinecolor": GRID,
            "rangemode": "tozero" if from_zero else "normal", "automargin": True,
            "fixedrange": True, "nticks": 6, "tickformat": "~s",
            "tickprefix": scale.prefix, "ticksuffix": scale.suffix,
        },
    }  # fmt: skip
