"""Decide what a refresh has to do, before anything is copied or read."""

from __future__ import annotations

from collections import defaultdict

from pipeline import drift, mapping_checks, source_search
from pipeline.company import Company
from pipeline.databases import intake
from pipeline.files import Sight
from pipeline.mappings import Mapping
from pipeline.mart_builder import Mart
from pipeline.planned import Plan, SourcePlan
from pipeline.problems import Problem, RefreshError
from pipeline.reading.looking import look
from pipeline.registry import KnownFile, Registry, source_name


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
    mapping_checks.check_binding(plan, registry)
    if not plan.sources:
        said = " ".join(dict.fromkeys(problem.reason for problem in plan.problems))
        raise RefreshError(said or f"{company.folder / 'sources'} has no .sql files.")
    if from_scratch and registry.mappings:
        plan.rebuild = "asked for"
    plan.rebuild = (
        plan.rebuild or because or _changed_definition(company, plan, registry)
    )
    for each in plan.sources:
        _compare(each, plan, registry, from_scratch=from_scratch)
    if plan.rebuild:
        _look_at_all(plan)
    mapping_checks.check_columns(plan)
    if not plan.sources:
        raise RefreshError(" ".join(problem.reason for problem in plan.problems))
    if plan.rebuild and not from_scratch:
        _refuse_loss_of_stopped(plan, registry)
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


def _compare(
    source: SourcePlan, plan: Plan, registry: Registry, *, from_scratch: bool
) -> None:
    """Look at the files that are new or changed."""
    of = source_name(source.source)
    changed: list[str] = []
    for file in source.found:
        known = registry.files.get((of, file.name))
        if known and known.is_untouched(file):
            continue
        sight = look(file, source.source, known.size if known else None)
        if known and known.digest == sight.digest:
            continue
        source.files.append((file, sight))
        if known and _took_back(known, sight):
            changed.append(file.name)
    if not from_scratch:
        _stop_departed(source, plan, registry)
    if changed and not source.stopped:
        # Rows of the old content may be gone, or may have hidden other rows.
        plan.rebuild = plan.rebuild or f"the file {changed[0]} changed"


def _stop_departed(source: SourcePlan, plan: Plan, registry: Registry) -> None:
    """Leave a source as it is if one of its new files has another shape."""
    of = source_name(source.source)
    known = [one for key, one in registry.files.items() if key[0] == of]
    is_remapped = any(
        registry.mappings.get(one.name) != one.signature for one in source.mappings
    )
    departed = drift.find(source, known, is_remapped=is_remapped)
    if departed is None:
        return
    file, reason = departed
    said = (
        f"The source is stopped: {reason}. What was loaded stays; none of its "
        f"{len(source.files)} new or changed files is read. Correct the file or the "
        "mapping, or accept the change with --rebuild."
    )
    names = ", ".join(mapping.name for mapping in source.mappings)
    plan.problems.append(Problem("source", names, said, file=file.name))
    source.stopped = frozenset(one.name for one, _ in source.files)
    source.files = []


def _took_back(known: KnownFile, sight: Sight) -> bool:
    """Whether a changed file no longer says all that it said, rather than more."""
    return known.rows_loaded > 0 and sight.prefix_digest != known.digest


def _look_at_all(plan: Plan) -> None:
    """Add the files that did not change: all are read again."""
    for source in plan.sources:
        seen = {file.name for file, _ in source.files} | source.stopped
        source.files += [
            (file, look(file, source.source))
            for file in source.found
            if file.name not in seen
        ]


def _refuse_loss_of_stopped(plan: Plan, registry: Registry) -> None:
    """Refuse to build anew when a loaded file has another shape now."""
    for source in plan.sources:
        for name in sorted(source.stopped):
            known = registry.files.get((source_name(source.source), name))
            if known and known.rows_loaded:
                raise RefreshError(
                    f"Everything must be read again because {plan.rebuild}, but {name} "
                    "was loaded before and has another shape now, so that its rows "
                    "would be lost. Correct it, or accept the change with --rebuild."
                )


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
