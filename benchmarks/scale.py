"""Ten million interactions: the first load, one more day, five more minutes."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.measuring import Run, run, table, title
from benchmarks.scale_files import Company
from tests.browser.serving import environment

ROWS = 10_000_000
REFRESH = ["-m", "jobs", "run", "refresh"]


def compare(rows: int) -> None:
    """Print each step of the refresh against a script written by hand."""
    with tempfile.TemporaryDirectory(prefix="northstar-scale-") as name:
        folder = Path(name)
        company = Company(folder / "company", rows)
        company.write()
        env = environment(company.folder, folder / "warehouse")
        database = folder / "script.duckdb"
        by_hand = ["-m", "benchmarks.scale_script", str(company.folder), str(database)]
        title(f"Scale: {rows:,} interactions of {company.folder.name} in CSV")
        steps: list[tuple[str, Run, Run]] = []
        for step, prepare in (
            ("first load", None),
            ("one more day", company.add_day),
            ("five more minutes", company.add_batch),
        ):
            if prepare:
                prepare()
            steps.append((step, run(by_hand, env), run(REFRESH, env)))
            _print_steps(step, steps[-1][2].printed)
        _report(steps)
        nothing = [run(REFRESH, env).seconds for _ in range(3)]
        print(f"\nA refresh with nothing new: {sorted(nothing)[1]:.2f} s.")


def _print_steps(step: str, printed: str) -> None:
    """Where the time of a refresh went."""
    print(f"\n{step}:")
    lines = [line for line in printed.splitlines() if line.startswith("  ")]
    for line in lines:
        words = line.split(" s  ")[0].split()
        try:
            seconds = float(words[-1])
        except (ValueError, IndexError):
            continue
        if seconds >= 0.2:  # noqa: PLR2004  the rest is no cost
            print(f"  {words[0]:<36} {seconds:>8.2f} s", flush=True)


def _report(steps: list[tuple[str, Run, Run]]) -> None:
    print()
    table(
        ["step", "by hand s", "refresh s", "ratio", "ratio CPU", "MiB", "MiB ratio"],
        [
            [
                name,
                f"{bare.seconds:.2f}",
                f"{ours.seconds:.2f}",
                f"{ours.seconds / bare.seconds:.2f} x",
                f"{ours.cpu_seconds / bare.cpu_seconds:.2f} x",
                f"{ours.peak_mib:,.0f}",
                f"{ours.peak_mib / bare.peak_mib:.2f} x",
            ]
            for name, bare, ours in steps
        ],
    )
