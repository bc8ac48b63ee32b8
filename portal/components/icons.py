"""The few icons of the shell, drawn in the text's own colour."""

from __future__ import annotations

from portal.components.svg import Svg

STAR = (
    "M8 0.6 9.6 6.4 15.4 8 9.6 9.6 8 15.4 6.4 9.6 0.6 8 6.4 6.4Z",
    "evenodd",
)
MOON = (
    "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm0 1.5v10a5 5 0 0 0 0-10Z",
    "evenodd",
)


def icon(shape: tuple[str, str], css: str) -> Svg:
    """A drawing of 16 x 16 that only decorates."""
    path, rule = shape
    markup = (
        '<svg viewBox="0 0 16 16" width="16" height="16" fill="currentColor" '
        f'focusable="false"><path fill-rule="{rule}" d="{path}"/></svg>'
    )
    return Svg(markup, className=f"icon {css}")
