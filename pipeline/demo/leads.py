"""Leads of business customers, on their way from stage to stage."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pipeline.demo.days import DAY
from pipeline.demo.people import INDUSTRIES, SIZES
from pipeline.demo.world import World, campaigns
from pipeline.demo.writing import money, named, numbered, write_months

STAGES = ("new", "qualified", "proposal", "won", "lost")
WON, LOST = 3, 4
MEAN_VALUE = 1800.0


def write(world: World, into: Path) -> None:
    """Write leads: a row each time that a lead reaches a stage."""
    told, days = world.truth["leads"], world.days
    rng = days.rng("leads")
    count = max(round(len(world.people) * told["share"]), 1)
    source = rng.integers(0, len(told["qualified"]), count)
    qualified = np.array(list(told["qualified"].values()))[source]
    chances = (qualified, told["proposal"], told["won"])
    passes = [rng.random(count) < chance for chance in chances]
    created = np.sort(rng.integers(0, days.count * DAY, count))
    steps = rng.exponential(told["days"] * DAY, (count, len(passes)))
    reached = created[:, None] + np.cumsum(np.ceil(steps), axis=1).astype(np.int64)
    lead, stage, moment = [np.arange(count)], [np.zeros(count, int)], [created]
    for place, passed in enumerate(passes):
        on = lead[-1][stage[-1] == place]
        lead.append(on)
        stage.append(np.where(passed[on], place + 1, LOST))
        moment.append(reached[on, place])
    rows = (np.concatenate(lead), np.concatenate(stage), np.concatenate(moment))
    _write(world, into, source, created, rows)


def _write(
    world: World,
    into: Path,
    source: np.ndarray,
    created: np.ndarray,
    rows: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    """Write the rows, each a lead, its stage and when it reached it."""
    lead, stage, moment = rows
    days = world.days
    rng = days.rng("lead details")
    size = rng.integers(0, len(SIZES), len(created))
    industry = rng.integers(0, len(INDUSTRIES), len(created))
    value = rng.gamma(2.0, MEAN_VALUE / 2.0, len(created))
    closed = days.stamps(moment)
    closed[stage < WON] = np.datetime64("NaT")
    sources = list(world.truth["leads"]["qualified"])
    campaign = np.where(np.array(sources)[source] == "ads", 0, -1)
    columns = {
        "id": numbered("lead-", lead + 1, 6),
        "user_id": named(np.full(len(lead), -1), [""]),
        "created_at": days.stamps(created[lead]),
        "updated_at": days.stamps(moment),
        "source": named(source[lead], sources),
        "campaign_id": named(
            campaign[lead], [key for key, _ in campaigns(world.truth)]
        ),
        "stage": named(stage, STAGES),
        "closed_at": closed,
        "value": money(np.where(stage == WON, value[lead], np.nan)),
        "company_size": named(size[lead], SIZES),
        "industry": named(industry[lead], INDUSTRIES),
    }
    write_months(into / "leads", days, moment, columns)
