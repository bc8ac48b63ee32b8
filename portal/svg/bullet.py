"""How far a value is towards its goal: a bar and a tick."""

from __future__ import annotations

TONES = {"good", "bad", "warning"}


def bullet(
    filled: float,
    tick: float,
    tone: str,
    height: int = 6,
    *,
    due: float | None = None,
    width: float | None = None,
) -> str:
    """Draw a bullet as wide as its place.

    Args:
        filled: How much of the track the value takes, from 0 to 1.
        tick: Where the goal stands, from 0 to 1.
        tone: "good", "warning", "bad", or anything else for the accent.
        height: Of the bar, in pixels; the tick stands out by 3 on each side.
        due: Where the plan wants the value to be by now, from 0 to 1; a thin tick.
        width: In pixels, for a drawer that knows no shares; None for the place's.

    Returns:
        An `<svg>` element.
    """
    css = f"s-fill-{tone}" if tone in TONES else "s-fill"
    whole = height + 6

    def wide(share: float) -> str:
        return f"{share * 100:.2f}%" if width is None else f"{share * width:.2f}"

    planned = ""
    if due is not None:
        place = wide(min(max(due, 0.0), 0.995))
        # Lower and fainter than the goal's.
        size = f'y="1" width="2" height="{height + 4}"'
        planned = f'<rect class="s-due" x="{place}" {size}/>'
    return (
        f'<svg width="100%" height="{whole}" focusable="false">'
        f'<rect class="s-track" y="3" width="{wide(1)}" height="{height}" rx="3"/>'
        f'<rect class="{css}" y="3" width="{wide(filled)}" height="{height}" '
        f'rx="3"/>{planned}'
        f'<rect class="s-tick" x="{wide(min(tick, 0.995))}" width="2" '
        f'height="{whole}"/></svg>'
    )
