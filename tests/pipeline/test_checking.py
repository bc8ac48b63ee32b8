"""Refreshes look at changed days only, and find what a look at all finds."""

from __future__ import annotations

from pipeline import check_runner, deriving
from tests.pipeline.conftest import HEADER, line


def test_what_is_checked_by_day_is_the_same_as_at_once(shop):
    """Refreshes that look at changed days only find what a rebuild finds."""
    shop.file("a.csv", HEADER + "".join(line(n) for n in range(20)))
    assert shop.refresh().status == "published"
    shop.file("b.csv", HEADER + line(3, quantity=9, price="7") + line(40))
    outcome = shop.refresh()
    assert outcome.status == "published"
    step_by_step = {
        row["check_name"]: (row["status"], row["offending_rows"], row["checked_rows"])
        for row in outcome.log.record.checks
    }
    again = shop.refresh(from_scratch=True)
    assert step_by_step == {
        row["check_name"]: (row["status"], row["offending_rows"], row["checked_rows"])
        for row in again.log.record.checks
    }
    assert set(step_by_step) >= {one.name for one in check_runner.read_all()}


def test_a_warning_of_another_day_stays_until_it_is_mended(shop, tmp_path):
    shop.mapping("items.sql", ITEMS)
    shop.file("a.csv", HEADER + "".join(line(n) for n in range(3)))
    (shop.data / "items").mkdir()
    shop.file("items/1.csv", "item\ntea\n")
    found = "order_line_product_is_known"

    def offending():
        outcome = shop.refresh()
        assert outcome.status == "published"
        return {r["check_name"]: r["offending_rows"] for r in outcome.log.record.checks}

    assert offending()[found] == 3
    shop.file("b.csv", HEADER + line(20, item="tea"))
    assert offending()[found] == 3
    shop.file("items/2.csv", "item\nmug\n")
    assert offending()[found] == 0


ITEMS = """/*
into = "dim_product"
from = "{data}/items/*.csv"
key  = ["product_id"]
*/
select item as product_id from source
"""


def test_a_check_that_stops_names_the_rows_and_keeps_the_generation(shop, monkeypatch):
    shop.file("a.csv", HEADER + line(1))
    assert shop.refresh().status == "published"
    rule = check_runner.Check(
        "no_tea",
        "No tea is sold",
        "stop",
        "fct_order_line",
        "select order_line_id from fct_order_line where product_id = 'tea'",
    )
    monkeypatch.setattr(deriving.check_runner, "read_all", lambda: [rule])
    shop.file("b.csv", HEADER + line(2, item="tea"))
    outcome = shop.refresh()
    assert (outcome.status, outcome.current.generation) == ("stopped", 1)
    assert 'The first: [{"order_line_id":"L2"}]' in outcome.message
    assert shop.ask("select count(*) from ops_table where refresh_id = 2") == [(0,)]
