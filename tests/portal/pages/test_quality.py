"""The quality page tells what was checked, put aside and refreshed."""

from datetime import datetime

import pytest

from portal.company import Company
from portal.page import Context
from portal.pages.trust import quality
from tests.portal.pages.reading import links, words

AT = datetime(2026, 1, 5, 8)


@pytest.fixture
def context(tiny):
    return Context(tiny, Company("Tiny"))


def test_a_check_has_a_word_and_a_shape(context):
    seen = words(quality.layout(context))
    assert "▲ warning Products are known" in seen
    assert ": Keys are unique" in seen
    assert "Checks passed 1 of 2" in seen


def test_the_score_is_worked_out_in_front_of_the_reader(warehouse_of):
    refresh = {
        "refresh_id": 1,
        "started_at": AT,
        "finished_at": AT,
        "rows_in": 200,
        "rows_quarantined": 10,
        "quality_score": 90.25,
    }
    scored = {"refresh_id": 1, "checks": 4}
    tables = [
        {**scored, "table_name": "fct_order_line", "score": 90.0, "weight": 3},
        {**scored, "table_name": "dim_user", "score": 100.0, "weight": 2},
        {**scored, "table_name": "agg_user", "score": 100.0, "weight": 1},
        {**scored, "table_name": "fct_lead", "score": 0.0, "weight": 0},
    ]
    warehouse = warehouse_of(ops_refresh=[refresh], ops_table=tables)
    seen = words(quality.layout(Context(warehouse, Company("Tiny"))))
    assert "95.0000% of the 200 rows read are not in quarantine." in seen
    assert "The scores of 3 tables are 95.0000% on average, facts weighing 3" in seen
    assert "1 tables have no rows and do not count." in seen
    assert "stored the product of both: 90.2500%." in seen


def test_a_score_is_never_rounded_up_to_all(warehouse_of):
    refresh = {"refresh_id": 1, "quality_score": 99.9987}
    context = Context(warehouse_of(ops_refresh=[refresh]), Company("Tiny"))
    assert "Quality score 99.9% " in words(quality.layout(context))


def test_quarantine_names_file_and_line_but_never_the_row(warehouse_of):
    problem = {
        "refresh_id": 1,
        "problem_number": 1,
        "mapping": "orders.sql",
        "file_name": "a.csv",
        "line_number": 17,
        "reason": "no price",
        "raw": "Jane Doe,+44 20",
    }
    whole = problem | {"problem_number": 2, "line_number": None, "scope": "file"}
    context = Context(warehouse_of(ops_quarantine=[problem, whole]), Company("Tiny"))
    seen = words(quality.layout(context))
    assert "a.csv 17 no price" in seen
    assert "a.csv whole file no price" in seen
    assert "Jane" not in seen
    only = links(quality.layout(context))["Files and lines"]
    assert only.startswith("/quality?mapping=orders.sql&scope=")


def test_many_problems_are_paged_and_counted(warehouse_of):
    problems = [
        {"refresh_id": 1, "problem_number": n, "line_number": n} for n in range(1, 121)
    ]
    context = Context(warehouse_of(ops_quarantine=problems), Company("Tiny"))
    first = quality.layout(context)
    assert "1 to 50 of 120 problems" in words(first)
    assert links(first)["Older"] == "/quality?from=50"
    assert "101 to 120 of 120 problems" in words(
        quality.layout(context, **{"from": "100"})
    )


def test_the_steps_of_a_refresh_are_its_own(context):
    assert "Steps of refresh 2" in words(quality.layout(context))
    seen = words(quality.layout(context, refresh="1"))
    assert "load:orders" in seen


def test_a_warehouse_without_a_refresh_says_so(warehouse_of):
    seen = words(quality.layout(Context(warehouse_of(), Company("Tiny"))))
    assert "No refresh has run its checks yet." in seen
    assert "every row of every file was taken in" in seen


def ended(number: int, status: str, **more):
    return {"refresh_id": number, "started_at": AT, "status": status, **more}


@pytest.mark.parametrize(
    ("waited", "said"),
    [
        (1, "99.5% ■ Missed Goal: above 99.5% of the last 200"),
        (3, "99.5% ● Met Goal: above 99.5% of the last 202"),
    ],
)
def test_success_counts_every_attempt_and_has_a_goal(warehouse_of, waited, said):
    refreshes = [ended(n, "published") for n in range(1, 199)]
    refreshes += [ended(199, "failed"), ended(200, "nothing_new", attempts=waited)]
    refreshes.append(ended(201, "running"))
    context = Context(warehouse_of(ops_refresh=refreshes), Company("Tiny"))
    assert said in words(quality.layout(context))


def test_a_score_under_its_goal_says_so(warehouse_of):
    context = Context(
        warehouse_of(ops_refresh=[ended(1, "published", quality_score=94.9)]),
        Company("Tiny"),
    )
    assert "Quality score 94.9% ■ Missed Goal: above 95%" in words(
        quality.layout(context)
    )


def test_each_table_has_a_score_with_a_word_and_a_shape(context):
    seen = words(quality.layout(context))
    assert "fct_order_line ■ under 95 88.90 1 9 9 3 2026-01-14 72 h" in seen


def test_open_and_restated_days_are_told_apart(context):
    seen = words(quality.layout(context))
    assert "Days from 2026-01-12 on are provisional" in seen
    assert "up to 72 hours late" in seen
    assert "2026-01-06 fct_order_line 1 2 amount 30.00 41.50 2026-01-15 08:15" in seen


def test_what_preparation_changed_is_counted_but_no_example_is_shown(context):
    seen = words(quality.layout(context))
    assert "Countries by their standard names fct_order_line country 9 4 44.44%" in seen
    assert "O'Neil" not in seen
