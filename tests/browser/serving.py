"""Warehouses, servers and the browser: what journeys and benchmarks start and stop."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent.parent
COMPANIES = ROOT / "companies"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
START_SECONDS = 60


@dataclass(frozen=True)
class Portal:
    """A running portal: where it answers, and what it serves."""

    url: str
    company: Path
    warehouse: Path
    log: Path
    pid: int


def environment(company: Path, warehouse: Path) -> dict[str, str]:
    """What a command needs to work on this company; the rest is as it is here."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "LANG", "HOME")
        if name in os.environ
    }
    return {**kept, "COMPANY": str(company), "WAREHOUSE": str(warehouse)}


def command(company: Path, warehouse: Path, *words: str) -> str:
    """Run `python -m ...` on a company; returns what it printed.

    Raises:
        RuntimeError: If it fails, with all that it printed.
    """
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env=environment(company, warehouse),
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(
            f"python -m {' '.join(words)} ended with {done.returncode}:\n"
            f"{done.stdout}{done.stderr}"
        )
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(company: Path, warehouse: Path, log: Path) -> Iterator[Portal]:
    """Serve a warehouse with gunicorn, as `make run` does, on a free port."""
    port = free_port()
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "wsgi:server"],
            cwd=ROOT,
            env={**environment(company, warehouse), "PORT": str(port)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    portal = Portal(f"http://127.0.0.1:{port}", company, warehouse, log, process.pid)
    try:
        wait_for(portal, process)
        yield portal
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(portal: Portal, process: subprocess.Popen) -> None:
    """Wait until the portal answers.

    Raises:
        RuntimeError: If it ends or does not answer in time, with its log.
    """
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends and process.poll() is None:
        try:
            with urlopen(f"{portal.url}/_favicon.ico", timeout=30):
                return
        except URLError as error:
            if getattr(error, "code", None):
                return
            time.sleep(0.1)
    raise RuntimeError(
        f"The portal did not answer on {portal.url}; its log:\n{portal.log.read_text()}"
    )


def chromium() -> str | None:
    """Chromium's path, if it is installed."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def browsing(home: Path) -> Iterator:
    """One headless Chromium with a fresh profile, which asks nobody but the portal."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=CHROMIUM_FLAGS,
            env={**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home)},
        )
        try:
            yield browser
        finally:
            browser.close()
