"""A generated company whose truth is known: feed, messenger, shop, app and marketing.

The files have the shapes that real sources have and are loaded through mappings like
any other company's. What is true of them stands in companies/demo/truth.toml.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path

from pipeline.demo import (
    deals,
    experiments,
    exposures,
    feed,
    goods,
    leads,
    market,
    messenger,
    noted,
    orders,
    paths,
    people,
    presence,
    purchases,
    spend,
    truth,
)
from pipeline.demo.app_events import AppEvents
from pipeline.demo.days import period
from pipeline.demo.market import Market
from pipeline.demo.world import World

FEWEST_USERS, MOST_USERS = 300, 2_000_000
SUBJECTS = ("feed", "messenger", "events", "marketplace", "marketing")
DAYS_BETWEEN_REPORTS = 60


def write(
    into: Path,
    *,
    until: date,
    users: int,
    seed: int,
    report: Callable[[str], None],
    months: int | None = None,
    subjects: Collection[str] = SUBJECTS,
    told: Path = truth.FILE,
) -> None:
    """Write the raw files of the months that end with the day before `until`.

    The world is the same however many months and subjects of it are written.

    Args:
        into: Folder for the files; made if it is missing.
        until: First day without data.
        users: Number of users who ever sign up, from 300 to 2 million.
        seed: The same seed gives the same files.
        report: Called with a line of progress every 60 days.
        months: Write the last so many months only; all without it.
        subjects: Write these only. Users are always written, experiments with the feed.
        told: The file of truths.

    Raises:
        ValueError: If `users`, `months` or `subjects` cannot be written, or the file of
            truths cannot be used.
    """
    _check(users, months, subjects)
    facts = truth.read(told)
    every = facts["period"]["months"]
    days = period(until, every, months or every, facts["period"]["timezone"], seed)
    world = people.draw(days, facts, users)
    into.mkdir(parents=True, exist_ok=True)
    people.write(world, into)
    noted.write(world, into)
    if "marketing" in subjects:
        spend.write_campaigns(world, into)
        spend.write(world, into)
        paths.write(world, into)
        leads.write(world, into)
    _write_days(world, subjects, into, report)


def _check(users: int, months: int | None, subjects: Collection[str]) -> None:
    if not FEWEST_USERS <= users <= MOST_USERS:
        raise ValueError(
            f"users is {users}; the demo takes from {FEWEST_USERS} to {MOST_USERS:,}."
        )
    if months is not None and months < 1:
        raise ValueError(f"months is {months}; it must be at least 1.")
    if unknown := sorted(set(subjects) - set(SUBJECTS)):
        raise ValueError(
            f"There is no subject {unknown[0]!r}; there is {', '.join(SUBJECTS)}."
        )


def _write_days(
    world: World, subjects: Collection[str], into: Path, report: Callable[[str], None]
) -> None:
    """Write day after day; what is in memory does not grow with their number."""
    events = _shop(world, subjects, into)
    met = exposures.Exposures(world)
    total = len(world.days.written)
    for number, visits in enumerate(presence.each_day(world), start=1):
        if "feed" in subjects:
            met.note(visits.day, *feed.write(world, visits, into))
        if "messenger" in subjects:
            messenger.write(world, visits, into)
        if events and "events" in subjects:
            events.write(visits.day, visits.who, into)
        if number % DAYS_BETWEEN_REPORTS == 0 or number == total:
            report(f"demo: {number} of {total} days written")
    if "feed" in subjects:
        experiments.write(world, into)
        met.write(into)


def _shop(world: World, subjects: Collection[str], into: Path) -> AppEvents | None:
    """Write the marketplace; return the writer of the app's events, which need it."""
    if not {"marketplace", "events"} & set(subjects):
        return None
    sells = goods.draw(world)
    bought = purchases.draw(world)
    place = Market(sells, bought, deals.draw(world, sells, bought))
    sold = orders.draw(world, place)
    if "marketplace" in subjects:
        goods.write(world, sells, into)
        market.write(world, place, into)
        orders.write(world, place, sold, into)
    return AppEvents(world, sells, bought, sold)
