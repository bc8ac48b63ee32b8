"""A frame as text: a table to read, CSV or JSON to go on with."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

FORMATS = ("table", "csv", "json")
DECIMALS = {"currency": 2, "percent": 2, "ratio": 2}
WIDEST = 48


def printed(frame: pd.DataFrame, form: str, units: Mapping[str, str]) -> str:
    """The frame in one of FORMATS.

    Args:
        frame: Any answer of a snapshot.
        form: "table" rounds for the eye; "csv" and "json" give every digit.
        units: Units of metrics, by column; they decide the decimals of a table.
    """
    if form == "csv":
        text: str = frame.to_csv(index=False, lineterminator="\n")
        return text.rstrip("\n")
    if form == "json":
        return json.dumps(_records(frame), indent=2, ensure_ascii=False, default=str)
    return _table(frame, units)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows = frame.to_dict("records")
    return [{str(name): _known(value) for name, value in row.items()} for row in rows]


def _known(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.isoformat() if isinstance(value, date) else value


def _table(frame: pd.DataFrame, units: Mapping[str, str]) -> str:
    columns = [_column(frame[name], str(name), units.get(name)) for name in frame]
    rule = ["-" * len(column[0]) for column in columns]
    lines = [list(line) for line in zip(*columns, strict=True)]
    text = [lines[0], rule, *lines[1:]] if lines else []
    return "\n".join("  ".join(line).rstrip() for line in text)


def _column(values: pd.Series, name: str, unit: str | None) -> list[str]:
    """Title and values of one column, padded to one width, numbers to the right."""
    numeric = pd.api.types.is_numeric_dtype(values)
    decimals = DECIMALS.get(unit or "", 0 if _whole(values, numeric) else 2)
    cells = [name, *(_cell(value, decimals) for value in values)]
    width = max(map(len, cells))
    return [cell.rjust(width) if numeric else cell.ljust(width) for cell in cells]


def _whole(values: pd.Series, numeric: bool) -> bool:
    return numeric and bool((values.dropna() % 1 == 0).all())


def _cell(value: Any, decimals: int) -> str:
    if pd.isna(value):
        return "-"
    if isinstance(value, bool | str):
        return _shown(str(value))
    if isinstance(value, int | float):
        return f"{value:,.{decimals}f}" if math.isfinite(value) else str(value)
    return _shown(str(value))


def _shown(text: str) -> str:
    """The text on one line, without what would steer a terminal."""
    safe = "".join(letter if letter.isprintable() else " " for letter in text)
    return safe if len(safe) <= WIDEST else f"{safe[: WIDEST - 1]}…"
