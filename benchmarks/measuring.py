"""Run a command as a process of its own: how long it took, how much memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
KIB_PER_MIB = 1024


@dataclass(frozen=True)
class Run:
    """What one process took, from its start to its end."""

    seconds: float
    peak_mib: float
    printed: str = ""
    cpu_seconds: float = 0.0


def run(words: Sequence[str], env: Mapping[str, str]) -> Run:
    """Run `python <words>` once.

    Raises:
        RuntimeError: If it fails, with what it printed.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        env=dict(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    printed = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(
            f"python {' '.join(words)} ended with {process.returncode}:\n{printed}"
        )
    return Run(
        time.perf_counter() - started,
        usage.ru_maxrss / KIB_PER_MIB,
        printed,
        usage.ru_utime + usage.ru_stime,
    )


def middle(runs: Sequence[Run]) -> Run:
    """The median of seconds and of memory, each for itself."""
    return Run(
        median(one.seconds for one in runs), median(one.peak_mib for one in runs)
    )


def title(text: str) -> None:
    """Print a heading."""
    print(f"\n{text}\n{'-' * len(text)}", flush=True)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under a head: the first column to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in [head, ["-" * width for width in widths], *rows]:
        first = row[0].ljust(widths[0])
        rest = [
            cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)
        ]
        print("  ".join([first, *rest]), flush=True)
