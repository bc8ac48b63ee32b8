"""Every number in the portal comes from a file in this folder."""

from queries.answers import Coverage
from queries.readers import NoWarehouse, StaleGeneration
from queries.snapshot import Snapshot
from queries.warehouse import Warehouse

__all__ = ["Coverage", "NoWarehouse", "Snapshot", "StaleGeneration", "Warehouse"]
