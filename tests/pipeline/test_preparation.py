"""Steps that a mapping declares change what they say, no more, and are counted."""

from __future__ import annotations

from datetime import datetime

import pytest

MAPPING = """/*
into = "fct_interaction"
from = "{{data}}/*.csv"
key  = ["interaction_id"]
{steps}
*/
select
    id as interaction_id,
    cast(at as timestamp) as occurred_at,
    cast(got as timestamp) as received_at,
    person as user_id,
    surface,
    what as action,
    country,
    cast(worth as decimal(18, 4)) as value
from source
"""
HEADER = "id,at,got,person,surface,what,country,worth\n"


@pytest.fixture
def prepared(workshop):
    """How rows come out of declared steps."""

    def load(steps: str, rows: str):
        workshop.mapping("events.sql", MAPPING.format(steps=steps))
        workshop.file("a.csv", HEADER + rows)
        assert workshop.refresh().status == "published"
        return workshop

    return load


def changes(shop):
    return shop.ask(
        "select step, column_name, rows_seen, rows_changed, example from ops_change "
        "where mapping = 'events.sql' and rows_changed > 0 order by change_number"
    )


def test_words_for_nothing_are_empty_before_anything_is_converted(prepared):
    shop = prepared(
        '[[prepare]]\nstep = "nulls"\nwords = ["n/a", "-"]',
        "1,2026-03-01,,u1,feed,view,N/A ,-\n2,2026-03-01,,u1,feed,view,a-b,3\n",
    )
    assert shop.ask("select country, value from fct_interaction order by all") == [
        ("a-b", 3),
        ("a-b", None),  # filled from the same user's other interaction
    ]
    assert changes(shop) == [
        ("nulls", "country", 2, 1, "N/A  -> (empty)"),
        ("nulls", "worth", 2, 1, "- -> (empty)"),
    ]


def test_spellings_become_the_standard_name_whatever_their_case(prepared):
    shop = prepared(
        '[[prepare]]\nstep = "encode"\ncolumns = ["surface", "action"]\n'
        'values = { "Stream" = "feed", seen = "view" }',
        "1,2026-03-01,,u1,STREAM,Seen,,\n2,2026-03-01,,u1,shop,buy,,\n",
    )
    assert shop.ask("select surface, action from fct_interaction order by all") == [
        ("feed", "view"),
        ("shop", "buy"),
    ]
    assert [row[3] for row in changes(shop)] == [1, 1]


@pytest.mark.parametrize(
    ("client", "server", "stored"),
    [
        ("2026-03-01 00:00:00", "2026-03-02 00:00:00", "2026-03-01 00:00:00"),
        ("2026-03-01 00:00:00", "2026-03-02 00:00:01", "2026-03-02 00:00:01"),
        ("2027-03-01 00:00:00", "2026-03-02 00:00:00", "2026-03-02 00:00:00"),
        ("2026-03-01 00:00:00", "", "2026-03-01 00:00:00"),
        ("", "2026-03-02 00:00:00", "2026-03-02 00:00:00"),
    ],
)
def test_a_clients_clock_is_believed_within_a_day_of_the_servers(
    prepared, client, server, stored
):
    shop = prepared(
        '[[prepare]]\nstep = "bound"\ncolumns = ["occurred_at"]\nto = "received_at"',
        f"1,{client},{server},u1,feed,view,,\n",
    )
    assert shop.ask("select occurred_at from fct_interaction") == [
        (datetime.fromisoformat(stored),)
    ]
    assert len(changes(shop)) == (client != stored)


def test_countries_get_one_name_and_strange_ones_are_left_alone(prepared):
    rows = ["USA", "uk", "Deutschland", "Germany", "EIRE", "Atlantis", "it's"]
    shop = prepared(
        '[[prepare]]\nstep = "country"\ncolumns = ["country"]',
        "".join(f"{n},2026-03-01,,u{n},feed,view,{c},\n" for n, c in enumerate(rows)),
    )
    found = shop.ask("select country from fct_interaction order by interaction_id")
    assert [one for (one,) in found] == [
        "United States", "United Kingdom", "Germany", "Germany", "Ireland", "Atlantis",
        "it's",
    ]  # fmt: skip
    assert [row[3] for row in changes(shop)] == [4]


def test_a_repeated_event_counts_once_only_where_that_is_declared(prepared):
    twice = "1,2026-03-01,,u1,feed,view,,\n1,2026-03-01,,u1,feed,view,,\n"
    shop = prepared('[[prepare]]\nstep = "deduplicate"', twice)
    assert shop.counts() == (2, 2, 0, 0)
    assert shop.ask("select count(*) from fct_interaction") == [(1,)]
    assert changes(shop) == [("deduplicate", None, 2, 1, None)]
    shop = prepared("", twice)
    assert shop.counts() == (2, 1, 0, 1)


def test_steps_apply_in_their_order_and_cut_times_and_cases(prepared):
    shop = prepared(
        '[[prepare]]\nstep = "trim"\n'
        '[[prepare]]\nstep = "lower"\ncolumns = ["action"]\n'
        '[[prepare]]\nstep = "encode"\ncolumns = ["action"]\n'
        'values = { see = "view" }\n'
        '[[prepare]]\nstep = "truncate"\ncolumns = ["occurred_at"]\nto = "hour"',
        "1,2026-03-01 10:59:59,,u1,feed, SEE ,,\n",
    )
    assert shop.ask("select action, occurred_at from fct_interaction") == [
        ("view", datetime(2026, 3, 1, 10))
    ]


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ('[[prepare]]\nstep = "wash"', "it may be nulls, trim"),
        ('[[prepare]]\nstep = "nulls"', "needs words as well"),
        ('[[prepare]]\nstep = "lower"\ncolumns = ["what"]', "columns of the table"),
        ('[[prepare]]\nstep = "lower"\ncolumns = []', "works on column (none)"),
        ('[[prepare]]\nstep = "trim"\ncolumns = ["action"]', "columns of the source"),
        (
            '[[prepare]]\nstep = "bound"\ncolumns = ["occurred_at"]\nto = "got"',
            "must be a column that the select gives",
        ),
        (
            '[[prepare]]\nstep = "bound"\ncolumns = ["occurred_at"]\n'
            'to = "received_at"\nhours = 0',
            "takes a number above 0",
        ),
        (
            '[[prepare]]\nstep = "truncate"\ncolumns = ["occurred_at"]\nto = "age"',
            "it may be second, minute",
        ),
        ('[[prepare]]\nstep = "trim"\nwords = ["x"]', "it may have columns"),
        ('prepare = "trim"', "write [[prepare]]"),
    ],
)
def test_a_step_that_cannot_be_used_is_refused_in_plain_words(workshop, steps, said):
    workshop.mapping("events.sql", MAPPING.format(steps=steps))
    workshop.file("a.csv", HEADER + "1,2026-03-01,,u1,feed,view,,\n")
    assert said in workshop.refresh().message
