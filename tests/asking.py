"""How to ask any query something on the tiny warehouse, and compare two answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd
import pyarrow as pa

from queries import catalog, frames
from queries.catalog import Query

SPAN = {"start": date(2026, 1, 5), "end": date(2026, 1, 14)}

# Params by name; a query whose params mean something of its own is listed below.
BY_NAME: dict[str, Any] = {
    **SPAN,
    "limit_rows": 100,
    "refresh": 1,
    "refresh_id": 1,
    "words": "mug",
}
BY_TYPE: dict[str, Any] = {
    "date": SPAN["end"],
    "timestamp": datetime(2026, 1, 14),
    "integer": 1,
    "number": 1.0,
    "text": "u1",
}
BY_QUERY: dict[str, dict[str, Any]] = {}


def arguments(query: Query) -> dict[str, Any]:
    """Values for all params of a query, in the types that its header states."""
    own = BY_QUERY.get(query.name, {})
    return {
        name: own.get(name, BY_NAME.get(name, BY_TYPE[catalog.type_of(text)]))
        for name, text in query.params.items()
    }


def assert_equal(found: pa.Table, expected: pd.DataFrame) -> None:
    """Equal columns, rows and order; numbers within 1e-9; every kind of empty alike."""
    left, right = (
        frame.astype(object).where(frame.notna(), None)
        for frame in (frames.to_frame(found), expected)
    )
    pd.testing.assert_frame_equal(left, right, rtol=1e-9, atol=1e-9)
