"""What the portal writes down lies in its own files, and never stands in the way."""

import json
import threading
from datetime import UTC, datetime

import pytest

from portal import logbook
from portal.logbook import LONGEST_TEXT, Logbook
from queries import spool
from tests.tiny import MARKUP, TINY
from tests.warehouses import publish

NOW = datetime(2026, 2, 1, 8, 19, tzinfo=UTC)
HERE = {"Sec-Fetch-Site": "same-origin"}
ASKED = "/problem?of=metric:orders&period=week&start=2026-01-05&generation=1"


@pytest.fixture
def book(tmp_path):
    return Logbook(tmp_path, lambda: NOW)


@pytest.fixture
def portal(tmp_path, portal_on):
    """A portal on a warehouse of its own, into which it may write."""
    from queries import Warehouse

    publish(tmp_path / "warehouse", {**TINY, "ops_problem": []})
    return portal_on(Warehouse(tmp_path / "warehouse"))


def views(folder) -> list[dict]:
    return spool.read(folder, spool.VIEWS)


def test_a_view_is_one_line(book, tmp_path):
    book.view("/", 0, 12.345, 7)
    [row] = views(tmp_path)
    assert row.pop("view_id")
    assert row == {
        "viewed_at": "2026-02-01 08:19:00.000000",
        "page": "/",
        "tier": 0,
        "reader": "anonymous",
        "server_ms": 12.35,
        "generation": 7,
    }
    [path] = spool.files(tmp_path, spool.VIEWS)
    assert spool.hour_of(path) == datetime(2026, 2, 1, 8, tzinfo=UTC)


def test_many_threads_write_whole_lines_with_keys_of_their_own(book, tmp_path):
    threads = [
        threading.Thread(target=lambda: [book.view("/", 0, 1, 1) for _ in range(200)])
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({row["view_id"] for row in views(tmp_path)}) == 1600


def test_a_place_that_cannot_be_written_breaks_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    book = Logbook(tmp_path / "file", lambda: NOW)
    book.view("/", 0, 1, 1)
    assert not book.problem(page="/proof", metric="orders", generation=1, text="x")
    assert Logbook(tmp_path / "nowhere", lambda: NOW).news() == ""


def test_nobody_can_fill_the_disk(book, tmp_path, monkeypatch):
    monkeypatch.setitem(logbook.MOST_BYTES, spool.PROBLEMS, 1000)
    text = "x" * 200
    kept = [
        book.problem(page="/proof", metric="orders", generation=1, text=text)
        for _ in range(10)
    ]
    assert kept[0]
    assert not kept[-1]
    assert len(book.problems()) == kept.count(True)


def test_a_line_that_a_kill_cut_off_is_left_out(book, tmp_path):
    book.view("/", 0, 1, 1)
    [path] = spool.files(tmp_path, spool.VIEWS)
    path.write_bytes(path.read_bytes() + b'{"view_id": "half", "pa')
    assert len(views(tmp_path)) == 1


def test_pages_that_are_shown_are_noted_and_nothing_else(portal, tmp_path):
    client = portal.server.test_client()
    client.get("/?period=month")
    client.get("/quality")
    client.get("/nowhere")
    client.get("/healthz")
    client.head("/")
    client.get("/", headers={"Sec-Purpose": "prefetch"})
    seen = views(tmp_path / "warehouse")
    assert [(row["page"], row["tier"], row["generation"]) for row in seen] == [
        ("/", 0, 1),
        ("/quality", 3, 1),
    ]
    assert all(row["server_ms"] > 0 for row in seen)


def report(client, text, address=ASKED, **headers):
    return client.post(address, data={"text": text}, headers=headers or HERE)


def test_a_problem_is_stored_and_shown_at_once(portal):
    client = portal.server.test_client()
    before = client.get("/quality").text
    answer = report(client, f" {MARKUP} ")
    assert answer.status_code == 303
    assert "of=metric%3Aorders" in answer.location
    assert "Thank you: the problem is stored" in client.get(answer.location).text
    shown = client.get("/quality").text
    written = "&lt;script&gt;alert(1)&lt;/script&gt;"
    assert shown.count(written) > before.count(written)
    assert "<script>alert(1)" not in shown
    assert 'href="/proof?of=metric%3Aorders&amp;generation=1&amp;period=week' in shown


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Accept": "*/*"},
    ],
)
def test_another_site_cannot_report_in_a_reader_s_name(portal, tmp_path, headers):
    answer = report(portal.server.test_client(), "x", **headers)
    assert answer.status_code == 403
    assert spool.read(tmp_path / "warehouse", spool.PROBLEMS) == []


def test_an_older_browser_that_names_the_origin_can_report(portal, tmp_path):
    headers = {"Origin": "http://localhost"}
    answer = report(portal.server.test_client(), "x", **headers)
    assert answer.location.endswith("reported=yes")
    assert len(spool.read(tmp_path / "warehouse", spool.PROBLEMS)) == 1


def test_texts_have_a_length(portal, tmp_path):
    client = portal.server.test_client()
    assert report(client, "x" * 17_000).status_code == 413
    assert report(client, "y" * 5_000).status_code == 303
    [row] = spool.read(tmp_path / "warehouse", spool.PROBLEMS)
    assert row["text"] == "y" * LONGEST_TEXT


def test_an_empty_text_is_not_stored_and_said_to_be(portal, tmp_path):
    client = portal.server.test_client()
    answer = report(client, "  ")
    assert "Nothing was stored: the text is empty" in client.get(answer.location).text
    assert spool.read(tmp_path / "warehouse", spool.PROBLEMS) == []


def test_what_no_table_can_hold_is_taken_out(book):
    book.problem(page="/proof", metric="m", generation=1, text="a\0b\x1b\ud800\nc")
    [row] = book.problems()
    assert json.dumps(row["text"]) == '"ab\\nc"'


def test_a_problem_that_could_not_be_stored_is_said_to_be_lost(portal, tmp_path):
    (tmp_path / "warehouse" / spool.FOLDER).write_text("a file in the way")
    client = portal.server.test_client()
    answer = report(client, "x")
    assert "could not be stored" in client.get(answer.location).text
