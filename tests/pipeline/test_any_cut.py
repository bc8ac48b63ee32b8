"""However files are cut, ordered or repeated, the warehouse ends the same."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import company as companies
from pipeline.refresh import refresh
from pipeline.steps import Surroundings
from tests.pipeline.conftest import BUYERS, HEADER, ORDERS, Workshop, line

COMPANIES = Path(__file__).resolve().parents[2] / "companies"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def cut(files: Sequence[Path], parts: int) -> list[list[Path]]:
    """The files in so many parts of about the same size."""
    ends = [round(i * len(files) / parts) for i in range(parts + 1)]
    return [list(files[a:b]) for a, b in pairwise(ends) if b > a]


class Retail(Workshop):
    """The shop's own mappings over a folder that fills up."""

    def __init__(self, folder: Path, name: str = "online_retail") -> None:
        self.folder = COMPANIES / name
        self.data = folder / "data"
        self.warehouse = folder / "warehouse"
        self.data.mkdir(parents=True)
        self.told: list[str] = []

    def arrive(self, parts: Iterable[list[Path]], copies: Sequence[str] = ("",)):
        """Refresh after each part of the files has arrived."""
        for part in parts:
            for path in part:
                for copy in copies:
                    shutil.copy(path, self.data / f"{copy}{path.name}")
            assert self.refresh().status == "published"
        return self.contents()

    def refresh(self, **_):
        around = Surroundings(lambda: NOON, self.told.append)
        company = companies.read(self.folder, {"data": str(self.data)})
        return refresh(company, self.warehouse, around)


def assert_same(found: dict[str, list[tuple]], expected: dict[str, list[tuple]]):
    assert set(found) == set(expected)
    for table, rows in expected.items():
        assert found[table] == rows, table


@pytest.fixture(scope="module")
def slice_of_days(shared_data) -> list[Path]:
    return sorted(shared_data("online_retail/byday").glob("*.csv"))[:12]


@pytest.fixture(scope="module")
def slice_at_once(slice_of_days, tmp_path_factory):
    return Retail(tmp_path_factory.mktemp("once")).arrive([slice_of_days])


def test_three_refreshes_end_as_one(slice_of_days, slice_at_once, tmp_path):
    assert_same(Retail(tmp_path).arrive(cut(slice_of_days, 3)), slice_at_once)


def test_files_in_any_order_end_the_same(slice_of_days, slice_at_once, tmp_path):
    shuffled = random.Random(7).sample(slice_of_days, len(slice_of_days))
    assert_same(Retail(tmp_path).arrive(cut(shuffled, 6)), slice_at_once)


def test_copies_under_other_names_change_nothing(
    slice_of_days, slice_at_once, tmp_path
):
    copied = Retail(tmp_path).arrive(cut(slice_of_days, 2), copies=("", "copy-"))
    assert_same(copied, slice_at_once)


def test_the_same_file_again_changes_nothing(slice_of_days, slice_at_once, tmp_path):
    retail = Retail(tmp_path)
    retail.arrive([slice_of_days])
    for path in slice_of_days:
        (retail.data / path.name).unlink()
        shutil.copyfile(path, retail.data / path.name)
    assert retail.refresh().status == "nothing_new"
    assert_same(retail.contents(), slice_at_once)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("parts", "shuffle", "copies"),
    [
        (3, False, ("",)),
        (61, False, ("",)),
        (3, True, ("",)),
        (61, True, ("",)),
        (1, False, ("", "copy-")),
        (3, True, ("", "copy-")),
    ],
)
def test_all_files_end_the_same_however_they_come(
    shared_data, whole_shop, tmp_path, parts, shuffle, copies
):
    files = sorted(shared_data("online_retail/byday").glob("*.csv"))
    if shuffle:
        files = random.Random(11).sample(files, len(files))
    assert_same(Retail(tmp_path).arrive(cut(files, parts), copies), whole_shop)


@pytest.fixture(scope="module")
def whole_shop(shared_data, tmp_path_factory):
    files = sorted(shared_data("online_retail/byday").glob("*.csv"))
    return Retail(tmp_path_factory.mktemp("whole")).arrive([files])


def orders() -> st.SearchStrategy[str]:
    """A line of a file; few keys and times, so that they often meet."""
    return st.builds(
        line,
        st.integers(0, 5),
        at=st.sampled_from(["2026-03-01 10:00:00", "2026-03-02 10:00:00", "late"]),
        buyer=st.sampled_from(["B1", "B2", ""]),
        quantity=st.sampled_from([1, 2, -1, "x"]),
        item=st.sampled_from(["mug", "tea", '"two\nlines"', ""]),
        country=st.sampled_from(["DE", "FR", ""]),
    )


def lines_of(files: list[str]) -> int:
    """Records in the files; one item stands on two lines."""
    return sum(file.count("\n") - file.count("two\nlines") for file in files)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.lists(orders(), max_size=6).map("".join), min_size=1, max_size=4),
    st.randoms(use_true_random=False),
)
def test_any_small_files_end_the_same_and_every_row_is_accounted_for(files, chance):
    with tempfile.TemporaryDirectory() as folder:
        once = Workshop(Path(folder) / "once")
        late = Workshop(Path(folder) / "late")
        for shop in (once, late):
            shop.mapping("orders.sql", ORDERS)
            shop.mapping("buyers.sql", BUYERS)
        named = [(f"{number}.csv", text) for number, text in enumerate(files)]
        for name, text in named:
            once.file(name, HEADER + text)
        assert once.refresh().status == "published"
        rows_in, *parts = once.counts()
        assert rows_in == lines_of(files) == sum(parts)

        for name, text in chance.sample(named, len(named)):
            late.file(name, HEADER + text)
            if chance.random() < 0.5:
                late.file(f"again-{name}", HEADER + text)
            assert late.refresh().status == "published"
        assert_same(late.contents(), once.contents())


def test_a_corrected_file_takes_back_what_it_said(shop):
    shop.file("a.csv", HEADER + line(1, quantity=9) + line(2) + line(3, buyer="B9"))
    shop.file("b.csv", HEADER + line(4))
    shop.refresh()
    shop.file("a.csv", HEADER + line(1, quantity=1) + line(3, buyer="B8"))
    assert shop.refresh().status == "published"
    assert shop.ask(
        "select order_line_id, quantity, user_id from fct_order_line "
        "order by order_line_id"
    ) == [("L1", 1, "B1"), ("L3", 2, "B8"), ("L4", 2, "B1")]
    assert shop.ask("select count(*) from dim_user where user_id = 'B9'") == [(0,)]


def test_a_file_that_grows_is_not_a_reason_to_read_all_again(shop):
    shop.file("a.csv", HEADER + line(1))
    shop.file("b.csv", HEADER + line(4))
    shop.refresh()
    shop.file("a.csv", HEADER + line(1) + line(2))
    assert shop.refresh().status == "published"
    assert shop.counts() == (2, 2, 0, 0)
    assert shop.ask("select count(*) from fct_order_line") == [(3,)]


def test_rows_of_files_that_are_gone_stay_and_are_never_lost_unasked(shop):
    shop.file("a.csv", HEADER + line(1))
    shop.refresh()
    (shop.data / "a.csv").unlink()
    shop.file("b.csv", HEADER + line(2))
    assert shop.refresh().status == "published"
    assert shop.ask("select count(*) from fct_order_line") == [(2,)]

    shop.mapping("buyers.sql", BUYERS.replace("country", "upper(country) as country"))
    outcome = shop.refresh()
    assert outcome.status == "failed"
    assert "are gone (the first is a.csv)" in outcome.message
    assert shop.refresh(from_scratch=True).status == "published"
    assert shop.ask("select count(*) from fct_order_line") == [(1,)]


def test_one_mapping_never_erases_what_another_one_knows(shop):
    shop.mapping(
        "profiles.sql",
        '/*\ninto = "dim_user"\nfrom = "{data}/profiles/*.csv"\nkey = ["user_id"]\n*/\n'
        "select id as user_id, cast(at as timestamp) as updated_at, town as city "
        "from source\n",
    )
    shop.file("profiles/p.csv", "id,at,town\nB1,2026-01-01,Berlin\n")
    shop.file("a.csv", HEADER + line(1, country="DE"))
    shop.refresh()
    shop.file("b.csv", HEADER + line(4, country="FR"))
    shop.refresh()
    assert shop.ask(
        "select country, city, updated_at from dim_user where user_id = 'B1'"
    ) == [("FR", "Berlin", datetime(2026, 3, 5, 10))]
