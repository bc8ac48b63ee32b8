"""What a reader sees of a tree of components: texts, links, figures."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from portal.paint import paint


def words(tree: Any) -> str:
    """All that can be read, in one line."""
    texts = unescape(re.sub(r"<[^>]+>", " ", paint(html.Div(tree))))
    return " ".join(texts.split())


def inside(tree: Any, kind: type) -> list[Any]:
    """Every component of a kind, in order."""
    whole = html.Div(tree)
    return [one for one in whole._traverse() if isinstance(one, kind)]


def links(tree: Any) -> dict[str, str]:
    """Addresses by the words of their links; the last of a name counts."""
    return {words(one): one.href for one in inside(tree, html.A)}


def figure(tree: Any, name: str) -> dict[str, Any]:
    """The figure of a graph by its id."""
    [graph] = [one for one in inside(tree, dcc.Graph) if one.id == name]
    return graph.figure


def component(tree: Any, name: str) -> Component:
    """The component of an id."""
    [found] = [
        one for one in inside(tree, Component) if getattr(one, "id", None) == name
    ]
    return found
