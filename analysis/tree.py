"""The metric tree: what each factor of a formula adds to the change of a metric."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import factorial, fsum, isfinite

import pandas as pd

MOST_FACTORS = 8
LONGEST = 500
SIGNS: Mapping[type, Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


@dataclass(frozen=True)
class Formula:
    """A formula over metrics, such as "orders * average_order_value".

    Attributes:
        text: As it was written.
        names: The metrics in it, in the order in which they come.
    """

    text: str
    names: tuple[str, ...]
    tree: ast.expr

    def value(self, values: Mapping[str, float | Fraction]) -> Fraction:
        """The formula's value, without any rounding.

        Raises:
            ZeroDivisionError: If it divides by 0 with these values.
        """
        return _value(self.tree, values)


def parse(text: str) -> Formula:
    """Read a formula of names and numbers with + - * / and parentheses.

    Args:
        text: Such as "revenue / orders".

    Returns:
        The formula.

    Raises:
        ValueError: If anything else is in it, or no name, or more than 8 names.

    Source:
        None: a part of Python's own grammar.
    """
    if len(text) > LONGEST:
        raise ValueError(
            f"The formula has {len(text)} characters; at most {LONGEST} are read."
        )
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError) as error:
        raise ValueError(
            f"The formula {text!r} cannot be read; write names and numbers with "
            "+ - * / and parentheses, such as orders * average_order_value."
        ) from error
    names = tuple(dict.fromkeys(_names(text, tree)))
    if not 1 <= len(names) <= MOST_FACTORS:
        raise ValueError(
            f"The formula {text!r} has {len(names)} names; it may have 1 to "
            f"{MOST_FACTORS}."
        )
    return Formula(text, names, tree)


def explain_formula(
    formula: Formula, before: Mapping[str, float], after: Mapping[str, float]
) -> pd.DataFrame:
    """Split the change of a formula over the metrics in it, exactly.

    Each metric gets the mean of what its own change does to the formula, over all
    orders in which the metrics could have changed one after the other. So no order is
    preferred; a metric that did not move gets 0; before and after exchanged, every
    sign turns. It is worked out in fractions. The parts are rounded once, and what
    rounding leaves goes to the smallest part, so that they add up to the change.

    Args:
        formula: With at most 8 names.
        before: Value of each name, any sign, 0 included.
        after: The same in the last period.

    Returns:
        One row for each name, the largest part first: `before`, `after`, `change` (of
        the formula, by this name) and `share` of the formula's change; missing where
        that is 0.

    Raises:
        ValueError: If a value is missing or infinite, or a denominator is 0 with some
            values from before and others from after.

    Source:
        Shapley (1953), A Value for n-Person Games; for decompositions, Shorrocks
        (2013), Decomposition Procedures for Distributional Analysis.
    """
    _check_values(formula, before, after)
    was = {name: Fraction(before[name]) for name in formula.names}
    now = {name: Fraction(after[name]) for name in formula.names}
    worth = _all_mixtures(formula, was, now)
    parts = [_mean_effect(name, formula.names, worth) for name in formula.names]
    whole = float(worth[frozenset(formula.names)] - worth[frozenset()])
    changes = _rounded(parts, whole)
    rows = pd.DataFrame(
        {
            "before": [float(was[name]) for name in formula.names],
            "after": [float(now[name]) for name in formula.names],
            "change": changes,
            "share": [part / whole if whole else float("nan") for part in changes],
        },
        index=pd.Index(formula.names, name="metric"),
    )
    return rows.sort_values("change", key=lambda part: -part.abs(), kind="stable")


def _names(text: str, node: ast.expr) -> Iterator[str]:
    """The names in a formula, once all else in it is known to be allowed."""
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.BinOp) and type(node.op) in SIGNS:
        yield from _names(text, node.left)
        yield from _names(text, node.right)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield from _names(text, node.operand)
    elif not (isinstance(node, ast.Constant) and type(node.value) in {int, float}):
        raise ValueError(
            f"The formula {text!r} has {ast.unparse(node)!r} in it; it may have names "
            "and numbers with + - * / and parentheses only."
        )


def _value(node: ast.expr, values: Mapping[str, float | Fraction]) -> Fraction:
    if isinstance(node, ast.Name):
        return Fraction(values[node.id])
    if isinstance(node, ast.BinOp):
        sign = SIGNS[type(node.op)]
        return sign(_value(node.left, values), _value(node.right, values))
    if isinstance(node, ast.UnaryOp):
        return -_value(node.operand, values)
    # What is left is a number, as parse let in; 0.1 is meant as it is written.
    return Fraction(ast.unparse(node))


def _check_values(
    formula: Formula, before: Mapping[str, float], after: Mapping[str, float]
) -> None:
    for side, values in (("before", before), ("after", after)):
        lacking = [
            name
            for name in formula.names
            if not isfinite(values.get(name, float("nan")))
        ]
        if lacking:
            raise ValueError(
                f"There is no value of {', '.join(lacking)} {side}; "
                f"{formula.text!r} needs a finite one of each name."
            )


def _all_mixtures(
    formula: Formula, was: Mapping[str, Fraction], now: Mapping[str, Fraction]
) -> dict[frozenset[str], Fraction]:
    """The formula's value with any set of names as after, and the others as before."""
    worth = {}
    for size in range(len(formula.names) + 1):
        for moved in combinations(formula.names, size):
            mixed = {**was, **{name: now[name] for name in moved}}
            try:
                worth[frozenset(moved)] = formula.value(mixed)
            except ZeroDivisionError as error:
                said = ", ".join(moved) or "none"
                raise ValueError(
                    f"{formula.text!r} divides by 0 with these names as after and the "
                    f"others as before: {said}. Explain only periods that have a "
                    "denominator."
                ) from error
    return worth


def _mean_effect(
    name: str, names: tuple[str, ...], worth: Mapping[frozenset[str], Fraction]
) -> Fraction:
    """What changing one name adds, in the mean over all orders."""
    others = [other for other in names if other != name]
    total = Fraction(0)
    for size in range(len(others) + 1):
        orders = factorial(size) * factorial(len(others) - size)
        for moved in combinations(others, size):
            first = frozenset(moved)
            total += orders * (worth[first | {name}] - worth[first])
    return total / factorial(len(names))


def _rounded(parts: list[Fraction], whole: float) -> list[float]:
    """The parts as floats that add up to the whole; a part of 0 stays 0."""
    changes = [float(part) for part in parts]
    moved = [place for place, part in enumerate(parts) if part]
    if moved:
        smallest = min(moved, key=lambda place: abs(changes[place]))
        others = fsum(part for at, part in enumerate(changes) if at != smallest)
        changes[smallest] = whole - others
    return changes
