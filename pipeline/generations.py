"""The warehouse folder: versioned files, the pointer to the current ones, the lock.

Readers follow the pointer `CURRENT`, which is replaced in one step. A file that the
pointer has named is never written again.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.problems import RefreshError

POINTER, LOCK, RUNNING = "CURRENT", "refresh.lock", "refresh.running"
KEPT = 2
ROOM = 2.5
WORK = "work.tmp"


@dataclass(frozen=True)
class Current:
    """What the pointer says; generation 0 has no data yet."""

    generation: int = 0
    data: str | None = None
    ops: str | None = None
    ops_version: int = 0
    published_at: str | None = None
    company: str = ""


class AnotherRefreshError(RefreshError):
    """Another refresh of this warehouse is running."""


def read_current(folder: Path) -> Current:
    """The pointer of a warehouse folder; an empty one if there is none."""
    try:
        return Current(**json.loads((folder / POINTER).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Current()
    except (ValueError, TypeError) as error:
        raise RefreshError(
            f"{folder / POINTER} does not say which generation is current ({error}). "
            "Delete the folder's content to build the warehouse anew."
        ) from error


def move_pointer(folder: Path, current: Current) -> None:
    """Point readers at other files, in one step that survives a power cut."""
    draft = folder / f"{POINTER}.tmp"
    with draft.open("w", encoding="utf-8") as stream:
        json.dump(asdict(current), stream)
        stream.flush()
        os.fsync(stream.fileno())
    draft.rename(folder / POINTER)
    sync_folder(folder)


def put_in_place(draft: Path, final: Path) -> None:
    """Give a finished file its name once its bytes are on the disk."""
    with draft.open("rb") as stream:
        os.fsync(stream.fileno())
    draft.rename(final)
    sync_folder(final.parent)


def sync_folder(folder: Path) -> None:
    """Make renames within the folder last."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def data_name(generation: int) -> str:
    """The name of a generation's file."""
    return f"g-{generation:06d}.duckdb"


def ops_name(version: int) -> str:
    """The name of a version of the journal."""
    return f"ops-{version:06d}.duckdb"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the warehouse for one refresh; the system lets go if the process dies.

    Raises:
        AnotherRefreshError: If another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AnotherRefreshError(
                f"Another refresh of {folder} is running. "
                "Wait for its end; it needs no help from this one."
            ) from None
        yield


def copy_current(folder: Path, current: Current, draft: Path) -> int:
    """Copy the current generation to work on; return its bytes."""
    if current.data is None:
        return 0
    shutil.copyfile(folder / current.data, draft)
    return draft.stat().st_size


def check_room(folder: Path, current: Current, source_bytes: int) -> None:
    """Refuse to start what the disk cannot hold.

    Raises:
        RefreshError: If there is not enough room.
    """
    size = (folder / current.data).stat().st_size if current.data else 0
    needed = int(ROOM * (size + source_bytes))
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise RefreshError(
            f"{folder} has {free >> 20} MB of room; this refresh may need "
            f"{needed >> 20} MB. Make room and refresh again."
        )


def sweep(folder: Path, current: Current, generations: int = KEPT) -> list[str]:
    """Remove generations before the last two, and what killed refreshes left."""
    kept = {current.data, current.ops}
    kept |= {data_name(current.generation - back) for back in range(generations)}
    kept |= {ops_name(current.ops_version - back) for back in range(generations)}
    removed = []
    for pattern in ("g-*.duckdb*", "ops-*.duckdb*", "*.tmp"):
        for path in sorted(folder.glob(pattern)):
            if path.name in kept:
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
            removed.append(path.name)
    return removed
