"""A file of product events in the shape of an Amplitude export, the same each time."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
PLACES = [("United States", "Austin"), ("India", "Pune"), ("Germany", "Bonn")]
SYSTEMS = ["Windows", "Mac OS X", "Linux", None]
ALIKE = {
    "app": 345_612,
    "language": "English",
    "library": "amplitude-js/8.1",
    "os_name": "Chrome",
    "os_version": "98",
    "platform": "Web",
    "region": "Texas",
    "version_name": None,
}
TYPES = ["view", "click", "login", "quote started", "quote sent", 'said "yes"']


def write(path: Path, count: int) -> None:
    """Write so many events, one a line."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(event) + "\n" for event in _events(count))


def _events(count: int) -> Iterator[dict[str, Any]]:
    """The events, in order of time."""
    chance = random.Random(7)
    for number in range(count):
        user = chance.randrange(20_000)
        at = FIRST + timedelta(seconds=number * 7, microseconds=number % 1_000_000)
        country, city = PLACES[user % 3]
        yield {
            "client_event_time": f"{at:%Y-%m-%d %H:%M:%S.%f}",
            "server_received_time": f"{at + timedelta(seconds=2):%Y-%m-%d %H:%M:%S.%f}",
            "event_id": number,
            "event_properties": {"page": f"/p/{number % 50}", "tags": ["a", "b"]},
            "event_type": chance.choice(TYPES),
            "insert_id": f"{number:032x}",
            "ip_address": f"10.0.{user % 256}.{number % 256}",
            "session_id": 1_640_000_000_000 + number // 10,
            "user_id": f"user{user}@example.com" if number % 5 else None,
            "amplitude_id": 100_000_000_000 + user,
            "user_properties": {"plan": chance.choice(["free", "pro"]), "seats": 3},
            "country": country,
            "city": city if number % 9 else None,
            "device_family": SYSTEMS[user % 4],
            "device_id": f"d-{user:08x}-{user % 97:04x}",
            "uuid": f"{number:08x}-0000-4000-8000-000000000000",
            **ALIKE,
        }
