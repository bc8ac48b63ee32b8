"""A refresh of everything, against DuckDB's bare read of the same files."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.measuring import Run, middle, run, table, title
from tests.browser.serving import environment

REFRESH = ["-m", "pipeline", "refresh"]


def compare(company: Path, folder: Path, rounds: int) -> Path:
    """Print the comparison; returns a warehouse that was built on the way."""
    warehouse = folder / "warehouse"
    env = environment(company, warehouse)
    into = folder / "bare"
    bare = ["-m", "benchmarks.bare", str(company), str(into / "bare.duckdb")]
    ways: dict[str, Callable[[], Run]] = {
        "bare read, types guessed": partial(_fresh, into, bare, env),
        "bare read, all as text": partial(_fresh, into, [*bare, "--text"], env),
        "refresh from empty": partial(_fresh, warehouse, REFRESH, env),
    }
    rows = int(_fresh(into, [*bare, "--text"], env).printed)
    # Turn by turn, so that a busy moment of the machine falls on all alike.
    runs: dict[str, list[Run]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            runs[name].append(way())
    _report(company, rows, {name: middle(each) for name, each in runs.items()})
    nothing_new = middle([run(REFRESH, env) for _ in range(3)])
    print(f"\nA refresh with nothing new: {nothing_new.seconds:.2f} s.")
    return warehouse


def _fresh(into: Path, words: list[str], env: dict[str, str]) -> Run:
    """Run a command that fills a folder, from an empty one."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    return run(words, env)


def _report(company: Path, rows: int, runs: dict[str, Run]) -> None:
    title(f"Refresh of {company.name}: {rows:,} rows of its files")
    guessed = runs["bare read, types guessed"].seconds
    as_text = runs["bare read, all as text"].seconds
    table(
        ["process", "seconds", "rows/s", "vs guessed", "vs text", "peak MiB"],
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
