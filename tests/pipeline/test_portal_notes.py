"""What the portal noted is taken in once, whatever is killed and however often."""

from __future__ import annotations

import json
import signal
from datetime import timedelta

import pytest

from queries import spool
from tests.pipeline.conftest import NOON
from tests.pipeline.test_killed import add_file, start

VIEW = {
    "page": "/",
    "tier": 0,
    "reader": "anonymous",
    "server_ms": 12.5,
    "generation": 1,
}
LONG_AGO = NOON - timedelta(hours=5)


def note(shop, keys, *, hour=LONG_AGO, more="", **changed) -> str:
    """Write views into a file of the portal; returns its name."""
    folder = shop.warehouse / spool.FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / spool.file_name(spool.VIEWS, hour, "1x0")
    moment = hour.strftime("%Y-%m-%d %H:%M:%S")
    rows = [{"view_id": key, "viewed_at": moment, **VIEW, **changed} for key in keys]
    lines = "".join(f"{json.dumps(row)}\n" for row in rows)
    with path.open("a", encoding="utf-8") as file:
        file.write(lines + more)
    return path.name


def views(shop) -> list[str]:
    return [key for (key,) in shop.ask("select view_id from ops_page_view order by 1")]


def left(shop) -> list[str]:
    return sorted(path.name for path in (shop.warehouse / spool.FOLDER).iterdir())


def test_views_are_taken_in_and_their_file_goes(shop):
    add_file(shop, 0)
    shop.refresh()
    note(shop, ["a", "b"])
    add_file(shop, 1)
    shop.refresh()
    assert views(shop) == ["a", "b"]
    assert left(shop) == []
    [(page, tier, took, generation)] = shop.ask(
        "select page, tier, server_ms, generation from ops_page_view where view_id='a'"
    )
    assert (page, tier, took, generation) == ("/", 0, 12.5, 1)
    add_file(shop, 2)
    shop.refresh()
    assert views(shop) == ["a", "b"]


def test_a_file_of_this_hour_stays_and_nothing_of_it_counts_twice(shop):
    add_file(shop, 0)
    shop.refresh()
    name = note(shop, ["a"], hour=NOON)
    add_file(shop, 1)
    shop.refresh()
    assert (views(shop), left(shop)) == (["a"], [name])
    note(shop, ["b"], hour=NOON)
    add_file(shop, 2)
    shop.refresh()
    assert (views(shop), left(shop)) == (["a", "b"], [name])


@pytest.mark.parametrize("point", ["verify", "publish", "journal", "pointer", "end"])
def test_killed_at_any_point_every_view_counts_once(shop, point):
    add_file(shop, 0)
    shop.refresh()
    note(shop, ["a", "b"])
    add_file(shop, 1)
    child = start("refresh_child.py", shop.folder, shop.warehouse, point)
    child.communicate(timeout=120)
    assert child.returncode == -signal.SIGKILL
    note(shop, ["c"])
    add_file(shop, 2)
    assert shop.refresh().status == "published"
    assert views(shop) == ["a", "b", "c"]
    assert left(shop) == []


def test_what_is_broken_is_left_out_and_stops_nothing(shop):
    add_file(shop, 0)
    shop.refresh()
    note(shop, ["a"])
    note(shop, ["no moment"], viewed_at="yesterday")
    note(shop, ["no tier"], tier="first")
    torn = '[1]\nnot json\n{"view_id": 7}\n{"view_id": "torn", "vie'
    note(shop, ["b"], more=torn)
    add_file(shop, 1)
    assert shop.refresh().status == "published"
    assert views(shop) == ["a", "b"]


def test_with_nothing_new_notes_wait_for_a_day_and_no_longer(shop):
    add_file(shop, 0)
    shop.refresh()
    note(shop, ["a"])
    assert shop.refresh().status == "nothing_new"
    assert views(shop) == []
    note(shop, ["b"], hour=NOON - timedelta(hours=30))
    before = shop.refresh()
    assert (before.status, before.current.generation) == ("nothing_new", 1)
    assert views(shop) == ["a", "b"]
    assert left(shop) == []


def test_views_are_kept_for_90_days_and_problems_for_good(shop):
    add_file(shop, 0)
    shop.refresh()
    note(shop, ["old"], hour=NOON - timedelta(days=100))
    note(shop, ["new"])
    problem = {
        "problem_id": "p",
        "reported_at": "2025-01-01 00:00:00",
        "page": "/proof",
        "metric": "orders",
        "generation": 1,
        "text": "Too low.",
        "reader": "anonymous",
        "state": "open",
    }
    path = shop.warehouse / spool.FOLDER / "problems-2025010100-1x0.ndjson"
    path.write_text(json.dumps(problem) + "\n")
    for number in (1, 2):
        add_file(shop, number)
        shop.refresh()
    assert views(shop) == ["new"]
    assert shop.ask("select problem_id, text from ops_problem") == [("p", "Too low.")]


def book_of(shop, moment=LONG_AGO):
    from portal.logbook import Logbook

    return Logbook(shop.warehouse, lambda: moment)


def report(shop, text="Too low.") -> dict:
    """A reader reports a problem; returns the line that was written."""
    book = book_of(shop)
    assert book.problem(page="/proof", metric="orders", generation=1, text=text)
    return next(row for row in book.problems() if row["text"] == text)


def states(shop) -> list[tuple]:
    return shop.ask(
        "select text, state, cast(closed_at as varchar), note from ops_problem "
        "order by text"
    )


OPEN = ("Too low.", "open", None, None)
CLOSED = ("Too low.", "closed", f"{LONG_AGO:%Y-%m-%d %H:%M:%S}", "Restated.")


@pytest.mark.parametrize("taken_between", [True, False])
def test_a_problem_is_closed_by_the_next_refresh(shop, taken_between):
    add_file(shop, 0)
    shop.refresh()
    problem = report(shop)
    report(shop, "Too high.")
    if taken_between:
        add_file(shop, 1)
        shop.refresh()
        assert states(shop) == [("Too high.", "open", None, None), OPEN]
    assert book_of(shop).close(problem, "Restated.")
    assert book_of(shop, NOON).close(problem, "Closed again, later.")
    for number in (2, 3):
        add_file(shop, number)
        shop.refresh()
        [_, found] = states(shop)
        assert found == CLOSED
    assert len(states(shop)) == 2


@pytest.mark.parametrize("point", ["verify", "publish", "journal", "pointer", "end"])
def test_killed_at_any_point_a_problem_is_closed_once(shop, point):
    add_file(shop, 0)
    shop.refresh()
    problem = report(shop)
    assert book_of(shop).close(problem, "Restated.")
    add_file(shop, 1)
    child = start("refresh_child.py", shop.folder, shop.warehouse, point)
    child.communicate(timeout=120)
    assert child.returncode == -signal.SIGKILL
    assert book_of(shop, NOON).close(problem, "Closed again, later.")
    add_file(shop, 2)
    assert shop.refresh().status == "published"
    [(_, state, _, note)] = states(shop)
    assert (state, note) == ("closed", "Restated.")


def test_a_journal_of_before_there_were_closings_is_written_anew(shop):
    import duckdb

    add_file(shop, 0)
    shop.refresh()
    problem = report(shop)
    add_file(shop, 1)
    current = shop.refresh().current
    with duckdb.connect(shop.warehouse / current.ops) as journal:
        journal.execute("alter table ops_problem drop column note")
        journal.execute("alter table ops_problem drop column closed_at")
    assert shop.refresh().status == "nothing_new"
    assert states(shop) == [OPEN]
    assert book_of(shop).close(problem, "Restated.")
    add_file(shop, 2)
    shop.refresh()
    assert [row[1] for row in states(shop)] == ["closed"]


def test_what_the_portal_writes_is_what_a_refresh_takes_in(shop):
    from portal.logbook import Logbook

    add_file(shop, 0)
    shop.refresh()
    book = Logbook(shop.warehouse, lambda: LONG_AGO)
    for _ in range(3):
        book.view("/explore", 2, 7.25, 1)
    told = 'Too low. "Quoted", \u00e4, \N{PILE OF POO}, {braces}, O\'Neil\nnew line'
    assert book.problem(page="/proof?of=x", metric="orders", generation=1, text=told)
    add_file(shop, 1)
    shop.refresh()
    assert shop.ask(
        "select page, tier, reader, server_ms, generation, count(*) "
        "from ops_page_view group by all"
    ) == [("/explore", 2, "anonymous", 7.25, 1, 3)]
    assert shop.ask("select metric, text, state from ops_problem") == [
        ("orders", told, "open")
    ]
    assert book.problems() == []
