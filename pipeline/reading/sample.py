"""Some values of a file before it is read, to see whether they are what they were."""

from __future__ import annotations

import csv
import io
from collections.abc import Set
from pathlib import Path

from pipeline.files import Sight
from pipeline.reading import json_sight

MOST = 1000


def values(path: Path, sight: Sight, columns: Set[str]) -> dict[str, list[str]]:
    """The first values of columns, in lower case, of a text file."""
    found: dict[str, list[str]] = {column: [] for column in columns}
    if sight.format is None or sight.format.kind == "parquet":
        return {}
    head = json_sight.head(path)
    if sight.has_keys:
        for record in json_sight.objects(head, sight.format):
            for key, value in record.items():
                if key.lower() in found and isinstance(value, str):
                    found[key.lower()].append(value)
        return found
    written = head.decode("utf-8-sig", errors="replace")
    rows = csv.reader(io.StringIO(written), delimiter=sight.format.delimiter)
    try:
        names = [name.strip().lower() for name in next(rows)]
        for row, _ in zip(rows, range(MOST), strict=False):
            if len(row) == len(names):
                for name, value in zip(names, row, strict=True):
                    if name in found:
                        found[name].append(value)
    except (csv.Error, StopIteration):
        return found
    return found
