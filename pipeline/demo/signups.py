"""How many users sign up on each day, and which of them marketing brought."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from pipeline.demo.days import Days

FORTNIGHT = 14
DAYS_PER_MONTH = 30.4375
LEVELS = (0.15, 0.6, 1.0, 1.9)


def shape_of_spend(days: Days, channel: str) -> np.ndarray:
    """Spend of a channel on each day as multiples of its mean: levels of a fortnight.

    Levels change often and far, and differ by channel; else no model could tell the
    channels from each other and from growth.
    """
    rng = days.rng(f"spend {channel}")
    levels = rng.choice(LEVELS, size=days.count // FORTNIGHT + 2)
    start = int(rng.integers(0, FORTNIGHT))
    steady = np.repeat(levels, FORTNIGHT)[start : start + days.count]
    shape = steady * rng.uniform(0.85, 1.15, days.count)
    return np.asarray(shape / shape.mean())


def effect(shape: np.ndarray, carry_over: float, half: float) -> np.ndarray:
    """What spend does on each day: carried over, then saturated; at most 1."""
    carried = np.empty_like(shape)
    before = shape[:FORTNIGHT].mean()
    for day, spent in enumerate(shape):
        before = (1 - carry_over) * spent + carry_over * before
        carried[day] = before
    return carried / (carried + half)


def chances(days: Days, truth: Mapping[str, Any]) -> np.ndarray:
    """Chance of each day and cause among the sign-ups within the period.

    Returns:
        Shape (days, 1 + channels), organic first; all of it sums to 1.
    """
    growth = truth["growth"]
    rising = (1 + growth["monthly"]) ** (np.arange(days.count) / DAYS_PER_MONTH)
    weekly = np.asarray(growth["weekdays"], float)[days.weekdays()]
    paid = [
        channel["share"] * _to_one(effect(shape_of_spend(days, name), *_form(channel)))
        for name, channel in truth["channels"].items()
    ]
    left = 1 - sum(channel["share"] for channel in truth["channels"].values())
    return np.column_stack([left * _to_one(rising * weekly), *paid])


def _form(channel: Mapping[str, float]) -> tuple[float, float]:
    return channel["carry_over"], channel["half"]


def _to_one(values: np.ndarray) -> np.ndarray:
    return np.asarray(values / values.sum())


def draw(
    days: Days, truth: Mapping[str, Any], users: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The day and cause of each user's sign-up, in order of days.

    Returns:
        Days (negative: before the period), whether marketing was the cause, and whether
        it was the campaign of the Friday; shape (users,) each.
    """
    rng = days.rng("sign-ups")
    before = round(users * truth["growth"]["here_before"])
    launched = round(users * truth["campaign"]["share"])
    within = chances(days, truth)
    counts = rng.multinomial(users - before - launched, within.ravel())
    day, cause = np.divmod(np.repeat(np.arange(within.size), counts), within.shape[1])
    early = -rng.integers(1, truth["growth"]["days_before"] + 1, before)
    paid_share = 1 - within[:, 0].sum()
    friday = days.day_within(truth["campaign"]["on"])
    joined = np.concatenate([early, day, np.full(launched, friday)])
    paid = np.concatenate(
        [rng.random(before) < paid_share, cause > 0, np.ones(launched, bool)]
    )
    is_campaign = np.arange(users) >= users - launched
    order = rng.permutation(users)
    order = order[np.argsort(joined[order], kind="stable")]
    return joined[order], paid[order], is_campaign[order]
