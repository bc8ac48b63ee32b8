"""A refresh of everything, against DuckDB's bare read of the same files."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from benchmarks.measuring import Run, middle, run, table, title
from tests.browser.serving import environment


def compare(company: Path, folder: Path, rounds: int) -> Path:
    """Print the comparison; returns a warehouse that was built on the way."""
    warehouse = folder / "warehouse"
    env = environment(company, warehouse)
    bare = ["-m", "benchmarks.bare", str(company)]

    def refresh() -> Run:
        shutil.rmtree(warehouse, ignore_errors=True)
        return run(["-m", "pipeline", "refresh"], env)

    def reading(*options: str) -> Callable[[], Run]:
        def read() -> Run:
            into = folder / "bare.duckdb"
            into.unlink(missing_ok=True)
            return run([*bare, str(into), *options], env)

        return read

    ways: dict[str, Callable[[], Run]] = {
        "bare read, types guessed": reading(),
        "bare read, all as text": reading("--text"),
        "refresh from empty": refresh,
    }
    rows = _rows(bare, folder, env)
    # Turn by turn, so that a busy moment of the machine falls on all alike.
    runs: dict[str, list[Run]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            runs[name].append(way())
    _report(company, rows, {name: middle(each) for name, each in runs.items()})
    nothing_new = middle([run(["-m", "pipeline", "refresh"], env) for _ in range(3)])
    print(f"\nA refresh with nothing new: {nothing_new.seconds:.2f} s.")
    return warehouse


def _rows(bare: list[str], folder: Path, env: dict[str, str]) -> int:
    into = folder / "counted.duckdb"
    return int(run([*bare, str(into), "--text"], env).printed)


def _report(company: Path, rows: int, runs: dict[str, Run]) -> None:
    title(f"Refresh of {company.name}: {rows:,} rows of its files")
    guessed = runs["bare read, types guessed"].seconds
    as_text = runs["bare read, all as text"].seconds
    table(
        ["process", "seconds", "rows/s", "of guessed", "of text", "peak MiB"],
        [
            [
                name,
                f"{one.seconds:.2f}",
                f"{rows / one.seconds:,.0f}",
                f"{guessed / one.seconds:.2f} x",
                f"{as_text / one.seconds:.2f} x",
                f"{one.peak_mib:,.0f}",
            ]
            for name, one in runs.items()
        ],
    )
