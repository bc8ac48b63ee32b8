"""Sessions and missing countries follow from all rows, whatever their order."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest

MAPPING = """/*
into = "fct_interaction"
from = "{data}/*.csv"
key  = ["interaction_id"]
*/
select
    id as interaction_id,
    cast(at as timestamp) as occurred_at,
    person as user_id,
    'feed' as surface,
    'view' as action,
    nullif(country, '') as country,
    nullif(session, '') as session_id
from source
"""
START = datetime(2026, 3, 1, 23)


@pytest.fixture
def app(workshop):
    """A company whose interactions have neither sessions nor all countries."""
    workshop.mapping("events.sql", MAPPING)
    return workshop


def write(app, name, rows):
    lines = [
        f"{n},{at},{who},{country},{session}" for n, at, who, country, session in rows
    ]
    app.file(name, "id,at,person,country,session\n" + "\n".join(lines) + "\n")


def stored(app):
    return app.ask(
        "select interaction_id, session_id, session_from, country, country_from "
        "from fct_interaction order by interaction_id"
    )


def naive(rows, pause):
    """Each row's session and country, one row after the other."""
    named = {}
    for who in {row[2] for row in rows}:
        counted = Counter(row[3] for row in rows if row[2] == who and row[3])
        named[who] = min(counted, key=lambda one: (-counted[one], one), default=None)
    last, session, found = {}, {}, []
    for number, at, who, country, said in sorted(
        rows, key=lambda r: (r[2], r[1], r[0])
    ):
        if not said:
            if who not in last or at - last[who] > timedelta(minutes=pause):
                session[who] = (
                    f"{who}-{int((at - datetime(1970, 1, 1)).total_seconds())}000"
                )
            last[who] = at
        found.append(
            (
                number,
                said or session[who],
                "source" if said else "pause",
                country or named[who],
                "source" if country else "user" if named[who] else None,
            )
        )
    return sorted(found)


@pytest.mark.parametrize("seed", range(4))
def test_finished_values_are_those_of_a_naive_way_after_any_batches(app, seed):
    chance = random.Random(seed)
    rows = [
        (
            f"i{number:02}",
            START + timedelta(minutes=10 * chance.randrange(40)),
            chance.choice(["a", "b"]),
            chance.choice(["DE", "FR", "", ""]),
            chance.choice(["s1", "", "", ""]),
        )
        for number in range(40)
    ]
    for number in range(3):
        write(app, f"{number}.csv", rows[number::3])
        assert app.refresh().status == "published"
    assert stored(app) == naive(rows, 30)


def test_an_event_that_comes_late_joins_two_sessions(app):
    rows = [
        ("1", START, "a", "", ""),
        ("2", START + timedelta(minutes=50), "a", "", ""),
    ]
    write(app, "a.csv", rows)
    app.refresh()
    assert len({row[1] for row in stored(app)}) == 2
    write(app, "b.csv", [("3", START + timedelta(minutes=25), "a", "", "")])
    app.refresh()
    assert len({row[1] for row in stored(app)}) == 1


def test_the_pause_is_a_setting_and_changing_it_cuts_anew(app):
    rows = [
        ("1", START, "a", "", ""),
        ("2", START + timedelta(minutes=50), "a", "", ""),
    ]
    write(app, "a.csv", rows)
    app.refresh()
    (app.folder / "company.toml").write_text(
        'name = "W"\n[settings]\ndata = "../data"\n'
        "[prepare]\nsession_pause_minutes = 60\n"
    )
    assert app.refresh().status == "published"
    assert len({row[1] for row in stored(app)}) == 1
    assert app.refresh().status == "nothing_new"


@pytest.mark.parametrize("said", ["0", "1441", "'x'", "2.5"])
def test_a_pause_that_makes_no_sense_is_refused(app, said):
    (app.folder / "company.toml").write_text(
        f'name = "W"\n[prepare]\nsession_pause_minutes = {said}\n'
    )
    with pytest.raises(Exception, match="takes whole minutes from 1 to 1440"):
        app.refresh()


def test_a_filled_country_never_counts_as_what_the_source_said(app):
    write(app, "a.csv", [("1", START, "a", "DE", ""), ("2", START, "a", "", "")])
    app.refresh()
    write(app, "b.csv", [("3", START, "a", "FR", ""), ("4", START, "a", "FR", "")])
    app.refresh()
    assert [row[3:] for row in stored(app)] == [
        ("DE", "source"),
        ("FR", "user"),
        ("FR", "source"),
        ("FR", "source"),
    ]
