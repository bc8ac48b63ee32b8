"""What an analyst does on /explore: the page and the terminal say the same."""

import csv
import io
import re

import pytest

from tests.browser import serving

CELLS = """() => [...document.querySelectorAll('#explore-content table tr')].map(
    row => [...row.cells].map(cell => cell.innerText.trim()))"""
DAYS = ("2026-09-01", "2026-10-31")


@pytest.fixture
def portal(portals):
    return portals("demo")


def told(portal, *words):
    """What the command line answers, as rows by column."""
    days = ("--start", DAYS[0], "--end", DAYS[1], "--format", "csv")
    printed = serving.command(
        portal.company, portal.warehouse, "queries", "measure", *words, *days
    )
    return list(csv.DictReader(io.StringIO(printed)))


def asked(portal, visit, more):
    return visit(portal, f"/explore?start={DAYS[0]}&end={DAYS[1]}&{more}")


def test_the_table_shows_the_numbers_of_the_command_line(portal, visit):
    page = asked(portal, visit, "metric=orders&by=country&grain=month&chart=table")
    head, *rows = page.tab.evaluate(CELLS)
    shown = {
        (row[0], country): int(cell.replace(",", ""))
        for row in rows
        for country, cell in zip(head[1:], row[1:], strict=True)
    }
    expected = {
        (row["period"], row["segment"]): int(row["orders"])
        for row in told(portal, "orders", "--by", "country", "--grain", "month")
    }
    assert {key: shown.get(key) for key in expected} == expected
    assert len(shown) >= len(expected) >= 10
    assert page.seen() == []


def test_the_file_is_the_table_of_the_command_line(portal, visit, tmp_path):
    page = asked(portal, visit, "metric=revenue&by=category&grain=week&country=Germany")
    with page.tab.expect_download() as download:
        page.tab.get_by_role("link", name="CSV", exact=True).click()
    download.value.save_as(tmp_path / "explore.csv")
    text = (tmp_path / "explore.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    words = ("--by", "category", "--grain", "week", "--where", "country=Germany")
    expected = told(portal, "revenue", *words)
    assert len(rows) == len(expected) > 20
    for row, right in zip(rows, expected, strict=True):
        assert (row["period"], row["segment"]) == (right["period"], right["segment"])
        assert float(row["revenue"]) == pytest.approx(float(right["revenue"]))


def test_the_sql_on_the_page_is_the_sql_of_the_command_line(portal, visit):
    page = asked(portal, visit, "metric=orders&grain=month")
    printed = serving.command(
        portal.company,
        portal.warehouse,
        *("queries", "measure", "orders", "--grain", "month", "--sql"),
        *("--start", DAYS[0], "--end", DAYS[1]),
    )
    assert plain(page.text("#explore-sql")) in plain(printed)


def plain(sql):
    return re.sub(r"\s+", " ", sql).strip(" ;")


def test_another_metric_changes_the_page_and_its_address(portal, visit):
    page = asked(portal, visit, "metric=orders&grain=month")
    page.tab.click("#explore-metric")
    # Of a hundred metrics the list draws those in sight; a reader types for the others.
    page.tab.locator(".dash-dropdown-search").fill("Refund rate")
    page.tab.locator(".dash-dropdown-option", has_text="Refund rate").click()
    page.tab.wait_for_url("**metric=refund_rate*")
    page.settle()
    assert "Refund rate" in page.text("#explore-content h2")
    again = visit(portal, page.tab.url)
    assert again.text("#explore-content h2") == page.text("#explore-content h2")
    assert page.seen() == again.seen() == []
