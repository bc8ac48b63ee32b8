"""The commands say what they did, and their exit status says how it ended."""

from __future__ import annotations

import pytest

from pipeline.__main__ import main
from tests.pipeline.conftest import HEADER, line


@pytest.fixture
def run(shop, capsys):
    """Run a command on the shop; return its exit status and what it said."""

    def run(command: str, *more: str) -> tuple[int, str]:
        places = ["--company", str(shop.folder), "--warehouse", str(shop.warehouse)]
        status = main([command, *places, *more])
        said = capsys.readouterr()
        return status, said.out + said.err

    return run


def test_a_refresh_tells_its_steps_rows_problems_and_checks(shop, run):
    shop.file("a.csv", HEADER + line(1) + line(2, quantity="two"))
    status, said = run("refresh")
    assert status == 0
    for step in (
        "plan",
        "read",
        "load:orders",
        "mart:agg_user_day",
        "check:",
        "verify",
    ):
        assert f"  {step}" in said
    assert "Rows: 2 in = 1 loaded + 0 filtered + 1 put aside" in said
    assert (
        "[row] a.csv, line 3 (orders.sql): quantity is 'two'; it must be int." in said
    )
    assert "published: Generation 1" in said
    assert "[warn] The newest row of fct_order_line is at most 72 hours old" in said


def test_a_refresh_with_nothing_new_ends_well(shop, run):
    shop.file("a.csv", HEADER + line(1))
    run("refresh")
    status, said = run("refresh")
    assert status == 0
    assert "nothing_new: Nothing new" in said


def test_a_folder_that_is_missing_fails_with_what_to_do(run, tmp_path):
    status, said = run("refresh", "--set", f"data={tmp_path / 'gone'}")
    assert status == 1
    assert f"The folder {tmp_path / 'gone'} does not exist" in said
    assert "company.toml under [settings], or with --set data=DIR" in said


def test_a_setting_is_named_and_valued(run):
    status, said = run("refresh", "--set", "data")
    assert status == 1
    assert "--set is given 'data'; it takes NAME=VALUE." in said


def test_a_setting_of_the_command_line_replaces_the_companys(shop, run):
    other = shop.data.parent / "other"
    other.mkdir()
    (other / "a.csv").write_text(HEADER + line(1))
    status, _ = run("refresh", "--set", f"data={other}")
    assert status == 0
    assert shop.ask("select count(*) from fct_order_line") == [(1,)]


def test_a_folder_that_is_no_company_is_refused(capsys, tmp_path):
    assert main(["refresh", "--company", str(tmp_path)]) == 1
    assert "there is no file company.toml in it" in capsys.readouterr().err


def test_the_status_tells_generations_freshness_and_quality(shop, run):
    status, said = run("status")
    assert status == 1
    assert "There is no warehouse here yet" in said
    shop.file("a.csv", HEADER + line(1) + line(2, at="never"))
    run("refresh")
    shop.file("b.csv", HEADER + line(3))
    run("refresh")
    status, said = run("status")
    assert status == 0
    assert "Workshop: generation 2, published " in said
    assert "    1  " in said
    assert "published    generation 2" in said
    assert "Quality of the last published refresh: " in said
    assert "Rows: 1 in = 1 loaded" in said


def test_a_failed_refresh_is_in_the_status(shop, run):
    run("refresh")
    status, said = run("status")
    assert status == 1, "Nothing was ever published."
    assert "failed" in said
    assert "has no file that matches" in said
