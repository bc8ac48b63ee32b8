"""Why a record cannot be read as one JSON object."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

KINDS = {list: "an array", str: "a text", bool: "true or false", type(None): "null"}


class RepeatedKeyError(ValueError):
    """A key that stands twice in one object."""


def reason(text: str, columns: Iterable[str]) -> str | None:
    """Why a record is refused; None if it is an object like any other.

    A blank record is refused without a reason.

    Args:
        text: The record.
        columns: The columns in use, in lower case: their names must be unambiguous
            whatever their case.
    """
    if not text.strip():
        return ""
    try:
        # Numbers stay text: there are some that Python would not take.
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_Number,
            parse_float=_Number,
        )
    except RepeatedKeyError as error:
        return str(error)
    except json.JSONDecodeError as error:
        said = error.msg[0].lower() + error.msg[1:]
        return f"it is not JSON: {said} at character {error.pos + 1}"
    if not isinstance(value, dict):
        kind = KINDS.get(type(value), "a number")
        return f"it is {kind}, not an object"
    spelled = [key for key in value if key.lower() in set(columns)]
    for key in spelled:
        same = sorted(one for one in spelled if one.lower() == key.lower())
        if len(same) > 1:
            return f"the keys {same[0]!r} and {same[1]!r} both say {key.lower()}"
    return None


class _Number(str):
    """A number as it is written."""

    __slots__ = ()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys stand once each."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise RepeatedKeyError(f"the key {twice!r} stands twice in one object")
    return found
