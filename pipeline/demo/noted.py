"""events.toml: what the demo company's people noted of what happened, day by day.

The incident of the last day is not among it: nobody has seen it yet.
"""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.demo import experiments
from pipeline.demo.world import World

HEAD = "# What happened, as the company noted it; company.toml names this file.\n"


def write(world: World, into: Path) -> None:
    """Write the events of the days that are written, in their order."""
    noted = [one for one in _noted(world) if one[0] in world.days.written]
    parts = [
        f"\n[[event]]\nday   = {world.days.date_of(day)}\n"
        f"title = {json.dumps(title)}\nkind  = {json.dumps(kind)}\n"
        for day, title, kind in sorted(noted)
    ]
    (into / "events.toml").write_text(HEAD + "".join(parts), encoding="utf-8")


def _noted(world: World) -> list[tuple[int, str, str]]:
    """Day, title and kind of each event of the truth."""
    truth, days = world.truth, world.days
    outage = days.day_of(truth["outage"]["on"])
    cities = ", ".join(truth["outage"]["cities"])
    found = [] if outage is None else [(outage, f"Feed outage in {cities}", "outage")]
    friday = days.day_within(truth["campaign"]["on"])
    name = truth["campaign"]["campaign_id"].replace("-", " ")
    channel = truth["campaign"]["channel"]
    found.append((friday, f"Campaign {name} on {channel}", "campaign"))
    mobs = [days.day_of(one) for one in truth["flash_mob"]["on"]]
    found += [(day, "Flash mob", "promotion") for day in mobs if day is not None]
    held = truth["experiments"]["holdout"]
    begun = {days.day_within(held["on"]): [f"one in {held['one_in']} gets no e-mails"]}
    for one in experiments.in_feed(world):
        begun.setdefault(one.first, []).append(one.name)
    return found + [
        (day, f"Experiment: {'; '.join(names)}", "experiment")
        for day, names in begun.items()
    ]
