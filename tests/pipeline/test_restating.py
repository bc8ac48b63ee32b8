"""A day that changes long after it was over is told; one that is still open is not."""

from __future__ import annotations

import pytest

from pipeline import refresh_settings
from pipeline.problems import RefreshError
from tests.pipeline.conftest import HEADER, line

OPEN, SETTLED = "2026-11-19 13:00:00", "2026-11-18 13:00:00"


def restated(shop, refresh: int = 2) -> list[tuple]:
    return shop.ask(
        "select table_name, cast(day_on as varchar), rows_before, rows_after, "
        "total_before, total_after from ops_restated "
        f"where refresh_id = {refresh} order by all"
    )


@pytest.fixture
def settled(shop):
    """A shop with one line on each of two days, and one today."""
    shop.file(
        "a.csv",
        HEADER
        + line(1, at=SETTLED)
        + line(2, at=OPEN)
        + line(3, at="2026-11-22 09:00:00"),
    )
    assert shop.refresh().status == "published"
    return shop


def test_a_first_load_restates_nothing(settled):
    assert restated(settled, 1) == []
    assert settled.ask("select late_hours from ops_refresh") == [(72,)]


def test_a_late_row_restates_a_settled_day_with_its_sums(settled):
    settled.file("b.csv", HEADER + line(4, at=SETTLED) + line(5, at=OPEN))
    assert settled.refresh().status == "published"
    assert restated(settled) == [("fct_order_line", "2026-11-18", 1, 2, 3.0, 6.0)]
    assert settled.ask(
        "select sum(sales) from agg_order_day where channel = 'all' "
        "and ordered_on = date '2026-11-18'"
    ) == [(6,)]


def test_the_same_rows_again_restate_nothing(settled):
    settled.file("b.csv", HEADER + line(1, at=SETTLED))
    assert settled.refresh().status == "published"
    assert restated(settled) == []


def test_a_row_that_changes_in_place_restates_though_the_count_is_the_same(settled):
    settled.file("b.csv", HEADER + line(1, at=SETTLED, item="tea"))
    assert settled.refresh().status == "published"
    assert restated(settled) == [("fct_order_line", "2026-11-18", 1, 1, 3.0, 3.0)]


def test_a_rebuild_restates_exactly_what_differs(settled):
    settled.file(
        "a.csv",
        HEADER + line(1, at=SETTLED, quantity=3) + line(3, at="2026-11-22 09:00:00"),
    )
    assert settled.refresh().status == "published"
    assert restated(settled) == [("fct_order_line", "2026-11-18", 1, 1, 3.0, 4.5)]


def test_days_after_the_newest_that_was_published_are_new_and_not_restated(shop):
    shop.file("a.csv", HEADER + line(1, at="2026-03-01 10:00:00"))
    shop.refresh()
    shop.file("b.csv", HEADER + line(2, at="2026-03-02 10:00:00"))
    shop.refresh()
    assert restated(shop) == []
    shop.file("c.csv", HEADER + line(3, at="2026-02-27 10:00:00"))
    shop.refresh()
    assert restated(shop, 3) == [("fct_order_line", "2026-02-27", 0, 1, None, 3.0)]


@pytest.mark.parametrize(("hours", "told"), [(59, True), (60, True), (61, False)])
def test_a_company_says_for_how_long_days_stay_open(settled, hours, told):
    """At noon of the 22nd, the 19th has been over for 60 hours."""
    path = settled.folder / "company.toml"
    path.write_text(path.read_text() + f"[refresh]\nlate_hours = {hours}\n")
    settled.file("b.csv", HEADER + line(5, at=OPEN))
    assert settled.refresh().status == "published"
    assert bool(restated(settled)) is told


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("[refresh]\nlate_hours = -1", "late_hours is -1; it takes whole hours from 0"),
        ("[freshness]\nall = 'soon'", "all is 'soon'; it takes whole hours"),
        ("freshness = 3", r"freshness is 3; it must be a table, \[freshness\]"),
        ("country = 'Atlantis'", "country is 'Atlantis'; it takes the two letters"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused(tmp_path, said, message):
    (tmp_path / "company.toml").write_text(said)
    with pytest.raises(RefreshError, match=message):
        refresh_settings.read(tmp_path)


def test_the_country_is_that_of_the_locale_unless_it_is_named(tmp_path):
    path = tmp_path / "company.toml"
    for said, country in (
        ('locale = "en-GB"', "GB"),
        ('locale = "en-GB"\ncountry = "de"', "DE"),
        ('locale = "en"\n', ""),
        ('locale = "en-US"\ncountry = ""', ""),
    ):
        path.write_text(said)
        assert refresh_settings.read(tmp_path).country == country
