"""The demo company's files are the same every time and tell the planted stories."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from pipeline import demo
from pipeline.demo_world import OUTAGE_CITIES, PLACES

UNTIL = date(2026, 11, 22)


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    demo.write(folder, until=UNTIL, users=1500, seed=7, report=lambda line: None)
    return folder


def days(raw: Path, kind: str) -> pd.DataFrame:
    frame = pd.concat(pd.read_csv(file) for file in sorted((raw / kind).glob("*.csv")))
    return frame.assign(day=frame["time"].str[:10])


def test_every_kind_has_one_file_for_each_of_the_120_days(raw):
    for kind in ("feed_actions", "message_actions", "order_items"):
        names = sorted(file.stem for file in (raw / kind).glob("*.csv"))
        assert (len(names), names[0], names[-1]) == (120, "2026-07-25", "2026-11-21")


def test_the_same_seed_gives_the_same_files_and_another_gives_others(raw, tmp_path):
    for name, seed in (("same", 7), ("other", 8)):
        demo.write(
            tmp_path / name,
            until=UNTIL,
            users=1500,
            seed=seed,
            report=lambda line: None,
        )
    files = sorted(path.relative_to(raw) for path in raw.rglob("*.csv"))
    assert len(files) == 362
    first = [(raw / file).read_bytes() for file in files]
    assert first == [(tmp_path / "same" / file).read_bytes() for file in files]
    assert first != [(tmp_path / "other" / file).read_bytes() for file in files]


def test_the_feed_is_silent_in_the_four_cities_for_one_day_but_not_the_messenger(raw):
    feed, messages = days(raw, "feed_actions"), days(raw, "message_actions")
    outage = "2026-11-11"
    every, down = {city for _, city, _ in PLACES}, set(OUTAGE_CITIES)

    def cities(frame: pd.DataFrame, day: str) -> set[str]:
        return set(frame.loc[frame["day"] == day, "city"])

    assert cities(feed, outage) == every - down
    assert cities(messages, outage) >= down
    assert cities(feed, "2026-11-12") >= down


def test_users_of_the_friday_campaign_come_back_half_as_often_the_next_day(raw):
    users = pd.read_csv(raw / "users.csv")
    came = pd.concat([days(raw, "feed_actions"), days(raw, "message_actions")])
    joined = pd.to_datetime(users["signed_up_at"])
    inside = joined >= "2026-07-25"
    next_day = (joined + pd.Timedelta(days=1)).dt.strftime("%Y-%m-%d")
    seen = set(zip(came["user_id"], came["day"], strict=True))
    back = pd.Series(
        [pair in seen for pair in zip(users["user_id"], next_day, strict=True)]
    )
    campaign = users["campaign_id"] == "friday-launch"
    assert set(joined[campaign].dt.day_name()) == {"Friday"}
    assert back[campaign].mean() < 0.75 * back[inside & ~campaign].mean()


def test_about_a_fifth_of_the_views_are_liked(raw):
    actions = days(raw, "feed_actions")["action"].value_counts()
    assert 0.18 < actions["like"] / actions["view"] < 0.22


def test_what_is_given_back_was_bought_before(raw):
    items = days(raw, "order_items").set_index("item_id")
    back = items[items["status"] == "REFUNDED"]
    sold = items.loc[back.index.str.removesuffix("-r")]
    assert len(back) > 20
    assert (back["quantity"].to_numpy() == -sold["quantity"].to_numpy()).all()
    assert (back["unit_price"].to_numpy() == sold["unit_price"].to_numpy()).all()
    assert (back["day"].to_numpy() > sold["day"].to_numpy()).all()


def test_too_few_users_are_refused(tmp_path):
    with pytest.raises(ValueError, match="users is 99; the demo needs at least 100"):
        demo.write(tmp_path, until=UNTIL, users=99, seed=1, report=print)


def test_a_company_of_few_users_has_days_without_a_refund_and_is_written_too(tmp_path):
    demo.write(tmp_path, until=UNTIL, users=100, seed=7, report=lambda line: None)
    items = days(tmp_path, "order_items")
    assert set(items["status"]) >= {"REFUNDED"}
    assert items.loc[items["status"] == "REFUNDED", "day"].nunique() < 120
