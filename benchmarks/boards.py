"""Boards a second for many readers at once, and how long each waits.

`python -m benchmarks.boards PORT READERS SECONDS` asks one server on this machine again
and again over kept connections, and prints JSON; both ends are bounded.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from io import BufferedReader
from pathlib import Path
from statistics import median, quantiles

from benchmarks.measuring import run, table, title
from tests.browser import serving

CROWDS, SECONDS = (1, 20), 5.0
PORTAL = "127.0.0.1"
REQUEST = (
    "GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n"
    "Connection: keep-alive\r\n\r\n"
)


def compare(company: Path, warehouse: Path, folder: Path) -> None:
    """Print how many boards a second the portal hands out, and the waits."""
    title(f"Boards handed out to readers who ask again at once, {SECONDS:g} s each")
    with serving.serving(company, warehouse, folder / "boards.log") as portal:
        port = portal.url.rsplit(":", 1)[1]
        env = serving.environment(company, warehouse)
        words = ["-m", "benchmarks.boards", port]
        run([*words, "4", "1"], env)
        rows = [
            _row(readers, _found([*words, str(readers), f"{SECONDS:g}"], env))
            for readers in CROWDS
        ]
    heads = ["boards/s", "p50 ms", "p95 ms", "longest ms", "kB", "not 200"]
    table(["readers", *heads], rows)


def _found(words: list[str], env: dict[str, str]) -> dict[str, float]:
    found: dict[str, float] = json.loads(run(words, env).printed.splitlines()[-1])
    return found


def _row(readers: int, found: dict[str, float]) -> list[str]:
    return [
        str(readers),
        f"{found['boards'] / found['seconds']:,.0f}",
        *(f"{found[name]:.1f}" for name in ("p50", "p95", "max")),
        f"{found['bytes'] / 1000:.1f}",
        f"{found['wrong']:.0f}",
    ]


class Reader(threading.Thread):
    """One reader who opens the board as soon as the last one came."""

    def __init__(self, port: int, ends: float) -> None:
        super().__init__()
        self._port, self._ends = port, ends
        self.waits: list[float] = []
        self.size = self.wrong = 0

    def run(self) -> None:
        """Ask until the time is over."""
        asked = REQUEST.format(path="/", host=f"{PORTAL}:{self._port}").encode()
        with socket.create_connection((PORTAL, self._port), timeout=30) as wire:
            stream = wire.makefile("rb")
            while time.monotonic() < self._ends:
                started = time.perf_counter()
                wire.sendall(asked)
                status, self.size = _answer(stream)
                self.waits.append(time.perf_counter() - started)
                self.wrong += status != b"200"


def _answer(stream: BufferedReader) -> tuple[bytes, int]:
    """The status of the next response, and how long its body is."""
    status = stream.readline().split()[1]
    length = 0
    while (line := stream.readline()) not in (b"\r\n", b""):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return status, len(stream.read(length))


def main() -> None:
    """Measure, and print what was found."""
    port, readers, lasts = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    began = time.monotonic()
    crowd = [Reader(port, began + lasts) for _ in range(readers)]
    for reader in crowd:
        reader.start()
    for reader in crowd:
        reader.join()
    waits = sorted(wait * 1000 for reader in crowd for wait in reader.waits)
    print(
        json.dumps(
            {
                "boards": len(waits),
                "seconds": time.monotonic() - began,
                "p50": median(waits),
                "p95": quantiles(waits, n=20)[-1],
                "max": waits[-1],
                "bytes": max(reader.size for reader in crowd),
                "wrong": sum(reader.wrong for reader in crowd),
            }
        )
    )


if __name__ == "__main__":
    main()
