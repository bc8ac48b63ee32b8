"""A refresh that is killed anywhere harms no reader, and the next one ends right."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.pipeline.conftest import HEADER, Workshop, line

HERE = Path(__file__).parent
ROWS = 40


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, HERE / script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def add_file(shop: Workshop, number: int) -> None:
    lines = (line(ROWS * number + one) for one in range(ROWS))
    shop.file(f"{number:03}.csv", HEADER + "".join(lines))


def leftovers(shop: Workshop) -> list[str]:
    known = ("CURRENT", "g-", "ops-", "refresh.lock")
    return sorted(
        path.name
        for path in shop.warehouse.iterdir()
        if not path.name.startswith(known) or path.name.endswith((".tmp", ".wal"))
    )


@pytest.fixture
def busy_shop(shop):
    """A warehouse with one generation, and two readers that look at it all the time."""
    add_file(shop, 0)
    shop.refresh()
    end = shop.warehouse.parent / "end"
    readers = [start("reader_child.py", shop.warehouse, end) for _ in range(2)]
    shop.reports = lambda: [
        end.touch(),
        *(json.loads(reader.communicate(timeout=60)[0]) for reader in readers),
    ][1:]
    yield shop
    end.touch()
    for reader in readers:
        reader.wait(timeout=60)


def assert_readers_saw_whole_generations(shop: Workshop) -> None:
    for report in shop.reports():
        assert report["errors"] == []
        assert report["looks"] > 0
        for generation, told, rows, units, quantity in report["seen"]:
            assert generation == told
            assert units == quantity == 2 * rows
            assert rows % ROWS == 0
        states = [tuple(one) for one in report["seen"]]
        assert len({one[0] for one in states}) == len(states)


def points_of_a_refresh(shop: Workshop) -> list[str]:
    """Every step; of marts, checks and other kinds the first and the last."""
    add_file(shop, 1)
    seen: list[str] = []
    shop.refresh(reached=seen.append)
    kinds = [point.partition(":")[0] for point in seen]
    return [
        point
        for place, (kind, point) in enumerate(zip(kinds, seen, strict=True))
        if kind not in kinds[:place] or kind not in kinds[place + 1 :]
    ]


def test_killed_at_every_step_it_harms_nobody_and_the_next_refresh_ends_right(
    busy_shop,
):
    shop = busy_shop
    points = points_of_a_refresh(shop)
    assert {"start", "plan", "copy", "read", "verify", "publish"} < set(points)
    assert {"journal", "pointer", "end"} < set(points)
    for number, point in enumerate(points, start=2):
        add_file(shop, number)
        child = start("refresh_child.py", shop.folder, shop.warehouse, point)
        reached, error = child.communicate(timeout=120)
        assert child.returncode == -signal.SIGKILL, (point, error)
        assert reached.split("\n")[-2] == point

        was_published = point in {"pointer", "end"}
        outcome = shop.refresh()
        assert outcome.status == ("nothing_new" if was_published else "published")
        assert shop.ask("select count(*) from fct_order_line") == [
            (ROWS * (number + 1),)
        ]
        assert leftovers(shop) in ([], ["refresh.waiting"])
        if not was_published:
            [(status, message)] = shop.ask(
                "select status, message from ops_refresh "
                "order by refresh_id desc limit 1 offset 1"
            )
            assert status == "died"
            assert "The refresh was killed" in message
    assert_readers_saw_whole_generations(shop)
    died = shop.ask("select count(*) from ops_refresh where status = 'died'")
    assert died == [(len(points) - 2,)]


def test_killed_at_any_moment_the_next_refresh_ends_right(busy_shop):
    shop, chance = busy_shop, random.Random(5)
    for number in range(1, 7):
        add_file(shop, number)
        child = start("refresh_child.py", shop.folder, shop.warehouse, "nowhere")
        child.stdout.readline()
        time.sleep(chance.uniform(0, 0.6))
        child.kill()
        child.communicate(timeout=60)
    assert shop.refresh().is_good
    assert shop.ask("select count(*) from fct_order_line") == [(ROWS * 7,)]
    assert_readers_saw_whole_generations(shop)


def test_killed_before_anything_was_published_the_next_refresh_builds(shop):
    add_file(shop, 0)
    child = start("refresh_child.py", shop.folder, shop.warehouse, "load:orders")
    child.communicate(timeout=120)
    assert shop.refresh().status == "published"
    assert shop.ask("select status from ops_refresh order by refresh_id") == [
        ("died",),
        ("published",),
    ]
    assert leftovers(shop) == []


def test_a_second_refresh_at_once_says_so_and_does_no_harm(shop):
    add_file(shop, 0)
    first = start("refresh_child.py", shop.folder, shop.warehouse, "wait at read")
    while first.stdout.readline().strip() != "read":
        assert first.poll() is None
    second = start("refresh_child.py", shop.folder, shop.warehouse, "nowhere")
    _, said = second.communicate(timeout=120)
    assert second.returncode == 1
    assert "Another refresh of" in said
    assert "is running" in said
    first.communicate(timeout=120)
    assert first.returncode == 0
    assert shop.ask("select status from ops_refresh") == [("published",)]


def test_an_error_on_the_way_is_told_and_leaves_the_old_generation(shop):
    add_file(shop, 0)
    shop.refresh()
    add_file(shop, 1)

    def fail(point: str) -> None:
        if point == "verify":
            raise OSError("No space left on device")

    outcome = shop.refresh(reached=fail)
    assert (outcome.status, outcome.current.generation) == ("failed", 1)
    assert shop.ask("select count(*) from fct_order_line") == [(ROWS,)]
    assert shop.ask("select status, message from ops_refresh where refresh_id = 2") == [
        ("failed", "OSError: No space left on device")
    ]
    assert leftovers(shop) == []
    assert shop.refresh().status == "published"


def test_only_the_last_two_generations_stay(shop):
    for number in range(4):
        add_file(shop, number)
        shop.refresh()
    generations = sorted(path.name for path in shop.warehouse.glob("g-*"))
    assert generations == ["g-000003.duckdb", "g-000004.duckdb"]


def test_nothing_new_publishes_nothing(shop):
    add_file(shop, 0)
    shop.refresh()
    before = {
        path.name: path.stat().st_mtime_ns
        for path in shop.warehouse.iterdir()
        if path.name != "refresh.lock"
    }
    assert shop.refresh().status == "nothing_new"
    assert shop.refresh().status == "nothing_new"
    after = {
        path.name: path.stat().st_mtime_ns
        for path in shop.warehouse.iterdir()
        if path.name not in {"refresh.lock", "refresh.waiting"}
    }
    assert after == before
    add_file(shop, 1)
    shop.refresh()
    assert shop.ask(
        "select refresh_id, status from ops_refresh order by refresh_id"
    ) == [(1, "published"), (2, "nothing_new"), (3, "published")]
