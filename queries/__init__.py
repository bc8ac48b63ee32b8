"""Every number in the portal comes from a file in this folder.

What is offered here is imported when it is first asked for: the pipeline reads the form
of .sql files from this package, and must not wait for database drivers.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from queries.periods import Coverage
    from queries.readers import NoWarehouse, StaleGeneration
    from queries.snapshot import Snapshot
    from queries.warehouse import Warehouse

__all__ = ["Coverage", "NoWarehouse", "Snapshot", "StaleGeneration", "Warehouse"]

_HOMES = {
    "Coverage": "queries.periods",
    "NoWarehouse": "queries.readers",
    "Snapshot": "queries.snapshot",
    "StaleGeneration": "queries.readers",
    "Warehouse": "queries.warehouse",
}


def __getattr__(name: str) -> Any:
    """The class of that name, from the module that holds it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
