"""A refresh in a process of its own, which kills itself at a named point."""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from pipeline import company as companies
from pipeline.problems import RefreshError
from pipeline.refresh import refresh
from pipeline.steps import Surroundings


def main(company: str, warehouse: str, deadly: str) -> int:
    def reached(point: str) -> None:
        sys.stdout.write(f"{point}\n")
        sys.stdout.flush()
        if point == deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        if deadly == f"wait at {point}":
            sys.stdin.read()

    around = Surroundings(lambda: datetime.now(UTC), lambda told: None, reached)
    try:
        outcome = refresh(companies.read(Path(company), {}), Path(warehouse), around)
    except RefreshError as error:
        sys.stderr.write(str(error))
        return 1
    return 0 if outcome.is_good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
