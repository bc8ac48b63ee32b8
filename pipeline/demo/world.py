"""What stays fixed while the days pass: the period, the truths, the users."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from pipeline.demo.days import DAY, HOUR, Days

OS_NAMES = ("Android", "iOS")
GENDERS = ("female", "male")
SOURCES = ("organic", "ads")


@dataclass(frozen=True)
class People:
    """The users in order of sign-up, one element each.

    Attributes:
        ids: Keys.
        kind: Place of the user's kind in the truth's [kinds].
        joined: When the user signed up.
        leaves: First day on which the user no longer comes.
        come: The settled chance to come on a day.
        taste: Share of views that the user likes.
        place: Place in the truth's [profile] places.
        phone: Place in OS_NAMES at first.
        changes: When the user changes to the other system; the end or later: never.
        gender: Place in GENDERS.
        age: In years.
        source: Place in SOURCES.
        campaign: Place in the world's campaigns; -1 without.
        returns: Factor on the chance to come on any day after the first.
        group: Group of the experiments in the feed.
        held_out: Whether the user gets no e-mails in the holdout.
    """

    ids: pa.Array
    kind: np.ndarray
    joined: np.ndarray
    leaves: np.ndarray
    come: np.ndarray
    taste: np.ndarray
    place: np.ndarray
    phone: np.ndarray
    changes: np.ndarray
    gender: np.ndarray
    age: np.ndarray
    source: np.ndarray
    campaign: np.ndarray
    returns: np.ndarray
    group: np.ndarray
    held_out: np.ndarray

    def __len__(self) -> int:
        return len(self.joined)


@dataclass(frozen=True)
class World:
    """The period, the truths and the users."""

    days: Days
    truth: Mapping[str, Any]
    people: People

    @property
    def kinds(self) -> list[Mapping[str, float]]:
        """The kinds of users, in the order of People.kind."""
        return list(self.truth["kinds"].values())

    def of_kind(self, name: str, who: np.ndarray) -> np.ndarray:
        """What the truth says of the kind of each of these users."""
        values = np.array([kind[name] for kind in self.kinds])
        return np.asarray(values[self.people.kind[who]])

    def is_on(self, day: int, story: str) -> bool:
        """Whether a story of the truth happens on a day."""
        told = self.truth[story]["on"]
        several = told if isinstance(told, list) else [told]
        return any(self.days.day_of(one) == day for one in several)

    def seconds(self, rng: np.random.Generator, day: int, count: int) -> np.ndarray:
        """Moments of a day, as busy as the truth's hours."""
        chances = self.days.hours(day, self.truth["rhythm"]["hours"])
        hours = rng.choice(24, size=count, p=chances)
        return np.asarray(day * DAY + hours * HOUR + rng.integers(0, HOUR, count))


def campaigns(truth: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Key and channel of each campaign: one a channel, and the Friday's."""
    usual = [(f"{channel}-always-on", channel) for channel in truth["channels"]]
    return [*usual, (truth["campaign"]["campaign_id"], truth["campaign"]["channel"])]
