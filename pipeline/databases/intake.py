"""Bring in what is new in all databases of a company, before its files are looked at.

Afterwards a mapping of a database is a mapping of the files in its landing folder. A
database that cannot be read is a problem of its own source: what has landed stays, and
everything else goes on.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.company import Company
from pipeline.databases.source import Database
from pipeline.mappings import Mapping
from pipeline.problems import Problem
from pipeline.steps import Log

if TYPE_CHECKING:
    from pipeline.databases.landing import Landing

FOLDER = "landing"
SETTING = "northstar_landing"


def land_all(
    company: Company, mappings: list[Mapping], warehouse: Path, log: Log
) -> tuple[Company, list[Mapping], list[Problem]]:
    """Land the new rows of every database.

    Args:
        company: Whose settings and secrets the addresses need.
        mappings: All mappings; those of files are handed back as they are.
        warehouse: The warehouse, in which the landing folder lies.
        log: Told of each source.

    Returns:
        The company, knowing where the landing folder is; the mappings, reading from
        there; and the problems of sources of which nothing has ever landed, whose
        mappings are left out.
    """
    sharing: dict[Database, list[Mapping]] = defaultdict(list)
    for mapping in mappings:
        if mapping.database:
            sharing[mapping.database].append(mapping)
    if not sharing:
        return company, mappings, []
    from pipeline.databases.landing import Landing  # noqa: PLC0415  slow, and rare

    kept = [mapping for mapping in mappings if not mapping.database]
    problems: list[Problem] = []
    for database, group in sharing.items():
        landing = Landing(warehouse / FOLDER / database.slug, log.around.reached)
        problem = _land(company, database, group, landing, log)
        if edition := landing.edition():
            place = f"{{{SETTING}}}/{database.slug}/{edition}/*.parquet"
            kept += [replace(mapping, pattern=place) for mapping in group]
            log.add_problems([problem] if problem else [])
        elif problem:
            problems.append(replace(problem, scope="mapping"))
    settings = {**company.settings, SETTING: str(warehouse / FOLDER)}
    return replace(company, settings=settings), kept, problems


def _land(
    company: Company,
    database: Database,
    mappings: list[Mapping],
    landing: Landing,
    log: Log,
) -> Problem | None:
    """Land one source; return why it could not be read, if so."""
    from pipeline.databases import address, extraction  # noqa: PLC0415

    names = ", ".join(mapping.name for mapping in mappings)
    columns = frozenset[str]().union(*(mapping.columns for mapping in mappings))
    wanted = extraction.Wanted(database, columns, log.around.clock())
    try:
        with log.step(f"extract:{database.slug}") as step:
            place = address.resolve(
                database.address, company.settings, company.secrets, company.folder
            )
            landed = extraction.land(landing, place, wanted)
            step.rows_out, step.detail = landed.rows, landed.detail
    except address.SourceError as error:
        stays = "What was read before stays." if landing.edition() else ""
        reason = f"{error} {stays}".strip()
        return Problem("source", names, reason, file=database.title)
    if landed.added:
        reason = (
            f"The {database.title} has the new column {', '.join(landed.added)}, which "
            "no mapping reads. It was not copied; map it if it is wanted."
        )
        log.add_problems([Problem("notice", names, reason, file=database.title)])
    return None


def is_landed(source: str) -> bool:
    """Whether the registry's name of a source is one that landed from a database."""
    return source.startswith(f"{{{SETTING}}}/")


def replaced(current: list[str], known: set[str]) -> str | None:
    """Which landed source was read anew since, so that its stored rows no longer hold.

    Args:
        current: The sources as they are now, as the registry names them.
        known: The sources of which the registry has files.
    """
    for source in current:
        if not is_landed(source) or source in known:
            continue
        slug = source.split("/")[1]
        if any(is_landed(one) and one.split("/")[1] == slug for one in known):
            return slug
    return None
