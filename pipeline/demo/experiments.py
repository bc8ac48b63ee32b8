"""Experiments in the feed: which there are, and what a variant does."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.demo.days import DAY
from pipeline.demo.world import World
from pipeline.demo.writing import QUOTED, write_csv

HALVES = {"control": 0.5, "treatment": 0.5}
HOLDOUT = "email-holdout"
RANKED, ENLARGED = 1, 3  # groups that meet the treatment


@dataclass(frozen=True)
class Experiment:
    """An experiment in the feed: which group of users meets which variant, and when."""

    key: str
    name: str
    hypothesis: str
    first: int
    last: int
    groups: tuple[int, int]


def in_feed(world: World) -> list[Experiment]:
    """The experiments in the feed: two without a difference, then two with one."""
    told, likes = world.truth["experiments"], "Users like more of what they view."
    texts = (
        ("aa-1", "aa", "A/A week, groups 0 and 1", "Both arms are alike.", (0, 1)),
        ("aa-2", "aa", "A/A week, groups 2 and 3", "Both arms are alike.", (2, 3)),
        ("ranking", "ranking", "Posts ranked by friends", likes, (0, 1)),
        ("layout", "layout", "Larger pictures in the feed", likes, (2, 3)),
    )
    starts = {story: world.days.day_within(told[story]["on"]) for _, story, *_ in texts}
    return [
        Experiment(
            key, name, about, starts[story], starts[story] + told["days"] - 1, groups
        )
        for key, story, name, about, groups in texts
    ]


def click_through(world: World, day: int, who: np.ndarray) -> np.ndarray:
    """The share of views that each of these users likes on a day."""
    people, told = world.people, world.truth["experiments"]
    rate, group = people.taste[who], people.group[who]
    ranking, layout = told["ranking"], told["layout"]
    start = world.days.day_within(ranking["on"])
    if start <= day < start + ranking["affected_days"]:
        factor = np.asarray(ranking["factors"])[(who // 2) % 2]
        rate = np.where(group == RANKED, rate * factor, rate)
    start = world.days.day_within(layout["on"])
    if start <= day < start + told["days"]:
        rate = np.where(group == ENLARGED, rate + layout["lift"], rate)
    return np.asarray(rate)


def write(world: World, into: Path) -> None:
    """Write experiments.csv: each experiment as it was designed."""
    told, days = world.truth["experiments"], world.days
    start = days.day_within(told["holdout"]["on"])
    mailed = Experiment(
        HOLDOUT,
        "E-mails held out",
        "Who gets our e-mails comes on more days.",
        start,
        start + told["holdout"]["days"] - 1,
        (0, 0),
    )
    every = [*in_feed(world), mailed]
    held_out = 1 / told["holdout"]["one_in"]
    most = {"held_out": held_out, "mailed": 1 - held_out}
    is_mailed = [one is mailed for one in every]
    began = np.array([one.first for one in every]) * DAY
    ended = np.array([one.last + 1 for one in every]) * DAY - 1
    columns = {
        "id": [one.key for one in every],
        "name": [one.name for one in every],
        "hypothesis": [one.hypothesis for one in every],
        "primary_metric": np.where(is_mailed, "active_days", "click_through_rate"),
        "design_split": [json.dumps(most if it else HALVES) for it in is_mailed],
        "control": np.where(is_mailed, "held_out", "control"),
        "salt": np.where(is_mailed, told["holdout"]["salt"], told["salt"]),
        "started_at": days.stamps(began),
        "ended_at": days.stamps(ended),
        "updated_at": days.stamps(began),
    }
    write_csv(into / "experiments.csv", columns, options=QUOTED)
