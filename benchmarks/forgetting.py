"""Make all that a portal keeps worthless, as a refresh does."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from queries.readers import POINTER


def forget(warehouse: Path) -> None:
    """Publish what the warehouse says of itself once more, under the next number.

    The data stays; but the version that every kept answer bears is another one, so
    the next request of each page finds nothing kept.
    """
    pointer = warehouse / POINTER
    said = json.loads(pointer.read_text(encoding="utf-8"))
    version = said["ops_version"] + 1
    ops = f"ops-{version:06d}.duckdb"
    shutil.copyfile(warehouse / said["ops"], warehouse / ops)
    said |= {"ops": ops, "ops_version": version}
    written = warehouse / f"{POINTER}.next"
    written.write_text(json.dumps(said), encoding="utf-8")
    written.replace(pointer)
