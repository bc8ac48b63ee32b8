"""DuckDB's bare read of a company's files: what a refresh is compared with."""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path

import duckdb

from queries import sqlfile


def patterns(company: Path) -> list[tuple[str, str | None]]:
    """Each distinct file pattern of a company's mappings, with its delimiter."""
    table = tomllib.loads((company / "company.toml").read_text(encoding="utf-8"))
    found: dict[str, str | None] = {}
    for path in sorted((company / "sources").glob("*.sql")):
        header = sqlfile.read(path).header
        pattern = header["from"].format_map(table.get("settings", {}))
        found[str(company / pattern)] = header.get("delimiter")
    return list(found.items())


def read(company: Path, into: Path, *, as_text: bool) -> int:
    """Read every file into a table of a new database file; returns the rows."""
    connection = duckdb.connect(str(into))
    rows = 0
    for number, (pattern, delimiter) in enumerate(patterns(company)):
        options = ", all_varchar = true" if as_text else ""
        options += f", delim = '{delimiter}'" if delimiter else ""
        connection.execute(
            f"create table read_{number} as "
            f"select * from read_csv('{pattern}', filename = true{options})"
        )
        counted = connection.execute(f"select count(*) from read_{number}").fetchone()
        rows += counted[0] if counted else 0
    connection.close()
    return rows


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("company", type=Path)
    parser.add_argument("into", type=Path)
    parser.add_argument("--text", action="store_true", help="read all columns as text")
    asked = parser.parse_args()
    print(read(asked.company, asked.into, as_text=asked.text))
