"""Columns into files: CSV and lines of JSON, whole columns at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from pipeline.demo.days import DAY, Days

# Text that needs quotes is in small tables only; without them files are a third less.
PLAIN = csv.WriteOptions(include_header=False, quoting_style="none", batch_size=65536)
QUOTED = csv.WriteOptions(include_header=False, quoting_style="needed")


def numbered(prefix: str, numbers: np.ndarray, width: int = 7) -> pa.Array:
    """Keys such as u0000042."""
    digits = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), width, "0")
    return pc.binary_join_element_wise(prefix, digits, "")


def named(choice: np.ndarray, names: Sequence[str]) -> pa.Array:
    """The name of each choice; a choice below zero is empty."""
    choice = np.asarray(choice, np.int64)
    return pa.array(list(names), pa.string()).take(pa.array(choice, mask=choice < 0))


def money(values: np.ndarray) -> pa.Array:
    """Amounts with two decimals; none where the value is not a number."""
    gone = np.isnan(values)
    cents = np.rint(np.where(gone, 0, values) * 100).astype(np.int64)
    whole = pa.array(cents // 100, mask=gone).cast(pa.string())
    rest = pc.utf8_lpad(pa.array(cents % 100).cast(pa.string()), 2, "0")
    return pc.binary_join_element_wise(whole, rest, ".")


def text(values: Any) -> pa.Array:
    """Values as JSON writes them without quotes."""
    return pa.array(values).cast(pa.string())


def write_csv(
    path: Path, columns: Mapping[str, Any], *, options: csv.WriteOptions = PLAIN
) -> None:
    """Write one file; its folder is made if it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write((",".join(columns) + "\n").encode())
        csv.write_csv(pa.table(dict(columns)), file, options)


def write_lines(path: Path, lines: pa.Array) -> None:
    """Write one file of lines, if there are any; its folder is made if need be."""
    if len(lines) == 0:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for start in range(0, len(lines), 65536):
            part = lines.slice(start, 65536).to_pylist()
            file.write(("\n".join(part) + "\n").encode())


def write_months(
    folder: Path, days: Days, moments: np.ndarray, columns: Mapping[str, Any]
) -> None:
    """Write the rows of each written month, in order of time, to a file of its own.

    Args:
        folder: Folder of the files, which are named like 2026-01.csv.
        days: The period; what happens at its end or later is not written.
        moments: When the source wrote each row: decides the row's file.
        columns: The columns, as long as `moments`.
    """
    table = pa.table(dict(columns))
    known = np.flatnonzero((moments >= days.start * DAY) & (moments < days.count * DAY))
    order = known[np.argsort(moments[known], kind="stable")]
    months = days.stamps(moments[order]).astype("datetime64[M]")
    for month in np.unique(months):
        rows = table.take(pa.array(order[months == month]))
        named_columns = {name: rows[name] for name in rows.column_names}
        write_csv(folder / f"{month}.csv", named_columns)
