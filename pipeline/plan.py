"""Decide what a refresh has to do, before anything is copied or read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import duckdb

from pipeline import source_search
from pipeline.casts import FILE, ROW, rewrite
from pipeline.company import Company
from pipeline.databases import intake
from pipeline.files import Sight, SourceFile
from pipeline.mappings import Mapping
from pipeline.mart_builder import Mart
from pipeline.problems import Problem, RefreshError
from pipeline.quoting import name
from pipeline.reading.looking import look
from pipeline.registry import KnownFile, Registry, source_name


@dataclass
class SourcePlan:
    """Files to read once for the mappings that share them."""

    source: tuple[str, ...]
    mappings: list[Mapping]
    found: list[SourceFile]
    files: list[tuple[SourceFile, Sight]] = field(default_factory=list)


@dataclass
class Plan:
    """What there is to do; `rebuild` says why all is read from empty, if it is."""

    sources: list[SourcePlan] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rebuild: str | None = None
    stale_marts: bool = False
    stale_rules: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is new."""
        return not (
            self.rebuild
            or self.stale_marts
            or self.stale_rules
            or any(source.files for source in self.sources)
        )

    @property
    def summary(self) -> str:
        """What there is to do, in words."""
        files = sum(len(source.files) for source in self.sources)
        because = f", all from empty because {self.rebuild}" if self.rebuild else ""
        return f"{files} files to read{because}"

    @property
    def bytes(self) -> int:
        """Size of the files to read."""
        return sum(file.size for one in self.sources for file, _ in one.files)


def make(
    company: Company,
    mappings: list[Mapping],
    problems: list[Problem],
    registry: Registry,
    marts: list[Mart],
    *,
    from_scratch: bool,
    because: str | None = None,
) -> Plan:
    """Find the files, compare them with what is known, and plan the work.

    `because` says why all must be read again, if the caller knows of a reason.

    Raises:
        RefreshError: If there is nothing that could be loaded, or building anew would
            lose rows whose files are gone.
    """
    plan = Plan(problems=list(problems))
    _find_files(company, mappings, plan)
    _check_binding(plan, registry)
    if not plan.sources:
        said = " ".join(dict.fromkeys(problem.reason for problem in plan.problems))
        raise RefreshError(said or f"{company.folder / 'sources'} has no .sql files.")
    if from_scratch and registry.mappings:
        plan.rebuild = "asked for"
    plan.rebuild = (
        plan.rebuild or because or _changed_definition(company, plan, registry)
    )
    for each in plan.sources:
        _compare(each, plan, registry)
    if plan.rebuild:
        _look_at_all(plan)
    _check_columns(plan)
    if not plan.sources:
        raise RefreshError(" ".join(problem.reason for problem in plan.problems))
    if plan.rebuild and not from_scratch:
        _refuse_loss(plan, registry)
    plan.stale_marts = registry.marts != {mart.name: mart.signature for mart in marts}
    return plan


def _find_files(company: Company, mappings: list[Mapping], plan: Plan) -> None:
    """Add the sources that have files; those that have none are problems."""
    grouped = defaultdict(list)
    for mapping in mappings:
        grouped[mapping.source].append(mapping)
    for source, sharing in grouped.items():
        try:
            found = source_search.find(company, source[0])
        except source_search.NoFilesError as error:
            names = ", ".join(mapping.name for mapping in sharing)
            plan.problems.append(
                Problem("mapping", names, str(error), file=str(error.folder))
            )
        else:
            plan.sources.append(SourcePlan(source, sharing, found))


def _check_binding(plan: Plan, registry: Registry) -> None:
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


def _changed_definition(company: Company, plan: Plan, registry: Registry) -> str | None:
    """Why the stored rows no longer follow the mappings, if they do not."""
    if not registry.mappings:
        return None
    valid = {one.name: one.signature for each in plan.sources for one in each.mappings}
    there = {path.name for path in company.mapping_files}
    for mapping, signature in valid.items():
        if mapping not in registry.mappings:
            return f"the mapping {mapping} is new"
        if registry.mappings[mapping] != signature:
            return f"the mapping {mapping} or its table changed"
    gone = sorted(set(registry.mappings) - there)
    if gone:
        return f"the mapping {gone[0]} is gone"
    read_anew = intake.replaced(
        [source_name(one.source) for one in plan.sources],
        {source for source, _ in registry.files},
    )
    return f"{read_anew} was read anew from its database" if read_anew else None


def _compare(source: SourcePlan, plan: Plan, registry: Registry) -> None:
    """Look at the files that are new or changed."""
    for file in source.found:
        known = registry.files.get((source_name(source.source), file.name))
        if known and known.is_untouched(file):
            continue
        sight = look(file, source.source, known.size if known else None)
        if known and known.digest == sight.digest:
            continue
        source.files.append((file, sight))
        if known and _took_back(known, sight):
            # Rows of the old content may be gone, or may have hidden other rows.
            plan.rebuild = plan.rebuild or f"the file {file.name} changed"


def _took_back(known: KnownFile, sight: Sight) -> bool:
    """Whether a changed file no longer says all that it said, rather than more."""
    return known.rows_loaded > 0 and sight.prefix_digest != known.digest


def _look_at_all(plan: Plan) -> None:
    """Add the files that did not change: all are read again."""
    for source in plan.sources:
        seen = {file.name for file, _ in source.files}
        source.files += [
            (file, look(file, source.source))
            for file in source.found
            if file.name not in seen
        ]


def _check_columns(plan: Plan) -> None:
    """Leave out mappings that read a column which no file of theirs has."""
    for source in list(plan.sources):
        sights = [sight for _, sight in source.files if not sight.flaw]
        if not sights or len(source.files) < len(source.found):
            continue
        offered = {one.lower() for sight in sights for one in sight.columns}
        for mapping in list(source.mappings):
            if lacking := sorted(mapping.columns - offered):
                reason = (
                    f"It reads column {lacking[0]!r}, but none of the {len(sights)} "
                    f"files that match {mapping.pattern} has it; the first one has "
                    f"{', '.join(sights[0].columns)}."
                )
                _leave_out(plan, source, mapping, reason, mapping.name)


def _refuse_loss(plan: Plan, registry: Registry) -> None:
    """Refuse to build anew when rows that are stored could not be read again."""
    broken = {one.mapping for one in plan.problems if one.scope == "mapping"}
    lost = sorted(broken & set(registry.mappings))
    if lost:
        raise RefreshError(
            f"Everything must be read again because {plan.rebuild}, but {lost[0]} "
            "cannot be used, so its rows would be lost. Correct it and refresh again."
        )
    there = {
        (source_name(one.source), file.name)
        for one in plan.sources
        for file in one.found
    }
    gone = [
        key[1]
        for key, known in registry.files.items()
        if key not in there and known.rows_loaded and not intake.is_landed(key[0])
    ]
    if gone:
        raise RefreshError(
            f"Everything must be read again because {plan.rebuild}, but {len(gone)} "
            f"files that were loaded before are gone (the first is {min(gone)}). Bring "
            f"them back, or accept the loss of their rows with --rebuild."
        )
