"""Problems that readers reported can be closed, once, with a note."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portal import __main__ as command
from portal.logbook import Logbook
from queries import Warehouse, spool
from tests.tiny import MARKUP, TINY
from tests.warehouses import publish

NOW = datetime(2026, 2, 1, 8, 19, tzinfo=UTC)
STORED = {
    "problem_id": "stored-1",
    "reported_at": "2026-01-15 08:00:00",
    "page": "/proof?of=metric%3Arevenue",
    "metric": "revenue",
    "generation": 1,
    "text": "Too high.",
    "reader": "anonymous",
    "state": "open",
    "closed_at": None,
    "note": None,
}


@pytest.fixture
def folder(tmp_path):
    """A warehouse with one problem of before its refresh, and one of after it."""
    publish(tmp_path / "warehouse", {**TINY, "ops_problem": [STORED]})
    book = Logbook(tmp_path / "warehouse", lambda: NOW)
    told = "Too low,\nI think."
    assert book.problem(page="/proof", metric="orders", generation=1, text=told)
    return tmp_path / "warehouse"


@pytest.fixture
def run(folder, capsys):
    """Run the portal's command; returns its exit code and what it printed."""

    def ran(*words):
        names = ("--company", "companies/demo", "--warehouse", str(folder))
        code = command.main(["problems", *names, *words])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return ran


def waiting(folder):
    return spool.read(folder, spool.PROBLEMS)


def test_open_problems_are_listed_the_latest_first(run, folder):
    [line] = waiting(folder)
    code, told = run()
    assert code == 0
    assert told.splitlines() == [
        f"{line['problem_id']}  2026-02-01 08:19 UTC  orders  /proof",
        "    Too low, I think.",
        "stored-1  2026-01-15 08:00 UTC  revenue  /proof?of=metric%3Arevenue",
        "    Too high.",
    ]


@pytest.mark.parametrize("which", ["stored", "waiting"])
def test_a_closed_problem_is_shown_so_at_once_and_closed_once(
    run, folder, portal_on, which
):
    key = "stored-1" if which == "stored" else waiting(folder)[0]["problem_id"]
    client = portal_on(Warehouse(folder)).server.test_client()
    assert "Restated." not in client.get("/quality").text
    files = {path: path.read_bytes() for path in spool.files(folder, spool.PROBLEMS)}
    assert run("close", key, "--note", f"Restated. {MARKUP}")[0] == 0
    shown = client.get("/quality").text
    assert "Restated. &lt;script&gt;" in shown
    assert "Restated. <script>" not in shown
    assert key not in run()[1]
    lines = waiting(folder)
    code, told = run("close", key, "--note", "Again.")
    assert (code, told) == (
        0,
        f"Problem {key} was closed before; nothing was written.\n",
    )
    assert waiting(folder) == lines
    # No line that was written before was touched.
    assert all(path.read_bytes().startswith(was) for path, was in files.items())


def test_when_all_are_closed_the_list_says_so(run, folder):
    for key in ("stored-1", waiting(folder)[0]["problem_id"]):
        run("close", key, "--note", "Restated.")
    assert run() == (0, "No problem is open.\n")


@pytest.mark.parametrize(
    ("key", "note", "told"),
    [
        ("stored-2", "x", "There is no problem 'stored-2': did you mean 'stored-1'?"),
        ("stored-1", "  ", "The note is empty; say in words why"),
    ],
)
def test_what_cannot_be_closed_is_told_and_nothing_is_written(
    run, folder, key, note, told
):
    before = waiting(folder)
    code, said = run("close", key, "--note", note)
    assert code == 1
    assert told in said
    assert waiting(folder) == before


def test_a_folder_that_cannot_be_written_is_told(run, folder, monkeypatch):
    monkeypatch.setattr(Logbook, "close", lambda *_: False)
    code, told = run("close", "stored-1", "--note", "Restated.")
    assert code == 1
    assert "could not be written into the warehouse's folder" in told
