"""What the portal writes down: the pages that it showed, the problems it was told."""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from flask import Flask, Response, g, request

from queries import spool

if TYPE_CHECKING:
    from portal.page import Context

# There is no sign-in, so nobody is known.
READER = "anonymous"
LONGEST_TEXT = 2000
# Nobody may fill the disk: in an hour, each process writes at most so much.
MOST_BYTES = {spool.VIEWS: 20_000_000, spool.PROBLEMS: 1_000_000}


class Logbook:
    """Adds lines to the portal's files beside the warehouse's generations.

    Args:
        warehouse: The warehouse's folder; it is never made here.
        clock: The time now, UTC.
    """

    def __init__(self, warehouse: Path, clock: Callable[[], datetime]) -> None:
        self._warehouse, self._clock = warehouse, clock
        self._lock = threading.Lock()
        self._process = ""
        self._lines = 0

    def view(self, page: str, tier: int, server_ms: float, generation: int) -> None:
        """Note that a page was shown; where that cannot be written, nobody waits."""
        row = {
            "viewed_at": _stamp(self._clock()),
            "page": page,
            "tier": tier,
            "reader": READER,
            "server_ms": round(server_ms, 2),
            "generation": generation,
        }
        with contextlib.suppress(OSError):
            self._add(spool.VIEWS, "view_id", row, lasting=False)

    def problem(self, *, page: str, metric: str, generation: int, text: str) -> bool:
        """Keep what a reader reported; whether it lies on the disk now."""
        row = {
            "reported_at": _stamp(self._clock()),
            "page": page,
            "metric": metric,
            "generation": generation,
            "text": _printable(text)[:LONGEST_TEXT],
            "reader": READER,
            "state": spool.OPEN,
        }
        with contextlib.suppress(OSError):
            return self._add(spool.PROBLEMS, "problem_id", row, lasting=True)
        return False

    def close(self, problem: Mapping[str, Any], note: str) -> bool:
        """Keep that a problem is closed; whether that lies on the disk now.

        Args:
            problem: All that was reported, so that the line is whole without another.
            note: Why it is closed.
        """
        row = {
            "reader": READER,
            **problem,
            "reported_at": str(problem["reported_at"]),
            "state": spool.CLOSED,
            "closed_at": _stamp(self._clock()),
            "note": _printable(note)[:LONGEST_TEXT],
        }
        with contextlib.suppress(OSError):
            return self._add(spool.PROBLEMS, "problem_id", row, lasting=True)
        return False

    def problems(self) -> list[dict[str, Any]]:
        """Those that no refresh has taken into the warehouse yet."""
        return spool.read(self._warehouse, spool.PROBLEMS)

    def news(self) -> str:
        """Changes whenever somebody, in any process, has reported a problem."""
        found = []
        for path in spool.files(self._warehouse, spool.PROBLEMS):
            with contextlib.suppress(FileNotFoundError):
                found.append(f"{path.name}:{path.stat().st_size}")
        return " ".join(found)

    def _add(self, kind: str, key: str, row: Mapping[str, Any], lasting: bool) -> bool:
        """Write one line in one go; whether there was room for it.

        Raises:
            OSError: If it cannot be written.
        """
        with self._lock:
            name = spool.file_name(kind, self._clock(), self._token())
            path = self._warehouse / spool.FOLDER / name
            path.parent.mkdir(exist_ok=True)
            self._lines += 1
            line = json.dumps({key: f"{self._token()}-{self._lines}", **row}) + "\n"
            to = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
            try:
                if os.fstat(to).st_size + len(line) > MOST_BYTES[kind]:
                    return False
                os.write(to, line.encode())
                if lasting:
                    os.fsync(to)
            finally:
                os.close(to)
        return True

    def _token(self) -> str:
        """Of this process: a worker is forked, and must not write as its parent."""
        mine = f"{os.getpid()}x"
        if not self._process.startswith(mine):
            self._process = mine + uuid4().hex[:12]
        return self._process


def register(server: Flask, context: Context) -> None:
    """Note each page that the server shows; `g.shown` says which it is."""
    logbook = context.logbook
    if logbook is None:
        return

    def begin() -> None:
        g.began = perf_counter()

    def note(response: Response) -> Response:
        # A browser that fetches ahead, or a worker that warms up, is no reader.
        asked = request.headers.get("Sec-Purpose", "")
        if "shown" in g and request.method != "HEAD" and "prefetch" not in asked:
            page, generation = g.shown
            took = (perf_counter() - g.began) * 1000
            logbook.view(page.path, page.tier, took, generation)
        return response

    server.before_request(begin)
    server.after_request(note)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _printable(text: str) -> str:
    """Without what no one can read and no table can hold: NUL and its kin."""
    kept = "".join(one for one in text if one.isprintable() or one == "\n")
    return kept.encode("utf-8", "replace").decode()
