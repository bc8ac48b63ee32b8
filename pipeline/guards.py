"""Under which conditions SQL needs the value of a part of an expression at all."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp


def guards(node: exp.Expr, root: exp.Expr) -> Iterator[str]:
    """Conditions under which SQL needs the value of `node` at all."""
    child = node
    while child is not root and (parent := child.parent) is not None:
        if isinstance(parent, exp.Case):
            yield from _case_guards(parent, child)
        elif isinstance(parent, exp.If) and not isinstance(parent.parent, exp.Case):
            yield from _if_guards(parent, child)
        elif isinstance(parent, exp.And | exp.Or) and child is parent.expression:
            word = "false" if isinstance(parent, exp.And) else "true"
            yield f"({parent.this.sql('duckdb')}) is not {word}"
        elif isinstance(parent, exp.Coalesce) and child is not parent.this:
            yield f"{parent.this.sql('duckdb')} is null"
        if isinstance(parent, exp.If) and child is parent.args.get("true"):
            yield f"({_condition(parent)}) is true"
        child = parent


def _condition(branch: exp.If) -> str:
    """The condition of a branch of a case, or of if()."""
    case = branch.parent
    said = branch.this.sql("duckdb")
    if isinstance(case, exp.Case) and case.this:
        return f"{case.this.sql('duckdb')} = ({said})"
    return str(said)


def _case_guards(case: exp.Case, child: exp.Expr) -> Iterator[str]:
    """No earlier branch was taken."""
    if child is case.this:
        return
    for branch in case.args["ifs"]:
        if branch is child:
            return
        yield f"({_condition(branch)}) is not true"


def _if_guards(branch: exp.If, child: exp.Expr) -> Iterator[str]:
    """The condition of if() did not hold, for its other value."""
    if child is branch.args.get("false"):
        yield f"({_condition(branch)}) is not true"
