"""Marketing: what was spent on each day, and the campaigns it was spent on."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pipeline.demo import signups
from pipeline.demo.days import DAY, HOUR
from pipeline.demo.world import World, campaigns
from pipeline.demo.writing import money, named, write_csv, write_months

CLICK_PRICE, CLICK_RATE = 0.45, 0.02
KNOWN_AT, CORRECTED_AT = 23 * HOUR, 2 * DAY + 6 * HOUR


def daily(world: World) -> dict[str, np.ndarray]:
    """What each channel spends on each day of the period, the campaign left out."""
    truth, days = world.truth, world.days
    users = len(world.people)
    within = users - round(users * truth["growth"]["here_before"])
    within -= round(users * truth["campaign"]["share"])
    return {
        name: signups.shape_of_spend(days, name)
        * (channel["share"] * within / channel["per_1000"] * 1000 / days.count)
        for name, channel in truth["channels"].items()
    }


def write(world: World, into: Path) -> None:
    """Write marketing_spend: a row a day and campaign, some of them corrected later."""
    truth, days = world.truth, world.days
    rng = days.rng("marketing spend")
    day, campaign, channel, spent = _rows(world)
    wrong = np.flatnonzero(rng.random(len(day)) < truth["spend"]["corrected"])
    rows = np.concatenate([np.arange(len(day)), wrong])
    is_first = np.arange(len(rows)) < len(day)
    too_low = np.isin(rows, wrong) & is_first
    stated = spent[rows] * np.where(too_low, 1 - truth["spend"]["too_low"], 1.0)
    clicks = rng.poisson(spent / CLICK_PRICE)
    shown = clicks + rng.poisson(clicks / CLICK_RATE)
    written = day[rows] * DAY + np.where(is_first, KNOWN_AT, CORRECTED_AT)
    fixed = np.array([one["fixed"] for one in truth["channels"].values()])
    columns = {
        "day": days.stamps(day[rows] * DAY).astype("datetime64[D]"),
        "channel": named(channel[rows], list(truth["channels"])),
        "campaign_id": named(campaign[rows], [key for key, _ in campaigns(truth)]),
        "impressions": shown[rows],
        "clicks": clicks[rows],
        "spend": money(stated),
        "fixed": fixed[channel[rows]],
        "updated_at": days.stamps(written),
    }
    write_months(into / "marketing_spend", days, written, columns)


def _rows(world: World) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Day, campaign, channel and spend: each channel's days, then the Friday's."""
    truth, days = world.truth, world.days
    told, names = truth["campaign"], list(truth["channels"])
    day = np.tile(np.arange(days.count), len(names))
    channel = np.repeat(np.arange(len(names)), days.count)
    cost = round(len(world.people) * told["share"]) * told["cost_per_user"]
    spent = np.append(np.concatenate(list(daily(world).values())), cost)
    return (
        np.append(day, days.day_within(told["on"])),
        np.append(channel, len(names)),
        np.append(channel, names.index(told["channel"])),
        np.round(spent, 2),
    )


def write_campaigns(world: World, into: Path) -> None:
    """Write campaigns.csv."""
    truth, days = world.truth, world.days
    known = campaigns(truth)
    friday = days.day_within(truth["campaign"]["on"])
    started = np.append(np.zeros(len(known) - 1, int), friday) * DAY
    ended = days.stamps(started + DAY - 1)
    ended[:-1] = np.datetime64("NaT")
    columns = {
        "id": [key for key, _ in known],
        "name": [key.replace("-", " ").capitalize() for key, _ in known],
        "channel": [channel for _, channel in known],
        "started_at": days.stamps(started),
        "ended_at": ended,
        "updated_at": days.stamps(started),
    }
    write_csv(into / "campaigns.csv", columns)
