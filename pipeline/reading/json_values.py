"""SQL of the values in JSON records: each as the text that stands there."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from pipeline.quoting import name, text

FRACTION = r"-?[0-9]+\.[0-9]+(e[+-]?[0-9]+)?"


def extracted(table: str, spelled: Mapping[str, Sequence[str]]) -> str:
    """A relation of the records with the values of keys in use as the struct `found`.

    Args:
        table: The records, all of them JSON: reading stops at one that is not.
        spelled: How each column is spelled as a key; most often in one way.
    """
    if not spelled:
        return table
    return f"(select *, {_found(spelled)} as found from {table}) as extracted"


def is_read(spelled: Mapping[str, Sequence[str]]) -> str:
    """The condition that `extracted` takes a record."""
    return f"try({_found(spelled)}) is not null" if spelled else "json_valid(record)"


def _found(spelled: Mapping[str, Sequence[str]]) -> str:
    """The struct of the values; one call for all, as each call parses the record."""
    keys = {same[0]: "VARCHAR" for same in spelled.values()}
    return f"from_json(record, {text(json.dumps(keys, ensure_ascii=False))})"


def select(columns: Mapping[str, str], spelled: Mapping[str, Sequence[str]]) -> str:
    """The values of `extracted` as columns, each after a comma."""
    values = []
    for column, same in spelled.items():
        shown = [_as_written(same[0], f"found.{name(same[0])}")]
        shown += [
            _as_written(key, f"json_extract_string(record, {text(_pointer(key))})")
            for key in same[1:]
        ]
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
        f"case when contains({value}, '.') and not contains({value}, ':') "
        f"and regexp_full_match({value}, {text(FRACTION)}) "
        f"and {digits} not in ('', {value}) "
        f"and try_cast({digits} as double) = try_cast({value} as double) "
        f"and json_type(record, {text(_pointer(key))}) = 'DOUBLE' "
        f"then {digits} else {value} end"
    )


def _pointer(key: str) -> str:
    """The JSON pointer of a top-level key."""
    return "/" + key.replace("~", "~0").replace("/", "~1")
