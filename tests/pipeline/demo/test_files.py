"""The demo company's files are the same every time, and of the size asked for."""

import hashlib
import tomllib
from datetime import date

import pyarrow as pa
import pytest

from pipeline import demo
from pipeline.demo import truth as truths
from pipeline.demo.people import hashed
from tests.pipeline.demo.conftest import UNTIL, silent

DAILY = ("feed_actions", "message_actions", "events")


def write(folder, **how):
    demo.write(
        folder,
        **{
            "until": UNTIL,
            "users": 600,
            "seed": 7,
            "months": 1,
            "report": silent,
            **how,
        },
    )
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return write(tmp_path_factory.mktemp("files"))


def test_the_same_seed_gives_the_same_files_and_another_gives_others(files, tmp_path):
    assert write(tmp_path / "same") == files
    other = write(tmp_path / "other", seed=8)
    differing = {name for name in files if other.get(name) != files[name]}
    fixed = {"categories.csv", "experiments.csv", "campaigns.csv", "product_names.csv"}
    fixed.add("events.toml")
    assert set(files) - differing == fixed


def test_each_day_has_one_file_of_each_daily_kind(files):
    for kind in DAILY[:2]:
        days = [name.split("/")[1][:10] for name in files if name.startswith(kind)]
        assert (len(days), days[0], days[-1]) == (31, "2026-10-22", "2026-11-21")


def test_no_file_is_empty(files):
    assert [name for name, content in files.items() if not content.strip()] == []
    assert 20 < sum(name.startswith("events/") for name in files) <= 31


def test_fewer_months_are_the_last_files_of_more(files, tmp_path):
    more = write(tmp_path, months=2)
    shared = [name for name in files if name.startswith(DAILY[:2])]
    assert len(shared) == 62
    assert {name: more[name] for name in shared} == {
        name: files[name] for name in shared
    }
    assert files["users.csv"] == more["users.csv"]


def test_only_the_subjects_asked_for_are_written(tmp_path):
    names = write(tmp_path, subjects=["marketing"])
    assert {name.split("/")[0] for name in names} == {
        *(
            "users.csv",
            "events.toml",
            "campaigns.csv",
            "marketing_spend",
            "touchpoints",
            "leads",
        ),
    }


def test_the_number_of_users_is_the_number_asked_for(files):
    rows = files["users.csv"].decode().splitlines()[1:]
    assert len({row.split(",")[0] for row in rows}) == 600


def test_nothing_is_written_that_happened_at_the_end_or_later(files):
    for name, content in files.items():
        if name.startswith(("orders", "groups", "leads", "touchpoints")):
            assert b"2026-11-22" not in content, name


def test_the_smallest_company_can_be_written(tmp_path):
    names = write(tmp_path, users=300)
    assert {name.split("/")[0] for name in names} >= {*DAILY, "orders", "exposures"}


def test_any_last_day_will_do(tmp_path):
    for until in (date(2024, 2, 29), date(2025, 12, 31), date(2026, 8, 25)):
        names = write(tmp_path / str(until), until=until, users=300)
        assert any(name.startswith("feed_actions") for name in names)


def test_the_group_of_a_user_is_the_hash_that_the_truth_tells():
    expected = [
        int(hashlib.md5(f"u{number}-salt".encode()).hexdigest(), 16) % 10
        for number in range(20)
    ]
    ids = pa.array([f"u{number}" for number in range(20)])
    assert hashed(ids, "-salt", 10).tolist() == expected


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"users": 299}, "users is 299; the demo takes from 300 to 2,000,000"),
        ({"users": 2_000_001}, "users is 2000001"),
        ({"months": 0}, "months is 0; it must be at least 1"),
        ({"subjects": ["radio"]}, "There is no subject 'radio'; there is feed"),
    ],
)
def test_what_cannot_be_written_is_refused(tmp_path, how, told):
    with pytest.raises(ValueError, match=told):
        write(tmp_path, **how)


def test_a_truth_that_cannot_be_planted_is_named(tmp_path):
    text = truths.FILE.read_text(encoding="utf-8")
    assert tomllib.loads(text)
    cases = {
        "There is no file": None,
        "is not TOML": "[growth",
        r"lacks \[novelty\]": text.replace("[novelty]", "[news]"),
        "which is not from 2025-05-22": text.replace(
            'weekday = "friday", days_before_end = 50', "days_before_end = 5000"
        ),
    }
    for number, (said, content) in enumerate(cases.items()):
        path = tmp_path / f"truth{number}.toml"
        if content is not None:
            path.write_text(content, encoding="utf-8")
        with pytest.raises(truths.TruthError, match=said):
            write(tmp_path / "out", told=path)


def test_what_happened_is_noted_for_the_days_that_are_written(files, tmp_path):
    noted = tomllib.loads(files["events.toml"].decode())["event"]
    assert noted
    assert all(UNTIL.replace(month=UNTIL.month - 1) <= one["day"] for one in noted)
    assert all(one["day"] < UNTIL for one in noted)
    assert [one["day"] for one in noted] == sorted(one["day"] for one in noted)


def test_the_story_s_days_are_noted_as_the_truth_tells_them(tmp_path):
    whole = write(tmp_path, months=18, subjects=())
    noted = tomllib.loads(whole["events.toml"].decode())["event"]
    by_kind = {}
    for one in noted:
        by_kind.setdefault(one["kind"], []).append(one)
    assert by_kind.keys() == {"campaign", "experiment", "outage", "promotion"}
    [outage] = by_kind["outage"]
    assert (outage["day"].month, outage["day"].day) == (8, 24)
    [campaign] = by_kind["campaign"]
    assert campaign["day"].strftime("%A") == "Friday"
    assert (UNTIL - campaign["day"]).days >= 50
    ends = [one["days_before_end"] for one in truths.read()["flash_mob"]["on"]]
    days = [(UNTIL - one["day"]).days for one in by_kind["promotion"]]
    assert sorted(days) == sorted(ends)
