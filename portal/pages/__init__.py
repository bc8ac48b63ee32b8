"""The pages; a module under tier0/, tier1/, tier2/ or trust/ with a PAGE is one."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType

from portal import marks
from portal.company import Company
from portal.page import Page
from queries import catalog

FOLDERS = ("tier0", "tier1", "tier2", "trust")


def all_pages() -> list[ModuleType]:
    """Every page's module, tier by tier, each tier by address."""
    here = Path(__file__).parent
    names = [
        f"{__name__}.{folder}.{path.stem}"
        for folder in FOLDERS
        for path in sorted(here.glob(f"{folder}/*.py"))
        if not path.stem.startswith("_")
    ]
    pages = [module for module in map(import_module, names) if hasattr(module, "PAGE")]
    return sorted(pages, key=lambda module: (module.PAGE.tier, module.PAGE.path))


def declared(company: Company | None = None) -> list[Page]:
    """Every page; the board and the goals with the metrics that the company chose."""
    found = [module.PAGE for module in all_pages()]
    if company is None:
        return found
    known, chosen = catalog.metrics(), marks.chosen(company)
    board = tuple(dict.fromkeys(name for name in chosen if name in known))
    goals = tuple(dict.fromkeys(goal.metric for goal in company.goals.values()))
    more = {"/": board, "/goals": goals}
    return [
        replace(page, metrics=(*page.metrics, *more.get(page.path, ())))
        for page in found
    ]
