"""Goals are read as they are written, and what cannot be meant is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from portal.company_file import CompanyError
from portal.goal_file import Goal, Holdout, read


def goals(tmp_path: Path, said: str):
    path = tmp_path / "goals.toml"
    path.write_text(said, encoding="utf-8")
    return read(path)


def test_no_file_is_no_goals(tmp_path):
    assert read(tmp_path / "goals.toml") == ({}, ())


def test_a_target_alone_is_a_goal_of_each_week(tmp_path):
    found, _ = goals(tmp_path, "[orders]\ntarget = 650")
    assert found["orders"] == Goal("orders", 650.0, "week", "orders")


def test_a_metric_may_have_several_goals_under_names_of_their_own(tmp_path):
    said = (
        "[revenue]\ntarget = 36000\n[quarter]\nmetric = 'revenue'\nowner = 'cfo'\n"
        "period = 'quarter'\ntarget = 500000\npath = [0.2, 0.3, 0.5]"
    )
    found, _ = goals(tmp_path, said)
    assert found["quarter"] == Goal(
        "revenue", 500_000.0, "quarter", "quarter", "cfo", (0.2, 0.3, 0.5)
    )


def test_a_goal_over_a_number_is_known_at_once(tmp_path):
    found, _ = goals(tmp_path, "[orders]\nover = 0.2\nbaseline = 500")
    assert found["orders"].target == pytest.approx(600)
    assert found["orders"].measured(None) is found["orders"]


def test_a_goal_over_a_day_waits_for_what_was_measured(tmp_path):
    found, _ = goals(tmp_path, "[orders]\nover = 0.2\nbaseline = 2026-08-03")
    goal = found["orders"]
    assert goal.baseline == date(2026, 8, 3)
    assert goal.measured(None) is None
    assert goal.measured(400.0).target == pytest.approx(480)


def test_a_goal_against_held_out_users(tmp_path):
    _, held = goals(
        tmp_path, "[email_lift]\nexperiment = 'emails'\ntarget = 0.1\nowner = 'crm'"
    )
    assert held == (
        Holdout("email_lift", "Email lift", "emails", "active_days", 0.1, "crm"),
    )


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("[a]\ntarget = 'x'", r"\[a\] has target 'x'; it must be a number"),
        ("[a]\ntarget = nan", "has target nan; it must be a number"),
        ("[a]\ntarget = 1\nperiod = 'day'", "it can be week, month, quarter"),
        ("[a]\nover = 0.2", "has over alone"),
        ("[a]\nbaseline = 5", "has baseline alone"),
        ("[a]\nover = 0.2\nbaseline = 'last'", "has baseline 'last'"),
        ("[a]\ntarget = 1\nover = 0.2\nbaseline = 5", "has target and over"),
        ("[a]\ntarget = 1\npath = 'steep'", 'it must be "even", or shares'),
        ("[a]\ntarget = 1\npath = [0.5, 0.4]", "that add up to 1"),
        ("[a]\ntarget = 1\npath = [1.5, -0.5]", 'it must be "even", or shares'),
        ("[a]\ntarget = 1\nmetric = 3", "has metric 3; it must be a text"),
        ("[a]\ntarget = 1\ncolour = 'red'", "says colour; it may say baseline"),
        ("[a]\nexperiment = 'e'\ntarget = 1\nmeasure = 'joy'", "it can be active_days"),
        ("[a]\nexperiment = 'e'", "has target None"),
        ("a = 3", r"\[a\] has target None"),
    ],
)
def test_what_cannot_be_meant_is_named_with_its_remedy(tmp_path, said, told):
    with pytest.raises(CompanyError, match=told):
        goals(tmp_path, said)
