"""Leave out mappings that cannot be used with the files that there are."""

from __future__ import annotations

import duckdb

from pipeline.casts import FILE, ROW, rewrite
from pipeline.mappings import Mapping
from pipeline.planned import Plan, SourcePlan
from pipeline.problems import Problem
from pipeline.quoting import name
from pipeline.registry import Registry


def check_binding(plan: Plan, registry: Registry) -> None:
    """Leave out new mappings whose SQL DuckDB does not understand."""
    with duckdb.connect() as connection:
        for source in plan.sources:
            for mapping in list(source.mappings):
                if registry.mappings.get(mapping.name) == mapping.signature:
                    continue
                columns = {*mapping.columns, "source_file"}
                given = ", ".join(f"'' as {name(one)}" for one in sorted(columns))
                hidden = f"1 as {ROW}, 1 as {FILE}, 1 as source_line"
                rewritten = rewrite(mapping, f"(select {given}, {hidden})")
                try:
                    connection.execute(f"explain {rewritten.rows}")
                except duckdb.Error as error:
                    said = str(error).splitlines()[0]
                    reason = f"DuckDB refuses the SQL: {said}"
                    _leave_out(plan, source, mapping, reason, mapping.name)


def check_columns(plan: Plan) -> None:
    """Leave out mappings that read a column which no file of theirs has."""
    for source in list(plan.sources):
        sights = [sight for _, sight in source.files if not sight.flaw]
        if not sights or len(source.files) < len(source.found):
            continue
        if any(sight.has_keys for sight in sights):
            continue  # any record may lack any key; what none has is told when read
        offered = {one.lower() for sight in sights for one in sight.columns}
        for mapping in list(source.mappings):
            if lacking := sorted(mapping.columns - offered):
                reason = (
                    f"It reads column {lacking[0]!r}, but none of the {len(sights)} "
                    f"files that match {mapping.pattern} has it; the first one has "
                    f"{', '.join(sights[0].columns)}."
                )
                _leave_out(plan, source, mapping, reason, mapping.name)


def _leave_out(
    plan: Plan, source: SourcePlan, mapping: Mapping, reason: str, file: str
) -> None:
    """Go on without a mapping."""
    source.mappings.remove(mapping)
    reason += " Nothing was loaded through this mapping."
    plan.problems.append(
        Problem("mapping", mapping.name, reason, mapping.table.name, file, 1)
    )
    plan.sources = [one for one in plan.sources if one.mappings]
