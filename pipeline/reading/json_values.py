"""SQL of the values in JSON records: each as the text that stands there."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from pipeline.quoting import name, text, texts

FRACTION = r"-?[0-9]+\.[0-9]+(e[+-]?[0-9]+)?"


def extracted(table: str, spelled: Mapping[str, Sequence[str]]) -> str:
    """A relation of the records with the values of all keys in use as `found`.

    One call for all keys: each call parses the record anew.
    """
    keys = [key for same in spelled.values() for key in same]
    if not keys:
        return table
    pointers = texts(_pointer(key) for key in keys)
    return (
        f"(select *, json_extract_string(record, [{pointers}]) as found from {table}) "
        "as extracted"
    )


def select(columns: Mapping[str, str], spelled: Mapping[str, Sequence[str]]) -> str:
    """The values of `extracted` as columns, each after a comma."""
    values, place = [], 0
    for column, same in spelled.items():
        shown = []
        for key in same:
            place += 1
            shown.append(_as_written(key, f"found[{place}]"))
        value = shown[0] if len(shown) == 1 else f"coalesce({', '.join(shown)})"
        values.append(f", {value} as {name(columns[column])}")
    return "".join(values)


def _as_written(key: str, value: str) -> str:
    """The value; a number with a fraction in the digits in which it is written.

    DuckDB writes 1.10 as 1.1, and 1E5 as 100000.0.
    """
    quoted = re.escape(json.dumps(key, ensure_ascii=False))
    pattern = text(quoted + r"\s*:\s*(-?[0-9][0-9.eE+-]*)")
    digits = f"regexp_extract(record, {pattern}, 1)"
    return (
        f"case when contains({value}, '.') and regexp_full_match({value}, "
        f"{text(FRACTION)}) and {digits} not in ('', {value}) "
        f"and try_cast({digits} as double) = try_cast({value} as double) "
        f"and json_type(record, {text(_pointer(key))}) = 'DOUBLE' "
        f"then {digits} else {value} end"
    )


def _pointer(key: str) -> str:
    """The JSON pointer of a top-level key."""
    return "/" + key.replace("~", "~0").replace("/", "~1")
