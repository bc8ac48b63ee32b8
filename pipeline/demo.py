"""A small generated company: feed, messenger and shop, as raw daily files.

The files have the shapes that real sources have and are loaded through mappings like
any other company's. Two stories are planted: an ad campaign on a Friday whose users
leave early, and one day without feed in four cities.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd

DAYS = 120
FRIDAY, WEDNESDAY = 4, 2
PLACES = (  # country, city, share of users
    ("United States", "New York", 0.14),
    ("United States", "Chicago", 0.10),
    ("United States", "Austin", 0.07),
    ("United Kingdom", "London", 0.13),
    ("United Kingdom", "Leeds", 0.06),
    ("Germany", "Berlin", 0.12),
    ("Germany", "Hamburg", 0.06),
    ("India", "Mumbai", 0.12),
    ("India", "Pune", 0.08),
    ("Brazil", "Recife", 0.12),
)
OUTAGE_CITIES = ("New York", "Chicago", "London", "Mumbai")
CATEGORIES = (  # category, products, mean price in the company's currency
    ("Grocery", 40, 6.0),
    ("Household", 30, 12.0),
    ("Electronics", 20, 80.0),
    ("Beauty", 25, 18.0),
    ("Toys", 15, 22.0),
)
HOUR_WEIGHTS = np.array(
    [2, 1, 1, 1, 1, 2, 4, 7, 8, 7, 6, 6, 8, 8, 6, 6, 7, 8, 10, 12, 13, 12, 8, 4], float
)
WEEKDAY_WEIGHTS = (1.0, 0.98, 0.97, 1.0, 1.06, 1.14, 1.10)
GROUP_DISCOUNT = 0.15
REFUND_SHARE = 0.03
POSTS_PER_DAY = 40


@dataclass(frozen=True)
class World:
    """What stays fixed while the days pass."""

    first_day: date
    campaign_day: int
    outage_day: int
    users: pd.DataFrame
    products: pd.DataFrame


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
    if users < 100:  # noqa: PLR2004
        raise ValueError(f"users is {users}; the demo needs at least 100.")
    rng = np.random.default_rng(seed)
    world = _world(rng, until - timedelta(days=DAYS), users)
    into.mkdir(parents=True, exist_ok=True)
    _signups(world).to_csv(into / "users.csv", index=False)
    world.products.drop(columns="weight").to_csv(into / "products.csv", index=False)
    refunds = pd.DataFrame()
    for day in range(DAYS):
        active = _active(rng, world, day)
        _save(into / "feed_actions", world, day, _feed(rng, world, day, active))
        _save(into / "message_actions", world, day, _messages(rng, world, day, active))
        refunds = _shop(rng, world, day, active, refunds, into / "order_items")
        if day % 30 == 29:  # noqa: PLR2004
            report(f"demo: {day + 1} of {DAYS} days written")


def _world(rng: np.random.Generator, first_day: date, users: int) -> World:
    """Draw who is there, what is sold, and on which days the stories happen."""
    last_day = first_day + timedelta(days=DAYS - 1)
    last_sunday = DAYS - 1 - (last_day.weekday() + 1) % 7
    outage_day = last_sunday - (6 - WEDNESDAY)
    campaign_day = last_sunday - 14 - (6 - FRIDAY)
    return World(
        first_day=first_day,
        campaign_day=campaign_day,
        outage_day=outage_day,
        users=_users(rng, users, campaign_day),
        products=_products(rng),
    )


def _users(rng: np.random.Generator, count: int, campaign_day: int) -> pd.DataFrame:
    """One row per user: who they are and how much they do."""
    before = rng.random(count) < 0.4  # noqa: PLR2004
    growth = 1 + np.arange(DAYS) / DAYS
    joined = np.where(
        before,
        rng.integers(-200, 0, count),
        rng.choice(DAYS, size=count, p=growth / growth.sum()),
    )
    campaign = rng.random(count) < 0.05  # noqa: PLR2004
    joined = np.where(campaign, campaign_day, joined)
    place = rng.choice(len(PLACES), size=count, p=[share for *_, share in PLACES])
    hazard = np.where(campaign, 0.35, 0.012 * rng.gamma(2.0, 0.5, count))
    age = np.clip(rng.normal(31, 10, count), 14, 75).astype(int)
    return pd.DataFrame(
        {
            "user_id": [f"u{number:06d}" for number in range(1, count + 1)],
            "joined": joined,
            "leaves": joined + 1 + rng.geometric(np.clip(hazard, 0.001, 0.9)),
            "source": np.where(
                campaign | (rng.random(count) < 0.35),  # noqa: PLR2004
                "ads",
                "organic",
            ),
            "campaign_id": np.where(campaign, "friday-launch", ""),
            "country": [PLACES[index][0] for index in place],
            "city": [PLACES[index][1] for index in place],
            "os": rng.choice(["Android", "iOS"], size=count, p=[0.62, 0.38]),
            "gender": rng.choice(["female", "male"], size=count),
            "age": age,
            "activity": rng.beta(2.0, 2.6, count) * np.where(campaign, 0.45, 1.0),
            "taste": rng.beta(8, 32, count),
            "messages": rng.random(count) < 0.55,  # noqa: PLR2004
            "shops": rng.random(count) < 0.40,  # noqa: PLR2004
        }
    )


def _products(rng: np.random.Generator) -> pd.DataFrame:
    """One row per product, with its price and how often it is chosen."""
    rows = [
        (f"p-{category[:2].lower()}{number:03d}", f"{category} {number}", category, mean)
        for category, count, mean in CATEGORIES
        for number in range(1, count + 1)
    ]
    frame = pd.DataFrame(rows, columns=["product_id", "name", "category", "mean"])
    spread = rng.lognormal(0, 0.5, len(frame))
    frame["price"] = (frame.pop("mean") * spread).clip(lower=0.5).round(2)
    frame["vendor_id"] = [f"v{number:02d}" for number in rng.integers(1, 21, len(frame))]
    frame["weight"] = rng.pareto(1.5, len(frame)) + 0.1
    return frame


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
    post = (day - age_of_post) * POSTS_PER_DAY + rng.integers(0, POSTS_PER_DAY, len(who))
    second = _seconds(rng, len(who))
    liked = rng.random(len(who)) < users["taste"].to_numpy()[who]
    like_second = np.minimum(second + rng.integers(1, 30, len(who)), 86_399)
    return pd.DataFrame(
        {
            "who": np.concatenate([who, who[liked]]),
            "post_id": np.concatenate([post, post[liked]]) + 1,
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
    back["item_id"] = back["item_id"] + "-r"
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
    shoppers = shoppers[rng.random(len(shoppers)) < 0.3]  # noqa: PLR2004
    items = 1 + rng.poisson(0.8, len(shoppers))
    order = np.repeat(np.arange(len(shoppers)), items)
    weight = world.products["weight"].to_numpy()
    product = rng.choice(len(weight), size=len(order), p=weight / weight.sum())
    group = (rng.random(len(shoppers)) < 0.35)[order]  # noqa: PLR2004
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
