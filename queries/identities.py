"""Exact formulas over metrics, such as "orders * average_order_value".

Only names of metrics, numbers, + - * / and parentheses are read; nothing is run.
"""

from __future__ import annotations

import ast
from functools import cache

ALLOWED = (ast.BinOp, ast.UnaryOp, ast.Name, ast.Constant)
SIGNS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub, ast.Load)


@cache
def parse(text: str) -> ast.expr:
    """The tree of a formula. Not to be changed by the caller.

    Raises:
        ValueError: If it holds anything but names, numbers, + - * / and parentheses.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        raise ValueError(
            f"{text!r} is no formula; write names of metrics, numbers, + - * / "
            "and parentheses"
        ) from None
    for node in ast.walk(tree):
        number = not isinstance(node, ast.Constant) or type(node.value) in {int, float}
        if not isinstance(node, (*ALLOWED, *SIGNS)) or not number:
            raise ValueError(
                f"{text!r} holds {ast.unparse(node) or type(node).__name__!r}; write "
                "only names of metrics, numbers, + - * / and parentheses"
            )
    return tree


def names(text: str) -> tuple[str, ...]:
    """The metrics in a formula, each once, in their order."""
    nodes = sorted(
        (node for node in ast.walk(parse(text)) if isinstance(node, ast.Name)),
        key=lambda node: (node.lineno, node.col_offset),
    )
    return tuple(dict.fromkeys(node.id for node in nodes))
