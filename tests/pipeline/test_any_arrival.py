"""Late, repeated, shuffled, cut anywhere: all ends as after one clean load."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipeline import arrivals, businesses
from tests.pipeline.conftest import Workshop

SEEDS, WORLDS = 50, 5
INCLUDED = ("feed_messenger", "marketplace", "product_events", "marketing")
ROOT = Path(__file__).resolve().parents[2]


class Everything(Workshop):
    """A company that has the shapes of all the ready ones."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        listed = ", ".join(f"'{ROOT / 'companies' / one}'" for one in INCLUDED)
        (self.folder / "company.toml").write_text(
            f'name = "All"\ninclude = [{listed}]\n[settings]\ndata = "../data"\n'
        )

    def add(self, path: str, text: str) -> None:
        """Write a file, or add to one that grows."""
        there = self.data / path
        if there.exists():
            text = there.read_text() + text.split("\n", 1)[1]
        self.file(path, text)

    def arrive(self, batches):
        """Refresh after each batch; what the warehouse then holds."""
        for number, batch in enumerate(batches):
            for path, text in arrivals.files(batch, f"{number:03}").items():
                self.add(path, text)
            outcome = self.refresh()
            assert outcome.status == "published", outcome.message
            assert self.counts()[3] == 0, self.problems()
        return self.contents()


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    """What one clean load of each world gives."""
    return {
        world: Everything(tmp_path_factory.mktemp("clean")).arrive(
            [businesses.business(world)]
        )
        for world in range(WORLDS)
    }


@pytest.mark.parametrize("seed", range(SEEDS))
def test_rows_in_any_order_late_or_repeated_end_the_same(clean, tmp_path, seed):
    world = seed % WORLDS
    batches = arrivals.disturbed(businesses.business(world), seed)
    found = Everything(tmp_path).arrive(batches)
    assert set(found) == set(clean[world])
    for table, rows in clean[world].items():
        assert found[table] == rows, table


def test_the_worlds_fill_every_fact(clean):
    filled = {
        table for world in clean.values() for table, rows in world.items() if rows
    }
    facts = {table for table in clean[0] if table.startswith("fct_")}
    assert facts - filled == {"fct_lead"}
