"""How far a value is towards its goal: a bar and a tick."""

from __future__ import annotations

TONES = {"good", "bad", "warning"}


def bullet(
    filled: float, tick: float, tone: str, height: int = 6, due: float | None = None
) -> str:
    """Draw a bullet as wide as its place.

    Args:
        filled: How much of the track the value takes, from 0 to 1.
        tick: Where the goal stands, from 0 to 1.
        tone: "good", "warning", "bad", or anything else for the accent.
        height: Of the bar, in pixels; the tick stands out by 3 on each side.
        due: Where the plan wants the value to be by now, from 0 to 1; a thin tick.

    Returns:
        An `<svg>` element.
    """
    css = f"s-fill-{tone}" if tone in TONES else "s-fill"
    whole = height + 6
    return (
        f'<svg width="100%" height="{whole}" focusable="false">'
        f'<rect class="s-track" y="3" width="100%" height="{height}" rx="3"/>'
        f'<rect class="{css}" y="3" width="{filled * 100:.2f}%" height="{height}" '
        f'rx="3"/>{_due(due, height)}'
        f'<rect class="s-tick" x="{min(tick, 0.995) * 100:.2f}%" width="2" '
        f'height="{whole}"/></svg>'
    )


def _due(due: float | None, height: int) -> str:
    """The tick of the plan: lower and fainter than the goal's."""
    if due is None:
        return ""
    place = min(max(due, 0.0), 0.995) * 100
    size = f'y="1" width="2" height="{height + 4}"'
    return f'<rect class="s-due" x="{place:.2f}%" {size}/>'
