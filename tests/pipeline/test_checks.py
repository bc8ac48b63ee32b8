"""Every check can fail, and then finds exactly the rows that break its rule."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from pipeline import check_runner, declared_checks
from pipeline import tables as table_files
from pipeline.refresh_settings import RefreshSettings
from pipeline.restricting import tables_of
from tests.tiny import TINY
from tests.warehouses import fill

AT = datetime(2026, 1, 20, 12, tzinfo=UTC)
TABLES = declared_checks.declared(table_files.read_all(["dim_", "fct_"]).values())


def checks(settings: RefreshSettings | None = None, now: datetime = AT):
    settings = settings or RefreshSettings()
    found = [*check_runner.read_all(), *declared_checks.checks(TABLES, settings, now)]
    return {one.name: one for one in found}


KNOWN = checks()
MARTS = [one.name for one in KNOWN.values() if one.table.startswith("agg_")]
# Rules among the rows of a mart; another rule tells if rows are gone.
OF_ROWS_THERE = {
    "lifecycle_states_add_up",
    "lifecycle_churned_were_active",
    "retention_begins_with_all",
}
AGREEING = [name for name in MARTS if not name.endswith("_key_is_unique")]


@pytest.fixture
def story():
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        fill(connection, TINY, kinds=("dim", "fct", "mart"))
        yield connection


def test_names_are_unique_and_every_table_has_a_key_check():
    every = [
        *check_runner.read_all(),
        *declared_checks.checks(TABLES, RefreshSettings(), AT),
    ]
    assert len(KNOWN) == len(every)
    with_key = {c.table for c in every if c.name.endswith("key_is_unique")}
    assert with_key == {table.name for table in TABLES}
    assert {c.table for c in every} == with_key
    agreeing = {KNOWN[name].table for name in AGREEING}
    assert {t.name for t in TABLES if t.name.startswith("agg_")} - agreeing == {
        "agg_coverage",
        "agg_user",
    }


@pytest.mark.parametrize("name", KNOWN)
def test_a_check_knows_the_tables_that_it_reads(name):
    assert KNOWN[name].reads == tables_of(KNOWN[name].sql)


def test_the_tiny_warehouse_breaks_only_what_it_means_to_break(story):
    closed = checks(RefreshSettings(any_freshness=0))
    found = {n: check_runner.run(story, c).offending for n, c in closed.items()}
    assert {name: count for name, count in found.items() if count} == {
        "interaction_peer_user_is_known": 1,  # ghost
        "interaction_product_is_known": 2,  # post2 and the hostile text
        "order_line_amount_agrees": 1,  # a quantity of 1 returned at 5
        "order_line_product_is_known": 1,  # p9
    }


@pytest.mark.parametrize(
    "name", sorted(n for n in KNOWN if n.endswith("_key_is_unique"))
)
def test_a_row_that_stands_twice_is_found(story, name):
    table = KNOWN[name].table
    story.execute(f"insert into {table} select * from {table} limit 1")
    if not story.execute(f"select count(*) from {table}").fetchall()[0][0]:
        pytest.skip(f"{table} is empty")
    assert check_runner.run(story, KNOWN[name]).offending == 1


@pytest.mark.parametrize("name", sorted(set(AGREEING) - OF_ROWS_THERE))
def test_a_mart_that_lost_a_row_is_found(story, name):
    check = KNOWN[name]
    assert check_runner.run(story, check).offending == 0
    story.execute(f"delete from {check.table}")
    found = check_runner.run(story, check)
    assert found.offending > 0
    assert found.status == "stop"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("update agg_lifecycle_week set new = new + 1", "lifecycle_states_add_up"),
        (
            "update agg_lifecycle_week set churned = churned + 1",
            "lifecycle_churned_were_active",
        ),
        (
            "update agg_retention set users = users + 1 where lag_days = 0",
            "retention_begins_with_all",
        ),
        (
            "update agg_slot set users = 0, actions = actions + 1",
            "slot_agrees_with_interactions",
        ),
        ("update agg_day set users = users + 1", "day_agrees_with_user_day"),
    ],
)
def test_a_number_that_is_off_by_one_is_found(story, change, name):
    story.execute(change)
    assert check_runner.run(story, KNOWN[name]).offending > 0


BROKEN = {
    "order_line_kind_is_accepted": "update fct_order_line set kind = 'gift'",
    "group_deal_status_is_accepted": "update fct_group_deal set status = 'odd'",
    "order_line_user_is_known": "update fct_order_line set user_id = 'nobody'",
    "order_line_vendor_is_known": "update fct_order_line set vendor_id = 'nobody'",
    "order_line_deal_is_known": "update fct_order_line set deal_id = 'none'",
    "interaction_time_is_plausible": (
        "update fct_interaction set occurred_at = '1970-01-01'"
    ),
    "interaction_time_is_past": "update fct_interaction set occurred_at = '2026-02-01'",
    "interaction_surface_is_known": "update fct_interaction set surface = 'moon'",
    "order_line_amount_agrees": "update fct_order_line set amount = 5000",
    "marketing_spend_campaign_is_known": (
        "update fct_marketing_spend set campaign_id = 'k9'"
    ),
    "user_campaign_is_known": "update dim_user set campaign_id = 'k9'",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_row_is_found_and_only_it(story, name):
    check = KNOWN[name]
    before = check_runner.run(story, check).offending
    key = next(one.key for one in TABLES if one.name == check.table)
    first = f"select {', '.join(key)} from {check.table} order by all limit 1"
    where = f"({', '.join(key)}) in ({first})"
    story.execute(f"{BROKEN[name]} where {where}")
    found = check_runner.run(story, check)
    assert found.offending - before in {0, 1}
    rows = story.execute(
        f"select count(*) from ({check.sql}) as broken where {where}"
    ).fetchall()
    assert rows == [(1,)]


def test_no_reference_is_missed_where_a_company_has_no_such_table(story):
    story.execute("update fct_order_line set vendor_id = 'v9'")
    assert check_runner.run(story, KNOWN["order_line_vendor_is_known"]).offending == 9
    story.execute("delete from dim_vendor")
    assert check_runner.run(story, KNOWN["order_line_vendor_is_known"]).offending == 0


def test_freshness_follows_the_company_then_the_table():
    assert "interaction_is_fresh" in KNOWN
    assert "exposure_is_fresh" not in KNOWN
    closed = checks(RefreshSettings(any_freshness=0))
    assert not [name for name in closed if name.endswith("_is_fresh")]
    own = checks(RefreshSettings(freshness={"fct_exposure": 7}, any_freshness=0))
    assert [n for n in own if n.endswith("_is_fresh")] == ["exposure_is_fresh"]


@pytest.mark.parametrize(("hours", "offending"), [(47, 0), (49, 1)])
def test_a_table_is_stale_one_hour_too_late(story, hours, offending):
    newest = datetime(2026, 1, 14, 12, tzinfo=UTC)
    check = checks(now=newest + timedelta(hours=hours))["interaction_is_fresh"]
    assert check_runner.run(story, check).offending == offending


@pytest.mark.parametrize(("rows", "found"), [(49, True), (50, False), (201, True)])
def test_a_day_is_compared_with_the_same_weekday_of_four_weeks(rows, found):
    def day(back: int, count: int):
        when = datetime(2026, 3, 2, 12) - timedelta(days=back)
        return [{"occurred_at": when, "user_id": f"u{n}"} for n in range(count)]

    events = [*day(0, 1), *day(1, rows)]
    for week in (1, 2, 3):
        events += day(1 + 7 * week, 100)
    with duckdb.connect() as connection:
        fill(connection, {"fct_interaction": events}, kinds=("dim", "fct", "mart"))
        check = KNOWN["interaction_volume_is_usual"]
        offending = check_runner.run(connection, check)
    assert bool(offending.offending) is found
    assert offending.checked == 7


def test_a_sample_never_shows_a_user(story):
    finding = check_runner.run(story, KNOWN["interaction_product_is_known"])
    assert finding.sample
    assert "product_id" in json.loads(finding.sample)[0]
    story.execute("update fct_interaction set user_id = 'nobody'")
    finding = check_runner.run(story, KNOWN["interaction_user_is_known"])
    assert finding.offending == 15
    assert "nobody" not in str(finding.sample)
