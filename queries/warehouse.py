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
        self._newest: Reader | None = None
        self._open: weakref.WeakValueDictionary[tuple[str, str], Reader] = (
            weakref.WeakValueDictionary()
        )

    def snapshot(self, generation: int | None = None) -> Snapshot:
        """One generation, to ask as often as a page needs; the newest by default.

        Raises:
            NoWarehouse: If nothing was published yet.
            StaleGeneration: If the generation asked for is not there.
        """
        for attempt in range(ATTEMPTS):
            pointer = self._pointer(generation)
            try:
                return Snapshot(self._reader(pointer), pointer, self._cache)
            except (OSError, duckdb.Error) as error:
                # The files of an old pointer may go between reading and opening.
                if attempt == ATTEMPTS - 1 or self._pointer(generation) == pointer:
                    raise NoWarehouse(
                        f"The files of generation {pointer.generation} in "
                        f"{self.folder} cannot be opened ({error}); "
                        "run `python -m pipeline refresh` to publish again."
                    ) from error
        raise AssertionError("unreachable")

    def _pointer(self, generation: int | None) -> Pointer:
        newest = read_pointer(self.folder)
        if newest.data is None:
            raise NoWarehouse(
                f"No refresh of {self.folder} was published yet; "
                "`python -m pipeline status` says why."
            )
        if generation is None or generation == newest.generation:
            return newest
        name = DATA_NAME.format(generation)
        held = next((ops for data, ops in list(self._open) if data == name), None)
        if held is None and not (self.folder / name).exists():
            raise StaleGeneration(
                f"Generation {generation} is not kept; the newest is "
                f"{newest.generation}. Reload the page to see it."
            )
        return Pointer(generation, name, held or newest.ops, newest.ops_version, None)

    def _reader(self, pointer: Pointer) -> Reader:
        assert pointer.data is not None
        key = (pointer.data, pointer.ops)
        with self._lock:
            reader = self._open.get(key)
            if reader is None:
                reader = Reader(self.folder / pointer.data, self.folder / pointer.ops)
                self._open[key] = reader
            if pointer.published_at is not None:
                self._newest = reader
            return reader
