"""A tree of Dash components as HTML text: the first frame, before any script.

What Dash would draw with a script of its own (a graph, a grid, a dropdown) becomes a
skeleton of its final size, so that nothing jumps when Dash takes over. Every text and
attribute is escaped. Ids stay, for links and labels without a script; where scripts
run, assets/northstar.js takes them out before Dash's own tree bears them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from dash.development.base_component import Component

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "link", "meta", "wbr"}
RENAMED = {"ObjectEl": "object", "MapEl": "map"}
NEVER = {"Script", "Iframe", "ObjectEl", "Embed", "Base", "Link", "Meta"}
ATTRIBUTES = {
    "action": "action",
    "alt": "alt",
    "className": "class",
    "colSpan": "colspan",
    "dir": "dir",
    "height": "height",
    "href": "href",
    "htmlFor": "for",
    "id": "id",
    "lang": "lang",
    "maxLength": "maxlength",
    "method": "method",
    "name": "name",
    "rel": "rel",
    "role": "role",
    "rowSpan": "rowspan",
    "rows": "rows",
    "scope": "scope",
    "src": "src",
    "start": "start",
    "tabIndex": "tabindex",
    "target": "target",
    "title": "title",
    "type": "type",
    "width": "width",
}
FLAGS = {
    "hidden": "hidden",
    "open": "open",
    "disabled": "disabled",
    "required": "required",
}
LINKS = {"action", "href", "src"}
SAFE_LINK = re.compile(r"\s*(?:https?:|mailto:|data:image/|[/?#.]|[\w%-]+(?:[/?#.]|$))")
UNITLESS = {"flex", "flexGrow", "flexShrink", "fontWeight", "lineHeight", "opacity"}
UNSEEN = {"Location", "Store", "Interval", "Download", "Clipboard", "Tooltip", "Modal"}
CONTROLS = {
    "Checklist",
    "DatePickerRange",
    "DatePickerSingle",
    "Dropdown",
    "Input",
    "RadioItems",
    "RangeSlider",
    "Select",
    "Slider",
    "Textarea",
}
GRAPH_HEIGHT, GRID_HEIGHT = "450px", "400px"


class Painted(str):
    """HTML text that paint() made before; it stands as it is."""

    __slots__ = ()


def paint(node: Any) -> Painted:
    """The HTML text of a component, a text, a number or a list of these."""
    return Painted("".join(_pieces(node)))


def _pieces(node: Any) -> Iterator[str]:
    if node is None or isinstance(node, bool):
        return
    if isinstance(node, Painted):
        yield str(node)
        return
    if isinstance(node, str | int | float):
        yield escape(str(node))
    elif isinstance(node, Component):
        yield from _component(node)
    elif isinstance(node, list | tuple):
        for child in node:
            yield from _pieces(child)
    else:
        raise TypeError(
            f"{type(node).__name__} stands where a component, a text, a number or a "
            "list of these is expected."
        )


def _component(node: Component) -> Iterator[str]:
    namespace, kind = node._namespace, node._type
    if namespace == "dash_html_components":
        yield from _element(node, RENAMED.get(kind, kind.lower()))
    elif namespace == "northstar":
        yield drawing(node.markup, node.label, node.className)
    elif kind in UNSEEN:
        return
    elif kind == "Graph":
        yield _skeleton("chart", _height(node, GRAPH_HEIGHT))
    elif kind == "AgGrid":
        yield _skeleton("grid-rows", _height(node, GRID_HEIGHT))
    elif kind in CONTROLS:
        yield _skeleton("control", None, _shown(node))
    elif kind == "Link":
        yield from _element(node, "a")
    else:
        yield from _element(node, "div")


def _element(node: Component, tag: str) -> Iterator[str]:
    if node._type in NEVER and node._namespace == "dash_html_components":
        return
    yield f"<{tag}{_attributes(node)}>"
    if tag in VOID:
        return
    yield from _pieces(getattr(node, "children", None))
    yield f"</{tag}>"


def _attributes(node: Component) -> str:
    given = {name: getattr(node, name) for name in node._prop_names if _has(node, name)}
    wild = {
        name: value
        for name, value in vars(node).items()
        if name.startswith(("aria-", "data-"))
    }
    parts = [
        f' {ATTRIBUTES[name]}="{escape(str(value))}"'
        for name, value in given.items()
        if name in ATTRIBUTES and value is not None and _safe(name, value)
    ]
    parts += [f" {name}" for name in FLAGS if given.get(name)]
    parts += [f' {escape(name)}="{escape(str(value))}"' for name, value in wild.items()]
    style = given.get("style")
    if isinstance(style, Mapping) and style:
        parts.append(f' style="{escape(css(style))}"')
    return "".join(parts)


def _has(node: Component, name: str) -> bool:
    if name == "id":  # an id of parts is Dash's alone
        return isinstance(getattr(node, "id", None), str)
    return name in vars(node) and name != "children"


def _safe(name: str, value: Any) -> bool:
    """Whether a link may be followed: `javascript:` and its kin may not."""
    return name not in LINKS or bool(SAFE_LINK.match(str(value)))


def css(style: Mapping[str, Any]) -> str:
    """A style as React reads it, as CSS text."""
    return ";".join(
        f"{re.sub('[A-Z]', lambda letter: f'-{letter[0].lower()}', name)}:"
        f"{_length(name, value)}"
        for name, value in style.items()
        if value is not None
    )


def _length(name: str, value: Any) -> str:
    bare = isinstance(value, int | float) and value != 0 and name not in UNITLESS
    return f"{value}px" if bare else str(value)


def drawing(markup: str, label: str, class_name: str) -> str:
    """The element around a drawing, as assets/northstar.js makes it too."""
    spoken = (
        f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    )
    return f'<div class="{escape(f"svg {class_name}".strip())}" {spoken}>{markup}</div>'


def _height(node: Component, default: str) -> str:
    style = getattr(node, "style", None) or {}
    return str(_length("height", style.get("height", default)))


def _skeleton(kind: str, height: str | None, words: str = "") -> str:
    """A grey shape in the place of what a script will draw."""
    style = f' style="height:{escape(height)}"' if height else ""
    return f'<div class="skeleton skeleton-{kind}"{style}>{escape(words)}</div>'


def _shown(node: Component) -> str:
    """What a control says, as far as one line holds it."""
    dates = [getattr(node, name, None) for name in ("start_date", "end_date")]
    if any(dates):
        return " – ".join(str(day)[:10] for day in dates if day)
    value = getattr(node, "value", None)
    chosen = value if isinstance(value, list | tuple) else [value]
    labels = _labels(getattr(node, "options", None))
    words = ", ".join(labels.get(item, str(item)) for item in chosen if item)
    return words or str(getattr(node, "placeholder", None) or "\u00a0")


def _labels(options: Any) -> dict[Any, str]:
    """Value -> label of a dropdown's options, in the forms that Dash allows."""
    if isinstance(options, Mapping):
        return {value: str(label) for value, label in options.items()}
    return {
        option["value"]: str(option["label"])
        for option in options or []
        if isinstance(option, Mapping)
    }
