"""At every point of a refresh, an error or a full disk does no harm and heals."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import subprocess
from collections.abc import Callable

import duckdb
import pytest

from pipeline.generations import read_current
from tests.pipeline.conftest import BUYERS, HEADER, ORDERS, Workshop, line

ROWS = 300
DISK = 128 << 20
COUNT = "select count(*) from fct_order_line"
LEFT = ("CURRENT", "g-", "ops-", "refresh.lock", "refresh.waiting")


def add_file(shop: Workshop, number: int) -> None:
    lines = (line(ROWS * number + one) for one in range(ROWS))
    shop.file(f"{number:03}.csv", HEADER + "".join(lines))


class Fault:
    """Something that goes wrong at one point, once."""

    def __init__(self, point: str, strike: Callable[[], None]) -> None:
        self.point = point
        self.strike = strike
        self.points: list[str] = []

    def __call__(self, point: str) -> None:
        self.points.append(point)
        if point == self.point:
            self.point = ""
            self.strike()


def new_shop(folder) -> Workshop:
    shop = Workshop(folder)
    shop.mapping("orders.sql", ORDERS)
    shop.mapping("buyers.sql", BUYERS)
    add_file(shop, 0)
    shop.refresh()
    return shop


@pytest.fixture
def shop(tmp_path) -> Workshop:
    return new_shop(tmp_path)


@pytest.fixture(scope="session")
def points(tmp_path_factory) -> list[str]:
    """Every point that a refresh with news passes."""
    shop = new_shop(tmp_path_factory.mktemp("points"))
    add_file(shop, 1)
    seen = Fault("", lambda: None)
    assert shop.refresh(reached=seen).status == "published"
    assert {"start", "copy", "read", "checked", "verify", "publish"} < set(seen.points)
    return seen.points


def assert_unharmed(shop: Workshop, outcome, files: int) -> None:
    """What is published is whole: the old generation, or the new one."""
    current = read_current(shop.warehouse)
    published = outcome is not None and outcome.status == "published"
    expected = files if published else files - 1
    assert shop.ask(COUNT) == [(ROWS * expected,)]
    if outcome is not None:
        assert current == outcome.current


def assert_healed(shop: Workshop, outcome, files: int) -> None:
    """The next refresh is right, and knows what happened."""
    published = outcome is not None and outcome.status == "published"
    after = shop.refresh()
    assert after.status == ("nothing_new" if published else "published"), after.message
    assert shop.ask(COUNT) == [(ROWS * files,)]
    assert shop.ask("select count(distinct order_line_id) from fct_order_line") == [
        (ROWS * files,)
    ]
    left = [path.name for path in shop.warehouse.iterdir()]
    assert [name for name in left if not name.startswith(LEFT)] == []
    assert [name for name in left if name.endswith((".tmp", ".wal"))] == []
    if not published:
        told = shop.ask("select status from ops_refresh order by refresh_id")
        assert told[-2] in {("failed",), ("died",)}


def refresh(shop: Workshop, fault: Fault):
    """The outcome; None for an error that is passed on."""
    with contextlib.suppress(RuntimeError):
        return shop.refresh(reached=fault)
    return None


ERRORS = [
    OSError(28, "No space left on device"),
    duckdb.IOException("IO Error: Could not write file"),
    RuntimeError("a mistake in the program"),
    KeyboardInterrupt(),
]


@contextlib.contextmanager
def file_size_limit(size: int):
    """No file may grow beyond a size: writes fail in the middle, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextlib.contextmanager
def small_disk(place):
    """A file system of its own, small enough to fill."""
    place.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(place)]
    done = subprocess.run(["mount", *options], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("Only root may mount a small disk to fill.")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(place, room: int) -> None:
    """Leave so many bytes free."""
    free = shutil.disk_usage(place).free
    with (place / "ballast").open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, max(free - room, 1))


def try_errors(shop: Workshop, points: list[str], kinds: list) -> None:
    """Raise errors, one kind after the other, at each point."""
    for number, point in enumerate(points, start=2):
        add_file(shop, number - 1)
        error = kinds[number % len(kinds)]

        def strike(error=error) -> None:
            raise error

        outcome = refresh(shop, Fault(point, strike))
        if outcome is not None:
            late = point in {"pointer", "end"}
            assert outcome.status == ("published" if late else "failed"), point
        assert_unharmed(shop, outcome, number)
        assert_healed(shop, outcome, number)


def try_limits(shop: Workshop, points: list[str], rooms: list[int]) -> None:
    """Let writes fail from each point on."""
    for number, point in enumerate(points, start=2):
        add_file(shop, number - 1)
        room = rooms[number % len(rooms)]
        with contextlib.ExitStack() as limits:
            fault = Fault(
                point, lambda room=room: limits.enter_context(file_size_limit(room))
            )
            outcome = refresh(shop, fault)
        assert outcome is not None
        assert_unharmed(shop, outcome, number)
        assert_healed(shop, outcome, number)


def try_full_disk(place, points: list[str], rooms: list[int]) -> None:
    """Fill the disk at each point."""
    shop = new_shop(place)
    add_file(shop, 1)
    shop.refresh()
    for number, point in enumerate(points, start=3):
        add_file(shop, number - 1)
        room = rooms[number % len(rooms)]
        outcome = refresh(shop, Fault(point, lambda room=room: fill(place, room)))
        assert outcome is not None
        assert_unharmed(shop, outcome, number)
        if outcome.status == "failed":
            # The generation before made room for the journal.
            [told] = shop.ask(
                "select status, message from ops_refresh order by refresh_id desc "
                "limit 1"
            )
            assert told == ("failed", outcome.message), point
        (place / "ballast").unlink(missing_ok=True)
        assert_healed(shop, outcome, number)


def of_each_kind(points: list[str]) -> list[str]:
    """One point of each kind: `mart:a` and `mart:b` are of one; slow tests take all."""
    return list({point.partition(":")[0]: point for point in points}.values())


def test_an_error_at_any_kind_of_point_leaves_the_old_generation(shop, points):
    try_errors(shop, of_each_kind(points), ERRORS)


def test_writes_that_fail_from_some_point_on_are_told_and_heal(shop, points):
    try_limits(shop, of_each_kind(points)[::3], [0, 100_000, 700_000])


def test_a_disk_full_from_some_point_on_is_told_and_heals(tmp_path, points):
    with small_disk(tmp_path / "disk") as place:
        try_full_disk(place, of_each_kind(points)[1::3], [0, 300_000, 1_500_000])


@pytest.mark.slow
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_each_error_at_every_point(shop, points, error):
    try_errors(shop, points, [error])


@pytest.mark.slow
@pytest.mark.parametrize("room", [0, 16_384, 100_000, 300_000, 700_000, 1_500_000])
def test_a_full_disk_at_every_point(tmp_path, shop, points, room):
    try_limits(shop, points, [room])
    with small_disk(tmp_path / "disk") as place:
        try_full_disk(place, points, [room])


@pytest.mark.slow
def test_fifty_levels_of_a_full_disk(tmp_path):
    with small_disk(tmp_path / "disk") as place:
        try_full_disk(place, ["plan"] * 50, [DISK * one // 200 for one in range(50)])
