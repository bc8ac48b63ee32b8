"""The way in to the warehouse: a folder of generations, of which one is the newest."""

from __future__ import annotations

import threading
import weakref
from pathlib import Path

import duckdb

from queries.cache import Cache, Store
from queries.readers import (
    NoWarehouse,
    Pointer,
    Reader,
    StaleGeneration,
    read_pointer,
)
from queries.snapshot import Snapshot

DATA_NAME = "g-{:06d}.duckdb"
ATTEMPTS = 5


class Warehouse:
    """A folder of generations, read by many threads while new ones are published.

    Args:
        folder: Where the pipeline publishes.
        store: Keeps answers between questions; None keeps nothing.
    """

    def __init__(self, folder: Path, store: Store | None = None) -> None:
        self.folder = folder
        self._cache = Cache(store)
        self._lock = threading.Lock()
        self._newest: Snapshot | None = None
        # Whoever holds a snapshot keeps its files open; no one else does.
        self._open: weakref.WeakValueDictionary[Pointer, Snapshot] = (
            weakref.WeakValueDictionary()
        )

    def snapshot(self, generation: int | None = None) -> Snapshot:
        """One generation, to ask as often as a page needs; the newest by default.

        Raises:
            NoWarehouse: If nothing was published yet.
            StaleGeneration: If the generation asked for is not there.
        """
        for attempt in range(ATTEMPTS):
            newest = self._pointer()
            try:
                if generation is None or generation == newest.generation:
                    self._newest = self._opened(newest)
                    return self._newest
                return self._older(generation, newest)
            except (OSError, duckdb.Error) as error:
                # The files of a pointer may go between reading it and opening them.
                if attempt == ATTEMPTS - 1 or self._pointer() == newest:
                    raise NoWarehouse(
                        f"The files of generation {generation or newest.generation} "
                        f"in {self.folder} cannot be opened ({error}); "
                        "run `python -m pipeline refresh` to publish again."
                    ) from error
        raise AssertionError("unreachable")

    def _pointer(self) -> Pointer:
        pointer = read_pointer(self.folder)
        if pointer.data is None:
            raise NoWarehouse(
                f"No refresh of {self.folder} was published yet; "
                "`python -m pipeline status` says why."
            )
        return pointer

    def _older(self, generation: int, newest: Pointer) -> Snapshot:
        """A generation that someone holds, or whose file is still there."""
        with self._lock:
            held = [one for one in self._open.values() if one.generation == generation]
        if held:
            return held[0]
        name = DATA_NAME.format(generation)
        if not (self.folder / name).exists():
            raise StaleGeneration(
                f"Generation {generation} is not kept; the newest is "
                f"{newest.generation}. Reload the page to see it."
            )
        version = newest.ops_version
        return self._opened(Pointer(generation, name, newest.ops, version, None))

    def _opened(self, pointer: Pointer) -> Snapshot:
        """The snapshot of a pointer; one for all who read it at the same time."""
        assert pointer.data is not None
        with self._lock:
            snapshot = self._open.get(pointer)
            if snapshot is None:
                files = (self.folder / pointer.data, self.folder / pointer.ops)
                snapshot = Snapshot(Reader(*files), pointer, self._cache)
                self._open[pointer] = snapshot
            return snapshot
