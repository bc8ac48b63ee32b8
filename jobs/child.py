"""Run a job as a process of its own, whose memory is given back when it ends.

A job that crashes, or is killed because memory ran out, ends its own process only.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
GOOD, FAILED, BUSY = 0, 1, 75
TAIL = 4096
GRACE_SECONDS = 20


@dataclass(frozen=True)
class Ended:
    """How a job ended, and the last line that it printed."""

    status: str
    message: str


class Child:
    """One job's process at a time."""

    def __init__(self, command: Sequence[str], limit_seconds: float) -> None:
        self.command = [sys.executable, "-m", "jobs", *command]
        self.limit = limit_seconds
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> Ended:
        """Start the job and wait for its end."""
        with tempfile.TemporaryFile() as printed:
            # A session of its own: Ctrl-C is the scheduler's, which passes it on.
            self._process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                self._process.wait(self.limit)
            except subprocess.TimeoutExpired:
                self.stop(signal.SIGKILL)
                self._process.wait()
                hours = self.limit / 3600
                return Ended("failed", f"It ran longer than {hours:g} hours; killed.")
            return _ended(self._process.returncode, _last_line(printed))

    def stop(self, number: int = signal.SIGINT) -> None:
        """Ask the running job, if there is one, to end."""
        if self._process and self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)


def _last_line(printed: IO[bytes]) -> str:
    """The last line that is not empty."""
    printed.seek(max(0, printed.seek(0, os.SEEK_END) - TAIL))
    lines = printed.read().decode("utf-8", "replace").splitlines()
    told = [line.strip() for line in lines if line.strip()]
    return told[-1] if told else "It printed nothing."


def _ended(code: int, line: str) -> Ended:
    """What an exit status means."""
    if code == GOOD:
        return Ended("done", line)
    if code == BUSY:
        return Ended("skipped", line)
    if code < 0:
        name = signal.Signals(-code).name
        return Ended("crashed", f"It was ended by {name}. The last it said: {line}")
    return Ended("failed", line)
