"""What the feed and the messenger write of a user on each row, blemishes included."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.demo.world import GENDERS, OS_NAMES, SOURCES, World
from pipeline.demo.writing import named

NONE_WORDS = ("n/a", "(none)")
SPELLINGS = {
    "Germany": "Deutschland",
    "United Kingdom": "uk",
    "United States": "USA",
    "India": "INDIA",
    "Brazil": "brazil",
}


def columns(
    world: World, rng: np.random.Generator, who: np.ndarray, moments: np.ndarray
) -> dict[str, Any]:
    """The columns gender to exp_group of rows by these users at these moments."""
    people = world.people
    places = world.truth["profile"]["places"]
    phone = np.where(
        moments >= people.changes[who], 1 - people.phone[who], people.phone[who]
    )
    spoilt = _Spoilt(world, rng, len(who))
    country = named(people.place[who], [country for country, *_ in places])
    country = spoilt.respelled(country)
    country = spoilt.replaced(country, "countries_empty", ("",))
    country = spoilt.replaced(country, "countries_none", NONE_WORDS)
    gender = named(people.gender[who], GENDERS)
    source = named(people.source[who], SOURCES)
    return {
        "gender": spoilt.replaced(gender, "genders_none", NONE_WORDS[1:]),
        "age": people.age[who],
        "os": named(phone, OS_NAMES),
        "source": spoilt.replaced(source, "sources_empty", ("",)),
        "country": country,
        "city": named(people.place[who], [city for _, city, _ in places]),
        "exp_group": people.group[who],
    }


class _Spoilt:
    """Rows of one file to spoil: each blemish has its number of rows of its own."""

    def __init__(self, world: World, rng: np.random.Generator, rows: int) -> None:
        self._shares = world.truth["rows"]
        self._rows = rows
        self._left = rng.permutation(rows)

    def _take(self, blemish: str) -> np.ndarray:
        """The rows of a blemish; they are spoilt by no other."""
        number = round(self._shares[blemish] * self._rows)
        taken, self._left = self._left[:number], self._left[number:]
        return taken

    def replaced(self, values: pa.Array, blemish: str, by: tuple[str, ...]) -> pa.Array:
        """The values with words for nothing in the rows of the blemish."""
        rows = self._take(blemish)
        choice = np.full(self._rows, -1)
        choice[rows] = np.arange(len(rows)) % len(by)
        return pc.if_else(pa.array(choice >= 0), named(choice, by), values)

    def respelled(self, countries: pa.Array) -> pa.Array:
        """The countries, some as people write them."""
        rows = np.zeros(self._rows, bool)
        rows[self._take("countries_spelled")] = True
        found = pc.index_in(countries, value_set=pa.array(list(SPELLINGS)))
        other = pa.array(list(SPELLINGS.values())).take(found)
        return pc.if_else(pa.array(rows), pc.coalesce(other, countries), countries)
