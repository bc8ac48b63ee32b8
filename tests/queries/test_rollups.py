"""Declarations of marts that answer metrics: wrong ones never start."""

from __future__ import annotations

import pytest

from queries import catalog, rollups
from queries.definitions import MetricFileError

TABLES = {name: set(table.columns) for name, table in catalog.tables().items()}
GOOD = """\
[rollup]
table      = "agg_day"
alias      = "roll"
time       = "roll.activity_on"
every      = "day"
rows_a_day = 200
exclusive  = ["country"]

[any_rows]
actions = "sum(roll.actions)"

[each_row]
active_users = "sum(roll.users)"

[[levels]]
where = "roll.surface = 'all' and roll.dimension = 'all'"

[[levels]]
where      = "roll.surface = 'all' and roll.dimension = 'country'"
dimensions = { country = "roll.segment" }
"""


def read(folder, text):
    (folder / "day.toml").write_text(text, encoding="utf-8")
    return rollups.by_metric(rollups.read_all(folder), TABLES)


def test_a_good_declaration_is_offered_for_each_of_its_metrics(tmp_path):
    found = read(tmp_path, GOOD)
    assert set(found) == {"actions", "active_users"}
    assert found["actions"][0].table == "agg_day"


def test_the_smallest_is_offered_first(tmp_path):
    small = GOOD.replace("200", "0.5")
    (tmp_path / "small.toml").write_text(small, encoding="utf-8")
    assert [one.name for one in read(tmp_path, GOOD)["actions"]] == ["small", "day"]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (
            '"agg_day"',
            '"agg_dy"',
            2,
            "reads the table 'agg_dy': did you mean 'agg_day'",
        ),
        (
            "roll.activity_on",
            "roll.active_on",
            4,
            "reads the column roll.active_on: did you mean 'activity_on'",
        ),
        ('"day"', '"hour"', 5, "every is 'hour'; choose one of day, week, month"),
        ("200", "0", 6, "rows_a_day is 0; write about how many rows"),
        (
            '["country"]',
            '["os"]',
            7,
            "no level holds 'os': there is country.",
        ),
        (
            "actions =",
            "action =",
            10,
            "there is no metric 'action': did you mean 'actions'",
        ),
        (
            "actions =",
            "actions_per_user =",
            10,
            "'actions_per_user' is made of other numbers; give the sums and counts",
        ),
        (
            "sum(roll.actions)",
            "sum(roll.action)",
            10,
            "'actions' reads the column roll.action: did you mean 'actions'",
        ),
        ("sum(roll.actions)", "roll.actions", 10, "which adds nothing up"),
        (
            "sum(roll.actions)",
            "sum(roll.actions) / sum(roll.users)",
            10,
            "divides by SUM(roll.users), which may be 0",
        ),
        ("active_users =", "actions =", 13, "'actions' is also in [any_rows]; keep it"),
        (
            "roll.dimension = 'all'",
            "roll.dimensions = 'all'",
            16,
            "the level reads the column roll.dimensions: did you mean 'dimension'?",
        ),
        (
            "{ country =",
            "{ planet =",
            20,
            "'actions' cannot be split by 'planet': there is country, os, source",
        ),
        (
            '"roll.segment"',
            '"roll.country"',
            20,
            "dimension 'country' reads the column roll.country: there is",
        ),
        (
            "[each_row]",
            "[unique]",
            12,
            "it says 'unique'; it may say any_rows, each_row",
        ),
        ("dimensions =", "splits =", 20, "it says 'splits'; it may say dimensions"),
        ("rows_a_day = 200\n", "", 1, "[rollup] lacks rows_a_day; add it."),
        ("[rollup]", "[rollup", 1, "not TOML"),
    ],
)
def test_a_wrong_declaration_names_line_and_remedy(tmp_path, old, new, line, message):
    assert old in GOOD
    with pytest.raises(MetricFileError) as caught:
        read(tmp_path, GOOD.replace(old, new, 1))
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path / 'day.toml'}:{line}: ")


def test_without_levels_nothing_can_be_counted_once(tmp_path):
    with pytest.raises(MetricFileError, match=r"day\.toml:1: there are no \[\[levels"):
        read(tmp_path, GOOD.partition("[[levels]]")[0])


def test_every_declaration_of_ours_is_whole():
    assert rollups.offered()
