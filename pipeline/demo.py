"""A small generated company: feed, messenger and shop, as raw daily files.

The files have the shapes that real sources have and are loaded through mappings like
any other company's. Two stories are planted: an ad campaign on a Friday whose users
leave early, and one day without feed in four cities.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd

from pipeline import demo_world
from pipeline.demo_world import DAYS, OUTAGE_CITIES, World

HOUR_WEIGHTS = np.array(
    [2, 1, 1, 1, 1, 2, 4, 7, 8, 7, 6, 6, 8, 8, 6, 6, 7, 8, 10, 12, 13, 12, 8, 4], float
)
WEEKDAY_WEIGHTS = (1.0, 0.98, 0.97, 1.0, 1.06, 1.14, 1.10)
GROUP_DISCOUNT = 0.15
BUY_SHARE, GROUP_SHARE, REFUND_SHARE = 0.3, 0.35, 0.03
FEWEST_USERS = 100
DAYS_BETWEEN_REPORTS = 30
POSTS_PER_DAY = 40


def write(
    into: Path, *, until: date, users: int, seed: int, report: Callable[[str], None]
) -> None:
    """Write the raw files of the `DAYS` days that end with the day before `until`.

    Args:
        into: Folder for the files; made if it is missing.
        until: First day without data.
        users: Number of users who ever sign up; at least 100.
        seed: The same seed gives the same files.
        report: Called with a line of progress every 30 days.

    Raises:
        ValueError: If `users` is below 100.
    """
    if users < FEWEST_USERS:
        raise ValueError(f"users is {users}; the demo needs at least {FEWEST_USERS}.")
    rng = np.random.default_rng(seed)
    world = demo_world.draw(rng, until - timedelta(days=DAYS), users)
    into.mkdir(parents=True, exist_ok=True)
    _signups(world).to_csv(into / "users.csv", index=False)
    world.products.drop(columns="weight").to_csv(into / "products.csv", index=False)
    refunds = pd.DataFrame()
    for day in range(DAYS):
        active = _active(rng, world, day)
        _save(into / "feed_actions", world, day, _feed(rng, world, day, active))
        _save(into / "message_actions", world, day, _messages(rng, world, day, active))
        refunds = _shop(rng, world, day, active, refunds, into / "order_items")
        if (day + 1) % DAYS_BETWEEN_REPORTS == 0:
            report(f"demo: {day + 1} of {DAYS} days written")


def _signups(world: World) -> pd.DataFrame:
    """The users' own file, as the app's database would export it."""
    start = pd.Timestamp(world.first_day)
    frame = world.users[
        ["user_id", "source", "campaign_id", "country", "city", "os", "gender", "age"]
    ].copy()
    joined = pd.to_timedelta(world.users["joined"], unit="D")
    frame.insert(1, "signed_up_at", (start + joined).dt.strftime("%Y-%m-%d %H:%M:%S"))
    return frame


def _active(rng: np.random.Generator, world: World, day: int) -> np.ndarray:
    """Positions of the users who come on this day."""
    users = world.users
    tenure = day - users["joined"].to_numpy()
    weekday = (world.first_day + timedelta(days=day)).weekday()
    novelty = 0.35 + 0.65 * np.exp(-np.clip(tenure, 0, None) / 7)
    chance = users["activity"].to_numpy() * novelty * WEEKDAY_WEIGHTS[weekday]
    chance = np.where(tenure == 0, 1.0, chance)
    here = (tenure >= 0) & (day < users["leaves"].to_numpy())
    return np.flatnonzero(here & (rng.random(len(users)) < chance))


def _seconds(rng: np.random.Generator, count: int) -> np.ndarray:
    """Seconds after midnight, busy in the evening."""
    hours = rng.choice(24, size=count, p=HOUR_WEIGHTS / HOUR_WEIGHTS.sum())
    return cast("np.ndarray", hours * 3600 + rng.integers(0, 3600, count))


def _feed(
    rng: np.random.Generator, world: World, day: int, active: np.ndarray
) -> pd.DataFrame:
    """Views and likes of posts; none in the cities of the outage on its day."""
    users = world.users
    if day == world.outage_day:
        down = users["city"].isin(OUTAGE_CITIES).to_numpy()
        active = active[~down[active]]
    views = 1 + rng.poisson(7 * users["activity"].to_numpy()[active])
    who = np.repeat(active, views)
    age_of_post = np.minimum(rng.geometric(0.45, len(who)) - 1, day)
    number = rng.integers(1, POSTS_PER_DAY + 1, len(who))
    post = (day - age_of_post) * POSTS_PER_DAY + number
    second = _seconds(rng, len(who))
    liked = rng.random(len(who)) < users["taste"].to_numpy()[who]
    like_second = np.minimum(second + rng.integers(1, 30, len(who)), 86_399)
    return pd.DataFrame(
        {
            "who": np.concatenate([who, who[liked]]),
            "post_id": np.concatenate([post, post[liked]]),
            "action": ["view"] * len(who) + ["like"] * int(liked.sum()),
            "second": np.concatenate([second, like_second[liked]]),
        }
    )


def _messages(
    rng: np.random.Generator, world: World, day: int, active: np.ndarray
) -> pd.DataFrame:
    """Messages, mostly to a few contacts that stay the same."""
    writers = active[world.users["messages"].to_numpy()[active]]
    who = np.repeat(writers, rng.poisson(4.0, len(writers)))
    receiver = (who * 7919 + rng.integers(0, 5, len(who)) * 104_729) % len(world.users)
    joined = world.users["joined"].to_numpy()[receiver] <= day
    keep = joined & (receiver != who)
    receiver_id = world.users["user_id"].to_numpy()[receiver[keep]]
    second = _seconds(rng, int(keep.sum()))
    return pd.DataFrame(
        {"who": who[keep], "receiver_id": receiver_id, "second": second}
    )


def _shop(
    rng: np.random.Generator,
    world: World,
    day: int,
    active: np.ndarray,
    refunds: pd.DataFrame,
    folder: Path,
) -> pd.DataFrame:
    """Write the day's order items and the refunds due; return the refunds to come."""
    bought = _orders(rng, world, day, active)
    back = bought[rng.random(len(bought)) < REFUND_SHARE].copy()
    back["due"] = day + rng.integers(1, 10, len(back))
    back["quantity"] = -back["quantity"]
    back["status"] = "REFUNDED"
    back["item_id"] = back["item_id"].astype(str) + "-r"
    waiting = pd.concat([refunds, back], ignore_index=True)
    due = waiting["due"] <= day
    today = pd.concat([bought, waiting[due].drop(columns="due")], ignore_index=True)
    _save(folder, world, day, today)
    return waiting[~due]


def _orders(
    rng: np.random.Generator, world: World, day: int, active: np.ndarray
) -> pd.DataFrame:
    """The items of the orders that are placed on this day."""
    shoppers = active[world.users["shops"].to_numpy()[active]]
    shoppers = shoppers[rng.random(len(shoppers)) < BUY_SHARE]
    items = 1 + rng.poisson(0.8, len(shoppers))
    order = np.repeat(np.arange(len(shoppers)), items)
    weight = world.products["weight"].to_numpy()
    product = rng.choice(len(weight), size=len(order), p=weight / weight.sum())
    group = (rng.random(len(shoppers)) < GROUP_SHARE)[order]
    price = world.products["price"].to_numpy()[product]
    numbers = pd.Series(order).groupby(order).cumcount() + 1
    order_id = [f"o{day:04d}{number:05d}" for number in order]
    return pd.DataFrame(
        {
            "who": shoppers[order],
            "second": _seconds(rng, len(shoppers))[order],
            "item_id": [f"{o}-{n}" for o, n in zip(order_id, numbers, strict=True)],
            "order_id": order_id,
            "product_id": world.products["product_id"].to_numpy()[product],
            "channel": np.where(group, "group", "individual"),
            "quantity": rng.geometric(0.6, len(order)),
            "unit_price": np.round(price * np.where(group, 1 - GROUP_DISCOUNT, 1), 2),
            "status": "COMPLETED",
        }
    )


def _save(folder: Path, world: World, day: int, rows: pd.DataFrame) -> None:
    """Write one day's rows in order of time, with the attributes of each user."""
    folder.mkdir(parents=True, exist_ok=True)
    on = world.first_day + timedelta(days=day)
    rows = rows.sort_values("second", kind="stable")
    people = world.users.iloc[rows.pop("who").to_numpy(dtype=int)]
    stamps = pd.Timestamp(datetime.combine(on, time.min)) + pd.to_timedelta(
        rows.pop("second").to_numpy(), unit="s"
    )
    rows.insert(0, "user_id", people["user_id"].to_numpy())
    rows["time"] = stamps.strftime("%Y-%m-%d %H:%M:%S")
    for column in ("gender", "age", "os", "source", "country", "city"):
        rows[column] = people[column].to_numpy()
    rows.to_csv(folder / f"{on.isoformat()}.csv", index=False)
