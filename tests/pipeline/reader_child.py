"""A reader that follows the pointer until it is told to end, and says what it saw.

Each look must be of one generation: the rows of the facts, those counted by the mart,
and the generation that the journal tells of belong together.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import duckdb

LOOK = """
select
    (select count(*) from data.fct_order_line),
    (select cast(sum(units) as bigint) from data.agg_product_day),
    (select cast(sum(quantity) as bigint) from data.fct_order_line),
    (select max(generation) from ops.ops_refresh)
"""


def look(warehouse: Path) -> list[int]:
    current = json.loads((warehouse / "CURRENT").read_text())
    with duckdb.connect() as connection:
        for alias in ("data", "ops"):
            path = warehouse / current[alias]
            connection.execute(f"attach '{path}' as {alias} (read_only)")
        rows, units, quantity, told = connection.execute(LOOK).fetchall()[0]
    return [current["generation"], told, rows, units, quantity]


def main(warehouse: str, end: str) -> None:
    seen, errors = {}, []
    looks = 0
    while not Path(end).exists():
        try:
            found = look(Path(warehouse))
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
        else:
            seen[json.dumps(found)] = found
        looks += 1
        time.sleep(0.05)
    report = {"looks": looks, "seen": list(seen.values()), "errors": errors}
    sys.stdout.write(json.dumps(report))


if __name__ == "__main__":
    main(*sys.argv[1:])
