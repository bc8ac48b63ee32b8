"""`make bench`: refresh, pages and memory, as ratios measured in one run."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks import boards, drawing, reading, refreshing, scale
from benchmarks.bare import patterns
from benchmarks.measuring import ROOT, run, table, title
from tests.browser.serving import chromium, environment


def main() -> int:
    """Measure one company; returns the exit status."""
    asked = _asked()
    if asked.scale and not asked.warehouse:
        scale.compare(asked.scale)
    if asked.only_scale:
        return 0
    company = (asked.company or _default()).resolve()
    with tempfile.TemporaryDirectory(prefix="northstar-bench-") as name:
        folder = Path(name)
        if asked.warehouse:
            warehouse = folder / "warehouse"
            shutil.copytree(asked.warehouse, warehouse)
        else:
            warehouse = refreshing.compare(company, folder, asked.rounds)
            reading.compare(company, folder, asked.rounds)
        boards.compare(company, warehouse, folder)
        _answers(company, warehouse, asked.rounds)
        if chromium() is None:
            print("\nChromium is not installed: no times of drawing.")
        else:
            drawing.compare(company, warehouse, folder, asked.rounds)
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--company", type=Path, help="its folder")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--scale",
        type=int,
        default=scale.ROWS,
        metavar="ROWS",
        help="interactions of the test of scale (default: 10 million; 0 leaves it out)",
    )
    parser.add_argument(
        "--only-scale", action="store_true", help="leave out everything else"
    )
    parser.add_argument(
        "--warehouse",
        type=Path,
        help="of the company, loaded before: only its pages are measured, on a copy",
    )
    return parser.parse_args()


def _default() -> Path:
    """Real orders where their files are, else the demo company."""
    for name in ("online_retail", "demo"):
        company = ROOT / "companies" / name
        if all(any(_files(pattern)) for pattern, _ in patterns(company)):
            return company
    sys.exit("There are no files to load; `make run` writes the demo company's.")


def _files(pattern: str) -> list[Path]:
    path = Path(pattern)
    return sorted(path.parent.glob(path.name))


def _answers(company: Path, warehouse: Path, rounds: int) -> None:
    title("Server time of each page against the bare SQL of that page, in ms")
    words = ["-m", "benchmarks.answering", str(rounds)]
    printed = run(words, environment(company, warehouse)).printed
    table(
        ["page", "statements", "bare", "cold", "warm", "cold/bare", "warm/bare"],
        [
            [
                one["path"],
                str(one["statements"]),
                *(f"{one[part] * 1000:.1f}" for part in ("bare", "cold", "warm")),
                *(_ratio(one[part], one["bare"]) for part in ("cold", "warm")),
            ]
            for one in json.loads(printed.splitlines()[-1])
        ],
    )


def _ratio(seconds: float, bare: float) -> str:
    return f"{seconds / bare:.2f} x" if bare else "-"


if __name__ == "__main__":
    sys.exit(main())
