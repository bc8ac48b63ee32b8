"""Paths of marketing touches: a chain whose chances are known."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from pipeline.demo.chain import Chain
from pipeline.demo.days import DAY, Days
from pipeline.demo.world import World, campaigns
from pipeline.demo.writing import money, named, numbered, write_months

GAP_DAYS = 1.5


def chain_of(truth: Mapping[str, Any]) -> Chain:
    """The chain of touches: from the start, over channels, to a sign-up or nothing."""
    return Chain({**_steps(truth), "converted": {}}, start="start", goal="converted")


def _steps(truth: Mapping[str, Any]) -> dict[str, Mapping[str, float]]:
    names = ("start", *truth["channels"])
    return {name: truth["paths"][name] for name in names}


def converting(
    days: Days, truth: Mapping[str, Any], joined: np.ndarray, launched: np.ndarray
) -> np.ndarray:
    """The path of each user whom marketing brought.

    Args:
        days: The period.
        truth: The truths.
        joined: Day or moment of each sign-up; negative before the period.
        launched: Whether each of these users is one of the Friday's campaign. They
            change paths with others of the period, so that theirs end in its channel
            as far as there are such: all paths together stay draws of the chain.

    Returns:
        Shape (users, longest path): the channel of each touch, -1 after the last.
    """
    rng = days.rng("converting paths")
    chain = chain_of(truth)
    drawn = chain.draw(rng, len(launched), reaches=True)
    touches = _channels(drawn, chain, truth)
    channel = list(truth["channels"]).index(truth["campaign"]["channel"])
    ends_elsewhere = last(touches) != channel
    mine = np.flatnonzero(launched)
    others = np.flatnonzero(~launched & (joined >= 0))
    fitting = np.argsort(ends_elsewhere + 2 * (joined < 0), kind="stable")[: len(mine)]
    left = np.setdiff1d(np.flatnonzero(joined >= 0), fitting)
    paths = touches.copy()
    paths[mine], paths[others] = touches[fitting], touches[left]
    return paths


def last(paths: np.ndarray) -> np.ndarray:
    """The channel of each path's last touch."""
    length = (paths >= 0).sum(axis=1)
    return np.asarray(paths[np.arange(len(paths)), length - 1])


def _channels(drawn: np.ndarray, chain: Chain, truth: Mapping[str, Any]) -> np.ndarray:
    """Places of channels instead of places of states."""
    lookup = np.full(len(chain.names) + 1, -1, np.int8)
    for place, channel in enumerate(truth["channels"]):
        lookup[chain.names.index(channel)] = place
    return np.asarray(lookup[drawn[:, 1:]])


def write(world: World, into: Path) -> None:
    """Write the touches of users whom marketing brought, and of visitors who left."""
    rng, people = world.days.rng("touches"), world.people
    paid = np.flatnonzero(people.source == 1)
    launched = people.returns[paid] < 1
    chain = chain_of(world.truth)
    good = converting(world.days, world.truth, people.joined[paid], launched)
    lost = int(rng.negative_binomial(max(len(paid), 1), chain.chance))
    bad = _channels(chain.draw(rng, lost, reaches=False), chain, world.truth)
    ends = people.joined[paid] - rng.integers(60, 1800, len(paid))
    left = rng.choice(people.joined[paid], lost) + rng.integers(-DAY, DAY, lost)
    who = pa.concat_arrays(
        [people.ids.take(pa.array(paid)), numbered("visitor-", np.arange(1, lost + 1))]
    )
    paths = _stacked(good, bad)
    converts = np.arange(len(paths)) < len(paid)
    friday = np.concatenate([launched, np.zeros(lost, bool)])
    touches = _touches(rng, paths, np.concatenate([ends, left]))
    touches["converted"] = converts[touches["path"]] & touches["is_last"]
    touches["friday"] = friday[touches["path"]] & touches["is_last"]
    _write_touches(world, into, who, touches)


def _stacked(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Paths of both, as long as the longest."""
    paths = np.full((len(one) + len(other), max(one.shape[1], other.shape[1])), -1)
    paths[: len(one), : one.shape[1]] = one
    paths[len(one) :, : other.shape[1]] = other
    return paths


def _touches(
    rng: np.random.Generator, paths: np.ndarray, ends: np.ndarray
) -> dict[str, np.ndarray]:
    """One element a touch: its path, channel, moment, and whether it is the last."""
    path, place = np.nonzero(paths >= 0)
    length = (paths >= 0).sum(axis=1)
    gaps = rng.exponential(GAP_DAYS * DAY, paths.shape).astype(np.int64) + 60
    gaps[np.arange(paths.shape[1]) >= length[:, None] - 1] = 0
    before = np.cumsum(gaps[:, ::-1], axis=1)[:, ::-1]
    return {
        "path": path,
        "channel": paths[path, place],
        "moment": ends[path] - before[path, place],
        "is_last": place == length[path] - 1,
    }


def _write_touches(
    world: World, into: Path, who: pa.Array, touches: dict[str, np.ndarray]
) -> None:
    known, told = campaigns(world.truth), world.truth["campaign"]
    names = list(world.truth["channels"])
    rng = world.days.rng("worth of sign-ups")
    path, channel, moment = touches["path"], touches["channel"], touches["moment"]
    is_friday = touches["friday"] & (channel == names.index(told["channel"]))
    campaign = np.where(is_friday, len(known) - 1, channel)
    value = rng.gamma(4.0, world.truth["paths"]["value"] / 4.0, len(path))
    columns = {
        "id": numbered("t", np.arange(1, len(path) + 1)),
        "user_id": who.take(pa.array(path)),
        "time": world.days.stamps(moment),
        "channel": named(channel, names),
        "campaign_id": named(campaign, [key for key, _ in known]),
        "converted": touches["converted"],
        "value": money(np.where(touches["converted"], value, np.nan)),
    }
    write_months(into / "touchpoints", world.days, moment, columns)
