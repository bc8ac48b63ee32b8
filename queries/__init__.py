"""Every number in the portal comes from a file in this folder."""

from queries.warehouse import (
    Coverage,
    NoWarehouse,
    Snapshot,
    StaleGeneration,
    Warehouse,
)

__all__ = ["Coverage", "NoWarehouse", "Snapshot", "StaleGeneration", "Warehouse"]
