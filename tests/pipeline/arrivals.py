"""The ways in which the rows of a business may arrive."""

from __future__ import annotations

import csv
import io
import json
import random
from datetime import timedelta

from tests.pipeline.businesses import DAYS, START, Arrival, Row

LATE_BY = timedelta(hours=48)
GROWING = {"users", "vendors", "categories", "product_names", "products"}


def disturbed(rows: list[Arrival], seed: int) -> list[list[Arrival]]:
    """The same rows in batches: 10% repeated, 5% late by up to 48 hours, shuffled."""
    chance = random.Random(seed)
    again = chance.sample(rows, len(rows) // 10)
    arriving = [*rows, *(_later(one, chance) for one in again)]
    for place in chance.sample(range(len(arriving)), len(arriving) // 20):
        arriving[place] = _later(arriving[place], chance)
    cuts = sorted(
        START + timedelta(hours=chance.uniform(0, 24 * (DAYS + 2)))
        for _ in range(chance.randint(1, 3))
    )
    batches: list[list[Arrival]] = [[] for _ in range(len(cuts) + 1)]
    for one in arriving:
        batches[sum(one.at >= cut for cut in cuts)].append(one)
    for batch in batches:
        chance.shuffle(batch)
    if chance.random() < 0.3:
        chance.shuffle(batches)
    return [batch for batch in batches if batch]


def files(batch: list[Arrival], name: str) -> dict[str, str]:
    """The files that a batch arrives in, by path; only events twice in one file."""
    by_source: dict[str, list[Row]] = {}
    for one in batch:
        rows = by_source.setdefault(one.source, [])
        if one.row not in rows or one.source == "events":
            rows.append(one.row)
    return {
        _path(source, name): _text(source, rows) for source, rows in by_source.items()
    }


def _path(source: str, name: str) -> str:
    if source in GROWING:
        return f"{source}.csv"
    return f"{source}/{name}.{'ndjson' if source == 'events' else 'csv'}"


def _text(source: str, rows: list[Row]) -> str:
    if source == "events":
        return "".join(json.dumps(row) + "\n" for row in rows)
    stream = io.StringIO()
    writer = csv.DictWriter(stream, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def _later(one: Arrival, chance: random.Random) -> Arrival:
    return Arrival(one.source, one.row, one.at + chance.random() * LATE_BY)
