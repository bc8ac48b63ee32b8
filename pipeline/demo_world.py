"""Who is in the demo company, what it sells, and on which days its stories happen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

DAYS = 120
WEDNESDAY, FRIDAY, SUNDAY = 2, 4, 6
# Shares of all users.
HERE_BEFORE, IN_CAMPAIGN, FROM_ADS, USE_MESSENGER, USE_SHOP = 0.4, 0.05, 0.35, 0.55, 0.4
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


@dataclass(frozen=True)
class World:
    """What stays fixed while the days pass."""

    first_day: date
    campaign_day: int
    outage_day: int
    users: pd.DataFrame
    products: pd.DataFrame


def draw(rng: np.random.Generator, first_day: date, users: int) -> World:
    """Draw who is there, what is sold, and on which days the stories happen."""
    last_day = first_day + timedelta(days=DAYS - 1)
    last_sunday = DAYS - 1 - (last_day.weekday() + 1) % 7
    outage_day = last_sunday - (SUNDAY - WEDNESDAY)
    campaign_day = last_sunday - 14 - (SUNDAY - FRIDAY)
    return World(
        first_day=first_day,
        campaign_day=campaign_day,
        outage_day=outage_day,
        users=_users(rng, users, campaign_day),
        products=_products(rng),
    )


def _users(rng: np.random.Generator, count: int, campaign_day: int) -> pd.DataFrame:
    """One row per user: who they are, when they come and leave, how much they do."""
    campaign = rng.random(count) < IN_CAMPAIGN
    joined = np.where(campaign, campaign_day, _joined(rng, count))
    hazard = np.where(campaign, 0.35, 0.012 * rng.gamma(2.0, 0.5, count))
    stays = 1 + rng.geometric(np.clip(hazard, 0.001, 0.9))
    by_ads = rng.random(count) < FROM_ADS
    place = rng.choice(len(PLACES), size=count, p=[share for *_, share in PLACES])
    return pd.DataFrame(
        {
            "user_id": [f"u{number:06d}" for number in range(1, count + 1)],
            "joined": joined,
            "leaves": joined + stays,
            "source": np.where(campaign | by_ads, "ads", "organic"),
            "campaign_id": np.where(campaign, "friday-launch", ""),
            "country": [PLACES[index][0] for index in place],
            "city": [PLACES[index][1] for index in place],
            "os": rng.choice(["Android", "iOS"], size=count, p=[0.62, 0.38]),
            "gender": rng.choice(["female", "male"], size=count),
            "age": np.clip(rng.normal(31, 10, count), 14, 75).astype(int),
            "activity": rng.beta(2.0, 2.6, count) * np.where(campaign, 0.45, 1.0),
            "taste": rng.beta(8, 32, count),
            "messages": rng.random(count) < USE_MESSENGER,
            "shops": rng.random(count) < USE_SHOP,
        }
    )


def _joined(rng: np.random.Generator, count: int) -> np.ndarray:
    """Day of each sign-up; some before the first day, the others ever more often."""
    growth = 1 + np.arange(DAYS) / DAYS
    later = rng.choice(DAYS, size=count, p=growth / growth.sum())
    return np.where(
        rng.random(count) < HERE_BEFORE, rng.integers(-200, 0, count), later
    )


def _products(rng: np.random.Generator) -> pd.DataFrame:
    """One row per product, with its price and how often it is chosen."""
    rows = [
        (f"p-{name[:2].lower()}{number:03d}", f"{name} {number}", name, mean)
        for name, count, mean in CATEGORIES
        for number in range(1, count + 1)
    ]
    frame = pd.DataFrame(rows, columns=["product_id", "name", "category", "mean"])
    spread = rng.lognormal(0, 0.5, len(frame))
    frame["price"] = (frame.pop("mean") * spread).clip(lower=0.5).round(2)
    vendors = rng.integers(1, 21, len(frame))
    frame["vendor_id"] = [f"v{number:02d}" for number in vendors]
    frame["weight"] = rng.pareto(1.5, len(frame)) + 0.1
    return frame
