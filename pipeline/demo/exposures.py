"""Who met which variant of an experiment, and when first."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from pipeline.demo import presence
from pipeline.demo.days import DAY
from pipeline.demo.experiments import HOLDOUT, Experiment, in_feed
from pipeline.demo.world import World
from pipeline.demo.writing import named, write_months

VARIANTS = ("control", "treatment", "held_out", "mailed")


class Exposures:
    """Collects who meets an experiment first, and when, while the days pass."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._running = in_feed(world)
        self._seen = {one.key: np.zeros(0, np.int64) for one in self._running}
        self._rows: list[tuple[str, np.ndarray, np.ndarray, np.ndarray]] = []

    def note(self, day: int, who: np.ndarray, moment: np.ndarray) -> None:
        """Note the views of a day."""
        for one in self._running:
            if one.first <= day <= one.last:
                self._note(one, who, moment)

    def _note(self, one: Experiment, who: np.ndarray, moment: np.ndarray) -> None:
        group = self._world.people.group
        seen = self._seen[one.key]
        meets = np.isin(group[who], one.groups) & ~np.isin(who, seen)
        order = np.flatnonzero(meets)
        order = order[np.argsort(moment[order], kind="stable")]
        users, place = np.unique(who[order], return_index=True)
        variant = (group[users] == one.groups[1]).astype(np.int64)
        self._seen[one.key] = np.union1d(seen, users)
        self._rows.append((one.key, users, variant, moment[order][place]))

    def write(self, into: Path) -> None:
        """Write the exposures of the feed, and those of the holdout."""
        rows = [*self._rows, *_of_the_holdout(self._world)]
        keys = list(dict.fromkeys(key for key, *_ in rows))
        key = np.concatenate(
            [np.full(len(users), keys.index(key)) for key, users, *_ in rows]
            or [np.zeros(0, int)]
        )
        who, variant, moment = (
            np.concatenate([np.zeros(0, np.int64), *(row[part] for row in rows)])
            for part in (1, 2, 3)
        )
        columns = {
            "experiment_id": named(key, keys),
            "variant": named(variant, VARIANTS),
            "user_id": self._world.people.ids.take(pa.array(who)),
            "time": self._world.days.stamps(moment),
        }
        write_months(into / "exposures", self._world.days, moment, columns)


def _of_the_holdout(
    world: World,
) -> list[tuple[str, np.ndarray, np.ndarray, np.ndarray]]:
    """All who take part, from its first moment on."""
    start = world.days.day_within(world.truth["experiments"]["holdout"]["on"])
    users = np.flatnonzero(presence.is_eligible(world))
    variant = np.where(world.people.held_out[users], 2, 3)
    return [(HOLDOUT, users, variant, np.full(len(users), start * DAY))]
