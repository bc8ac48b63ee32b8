"""What an exact formula gives for whole columns, as a second way beside the SQL."""

from __future__ import annotations

import ast
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from queries.identities import parse

Floats = NDArray[np.float64]


def value(text: str, known: Mapping[str, Floats | float]) -> Floats:
    """What a formula gives for values of its metrics; empty where it divides by 0."""
    return _value(parse(text), known)


def _value(node: ast.expr, known: Mapping[str, Floats | float]) -> Floats:
    if isinstance(node, ast.Name):
        return np.asarray(known[node.id], dtype=float)
    if isinstance(node, ast.Constant):
        return np.asarray(node.value, dtype=float)
    if isinstance(node, ast.UnaryOp):
        return -_value(node.operand, known)
    assert isinstance(node, ast.BinOp)
    left, right = _value(node.left, known), _value(node.right, known)
    if isinstance(node.op, ast.Div):
        return left / np.where(right == 0, np.nan, right)
    if isinstance(node.op, ast.Mult):
        return left * right
    return left + right if isinstance(node.op, ast.Add) else left - right
