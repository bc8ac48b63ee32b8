"""The scheduler as a process: it keeps a growing company fresh, and ends cleanly."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jobs.child import Child
from pipeline import generations
from tests.pipeline.conftest import BUYERS, HEADER, ORDERS, Workshop, line

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90


@pytest.fixture
def shop(tmp_path) -> Workshop:
    workshop = Workshop(tmp_path)
    workshop.mapping("orders.sql", ORDERS)
    workshop.mapping("buyers.sql", BUYERS)
    add_file(workshop, 0)
    return workshop


def add_file(shop: Workshop, number: int) -> None:
    shop.file(f"{number:03}.csv", HEADER + line(number))


def start(shop: Workshop, *more: str):
    places = ["--company", shop.folder, "--warehouse", shop.warehouse]
    return subprocess.Popen(
        [sys.executable, "-m", "jobs", "schedule", *places, *more],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def wait_for(condition) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)


def rows(shop: Workshop) -> int:
    if not generations.read_current(shop.warehouse).data:
        return 0
    return shop.ask("select count(*) from fct_order_line")[0][0]


def test_files_that_arrive_are_there_a_slot_later_and_sigterm_ends_it(shop):
    scheduler = start(shop, "--every", "1")
    try:
        for number in range(1, 4):
            wait_for(lambda number=number: rows(shop) == number)
            add_file(shop, number)
        wait_for(lambda: rows(shop) == 4)
        second = start(shop, "--every", "1")
        assert "this one steps aside" in second.communicate(timeout=PATIENCE)[0]
        assert second.returncode == 75
    finally:
        scheduler.send_signal(signal.SIGTERM)
        said, _ = scheduler.communicate(timeout=PATIENCE)
    assert scheduler.returncode == 0
    lines = said.splitlines()
    assert lines[0] == "Refreshing company every 1 s."
    assert all(" refresh done in " in one for one in lines[1:]), said
    assert sum("published: Generation" in one for one in lines) == 4
    assert (
        json.loads((shop.warehouse / "schedule.json").read_text())["status"] == "done"
    )
    ended = shop.ask("select distinct status from ops_refresh order by status")
    assert set(ended) <= {("published",), ("nothing_new",)}


def test_the_plain_command_says_by_its_status_how_it_went(shop):
    assert run_once(shop) == 0
    (shop.folder / "company.toml").write_text("name = ")
    assert run_once(shop) == 1
    (shop.folder / "company.toml").write_text(
        'name = "Shop"\n[settings]\ndata = "../data"'
    )
    with generations.locked(shop.warehouse):
        assert run_once(shop) == 75


def run_once(shop: Workshop) -> int:
    places = ["--company", str(shop.folder), "--warehouse", str(shop.warehouse)]
    done = subprocess.run(
        [sys.executable, "-m", "jobs", "run", "refresh", *places],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    return done.returncode


def test_what_runs_beside_takes_the_scheduler_with_it(shop):
    script = "import time; time.sleep(1); raise SystemExit(7)"
    both = start(shop, "--beside", sys.executable, "-c", script)
    said, _ = both.communicate(timeout=PATIENCE)
    assert both.returncode == 7
    assert "Refreshing company every 300 s." in said


def test_the_scheduler_takes_what_runs_beside_with_it(shop):
    script = "import time; print('up', flush=True); time.sleep(600)"
    both = start(shop, "--beside", sys.executable, "-c", script)
    wait_for(lambda: rows(shop) == 1)
    os.killpg(both.pid, signal.SIGINT)
    both.communicate(timeout=PATIENCE)
    assert both.returncode not in {0, None}


def child(script: str, limit: float = 60) -> Child:
    made = Child([], limit)
    made.command = [sys.executable, "-c", script]
    return made


@pytest.mark.parametrize(
    ("script", "status", "message"),
    [
        (
            "print('a'); print('published: 3 rows'); print()",
            "done",
            "published: 3 rows",
        ),
        ("raise SystemExit('no such file')", "failed", "no such file"),
        ("raise SystemExit(75)", "skipped", "It printed nothing."),
        ("print('x' * 9999); import os; os.abort()", "crashed", "ended by SIGABRT"),
        ("import os; os.kill(os.getpid(), 9)", "crashed", "ended by SIGKILL"),
        ("print(b'\\xff')", "done", "xff"),
    ],
)
def test_how_a_child_ended_is_told(script, status, message):
    ended = child(script).run()
    assert ended.status == status
    assert message in ended.message


def test_a_child_that_hangs_is_ended():
    ended = child("import time; time.sleep(600)", limit=1).run()
    assert ended.status == "failed"
    assert "ran longer than" in ended.message
