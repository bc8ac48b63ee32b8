"""Number the equal rows of a file without sorting all of them.

`row_number() over (partition by ... order by source_line)` is how a mapping tells equal
rows apart where the source has no key. Nearly all rows have no equal: only those that
share a hash with another one are sorted, the others are the first of their kind.
"""

from __future__ import annotations

from sqlglot import exp

ROW = "northstar_row"
PLACE = "northstar_place"


def number(select: exp.Select, relation: str, alias: str, holds: str) -> str | None:
    """Take the row numbers out of the select; the relation then gives them.

    Args:
        select: A mapping's select; its windows are replaced by a column.
        relation: What it reads.
        alias: The name by which it reads it.
        holds: The condition under which it takes a row.

    Returns:
        The relation with the numbers, or None if the select's windows are others; it
        is then unchanged.
    """
    windows = list(select.find_all(exp.Window))
    shapes = {window.sql("duckdb") for window in windows}
    if len(shapes) != 1 or not _is_row_number(windows[0]):
        return None
    key = ", ".join(one.sql("duckdb") for one in windows[0].args["partition_by"])
    rows = f"{relation} as {alias} where {holds}"
    twins = (
        f"select {alias}.{ROW}, row_number() over (partition by {key} "
        f"order by source_line) as place from {rows} and hash({key}) in "
        f"(select hash({key}) from {rows} group by all having count(*) > 1)"
    )
    for window in windows:
        window.replace(exp.column(PLACE))
    return (
        f"(select numbered.*, coalesce(twin.place, 1) as {PLACE} from {relation} as "
        f"numbered left join ({twins}) as twin on numbered.{ROW} = twin.{ROW})"
    )


def _is_row_number(window: exp.Window) -> bool:
    """Whether it numbers rows by their line, by columns that need no conversion."""
    order = window.args.get("order")
    by_line = order is not None and [
        one.this.name for one in order.expressions if not one.args.get("desc")
    ] == ["source_line"]
    parts = window.args.get("partition_by") or []
    plain = not any(part.find(exp.Cast, exp.Window) for part in parts)
    return (
        isinstance(window.this, exp.RowNumber)
        and by_line
        and bool(parts)
        and plain
        and not window.args.get("spec")
    )
