"""Drawings made by the server, as a component of their own.

The markup comes only from portal.svg and portal.components.icons, which escape every
text in it; nothing that a reader or the data says may come here unescaped.
"""

from __future__ import annotations

from dash.development.base_component import Component


class Svg(Component):
    """One inline drawing; the browser's side of it is in assets/northstar.js.

    Args:
        markup: A whole `<svg>` element as text.
        label: What it shows, in words, for those who do not see it; an empty label
            marks a drawing that only decorates.
        className: Further classes of the element around it.
    """

    _namespace = "northstar"
    _type = "Svg"
    _prop_names = ("className", "id", "label", "markup")
    _children_props = ()
    _base_nodes = ("children",)
    _valid_wildcard_attributes = ()
    available_properties = _prop_names
    available_wildcard_properties = ()

    def __init__(
        self,
        markup: str,
        label: str = "",
        className: str = "",  # noqa: N803 - Dash names properties so
        id: str | None = None,  # noqa: A002 - Dash names properties so
    ) -> None:
        given = {"markup": markup, "label": label, "className": className}
        super().__init__(**given, **({"id": id} if id else {}))
