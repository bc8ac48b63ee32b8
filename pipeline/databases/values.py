"""A database's values as exact text, the form in which every source is staged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import singledispatch
from typing import Any


@singledispatch
def as_text(value: Any) -> str | None:
    """A value as text: nothing is rounded, times with a zone become UTC, None stays."""
    return str(value)


@as_text.register
def _nothing(value: None) -> None:
    return value


@as_text.register
def _boolean(value: bool) -> str:
    return "true" if value else "false"


@as_text.register
def _float(value: float) -> str:
    return repr(value)


@as_text.register
def _decimal(value: Decimal) -> str:
    return format(value, "f") if value.is_finite() else str(value)


@as_text.register
def _moment(value: datetime) -> str:
    if value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
    return value.isoformat(sep=" ")


@as_text.register
def _day(value: date) -> str:
    return value.isoformat()


@as_text.register
def _duration(value: timedelta) -> str:
    """As DuckDB reads an interval."""
    return (
        f"{value.days} days {value.seconds} seconds {value.microseconds} microseconds"
    )


@as_text.register(bytes)
@as_text.register(bytearray)
@as_text.register(memoryview)
def _bytes(value: bytes | bytearray | memoryview) -> str:
    return bytes(value).hex()


@as_text.register(Mapping)
@as_text.register(list)
@as_text.register(tuple)
@as_text.register(set)
@as_text.register(frozenset)
def _nested(value: Any) -> str:
    return as_json(value)


@singledispatch
def as_json(value: Any) -> str:
    """A value within a nested one, as JSON text with numbers as exact as they came."""
    return json.dumps(as_text(value), ensure_ascii=False)


@as_json.register(Mapping)
def _object(value: Mapping[Any, Any]) -> str:
    parts = (
        f"{json.dumps(as_text(key), ensure_ascii=False)}:{as_json(one)}"
        for key, one in value.items()
    )
    return f"{{{','.join(parts)}}}"


@as_json.register(list)
@as_json.register(tuple)
def _array(value: list[Any] | tuple[Any, ...]) -> str:
    return f"[{','.join(map(as_json, value))}]"


@as_json.register(set)
@as_json.register(frozenset)
def _set(value: set[Any] | frozenset[Any]) -> str:
    return f"[{','.join(sorted(map(as_json, value)))}]"


@as_json.register(int)
def _integer(value: int) -> str:
    return json.dumps(value)


@as_json.register(Decimal)
@as_json.register(float)
def _number(value: Decimal | float) -> str:
    """NaN and infinities are no numbers of JSON; they are told as texts."""
    is_number = Decimal(value).is_finite()
    return str(as_text(value)) if is_number else json.dumps(as_text(value))
