"""The queries of the quality page and of the catalogue, each worked by hand."""

from datetime import datetime

import pytest

AT = datetime(2026, 1, 5, 8)


def problem(refresh: int, number: int, **more):
    return {
        "refresh_id": refresh,
        "problem_number": number,
        "mapping": "orders.sql",
        "file_name": "a.csv",
        "line_number": number,
        "row_count": 1,
        "reason": "no price",
        **more,
    }


def step(refresh: int, number: int, name: str, detail: str | None = None):
    return {
        "refresh_id": refresh,
        "step_number": number,
        "step": name,
        "detail": detail,
    }


TOLD = {
    "ops_refresh": [
        {"refresh_id": 1, "started_at": AT},
        {"refresh_id": 2, "started_at": AT, "status": "failed"},
    ],
    "ops_check": [
        {"refresh_id": 1, "check_name": "a", "status": "stop"},
        {"refresh_id": 2, "check_name": "a"},
        {"refresh_id": 2, "check_name": "b", "status": "warn"},
    ],
    "ops_step": [
        step(1, 2, "load:orders", "into t"),
        step(2, 1, "load:orders", "into t"),
        step(1, 1, "copy"),
    ],
    "ops_quarantine": [
        problem(1, 1),
        problem(2, 1, file_name="b.csv"),
        problem(2, 2, scope="file", row_count=7, reason="broken"),
    ],
}


@pytest.fixture
def told(warehouse_of):
    return warehouse_of(**TOLD).snapshot()


def test_checks_are_those_of_the_latest_refresh_the_broken_first(told):
    found = told.fetch("quality/checks")
    assert found["check_name"].tolist() == ["b", "a"]
    assert found["refresh_id"].tolist() == [2, 2]


def test_reasons_add_up_over_refreshes_and_files(told):
    found = told.fetch("quality/quarantine_reasons").values.tolist()
    assert found == [
        ["orders.sql", "file", "broken", 7, 1, 1, 2],
        ["orders.sql", "row", "no price", 2, 2, 2, 2],
    ]


def test_quarantine_names_file_line_and_reason_but_never_the_row(told):
    found = told.fetch("quality/quarantine", {"reason": ["no price"]})
    assert found[["refresh_id", "file_name", "line_number"]].values.tolist() == [
        [2, "b.csv", 1],
        [1, "a.csv", 1],
    ]
    assert "raw" not in found.columns


def test_refreshes_come_latest_first_and_steps_in_order(told):
    assert told.fetch("quality/refreshes")["status"].tolist() == ["failed", "published"]
    assert told.fetch("quality/steps", refresh_id=1)["step"].tolist() == [
        "copy",
        "load:orders",
    ]
