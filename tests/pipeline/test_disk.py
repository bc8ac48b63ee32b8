"""A disk that is full or lies does no harm to what is published."""

from __future__ import annotations

import shutil

from tests.pipeline.conftest import HEADER, line


def good_lines(first: int, count: int) -> str:
    return "".join(line(number) for number in range(first, first + count))


def test_a_full_disk_is_noticed_before_anything_is_written(shop, monkeypatch):
    shop.file("a.csv", HEADER + good_lines(0, 200))
    full = shutil.disk_usage(shop.data)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: full)
    outcome = shop.refresh()
    assert outcome.status == "failed"
    assert "Make room and refresh again." in outcome.message
    assert list(shop.warehouse.glob("g-*")) == []


def test_a_generation_that_does_not_read_back_is_not_published(shop):
    shop.file("a.csv", HEADER + good_lines(0, 2000))
    shop.refresh()
    shop.file("b.csv", HEADER + good_lines(5000, 2000))

    def spoil(point: str) -> None:
        if point == "checked":
            [draft] = shop.warehouse.glob("g-*.tmp")
            content = bytearray(draft.read_bytes())
            for at in range(20_000, len(content), 4096):
                content[at] ^= 255
            draft.write_bytes(content)

    outcome = shop.refresh(reached=spoil)
    assert outcome.status == "failed"
    assert outcome.current.generation == 1
    assert shop.ask("select count(*) from fct_order_line") == [(2000,)]
