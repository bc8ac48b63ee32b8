"""The app's events as the tracking service exports them: lines of JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.demo import sessions
from pipeline.demo.days import DAY, HOUR
from pipeline.demo.goods import Goods
from pipeline.demo.orders import Sold
from pipeline.demo.purchases import Purchases
from pipeline.demo.sessions import Events
from pipeline.demo.world import OS_NAMES, World
from pipeline.demo.writing import money, named, numbered, text, write_lines

LANGUAGES = {"Germany": "German", "Brazil": "Portuguese"}
VERSIONS = ("4.1.0", "4.2.0", "4.2.1")
SYSTEMS, DEVICES = ("14", "17.5"), ("Pixel 8", "iPhone 15")
WITH_PRODUCT = ("view_item", "add_to_cart", "checkout", "purchase")
PLANS = ("free", "plus")


class AppEvents:
    """Writes the events of each day; keeps those that arrive a day late."""

    def __init__(
        self, world: World, goods: Goods, bought: Purchases, sold: Sold
    ) -> None:
        self._world, self._goods = world, goods
        self._bought, self._sold = bought, sold
        self._late = pa.array([], pa.string())

    def write(self, day: int, present: np.ndarray, into: Path) -> None:
        """Write a day's file: what arrived on it."""
        days, told = self._world.days, self._world.truth["events"]["rows"]
        events = sessions.draw(self._world, self._bought, day, present)
        rng = days.rng("events", day)
        count = len(events.who)
        late = rng.random(count) < (told["late"] if day < days.count - 1 else 0.0)
        lines = self._lines(rng, day, events, late)
        order = np.argsort(events.moment, kind="stable")
        again = order[rng.random(count) < told["repeated"]]
        now = order[~late[order]]
        now = np.concatenate([now, again[~late[again]]])
        path = into / "events" / f"{days.date_of(day)}.ndjson"
        write_lines(path, pa.concat_arrays([self._late, lines.take(now)]))
        self._late = lines.take(order[late[order]])

    def _lines(
        self, rng: np.random.Generator, day: int, events: Events, late: np.ndarray
    ) -> pa.Array:
        """Each event as a line."""
        fields = {
            **self._clocks(rng, day, events, late),
            **self._device(events),
            "event_properties": self._properties(rng, day, events),
        }
        parts: list[Any] = ["{"]
        for name, values in fields.items():
            parts += [f'{"" if parts == ["{"] else ","}"{name}":', values]
        return pc.binary_join_element_wise(*parts, "}", "")

    def _clocks(
        self, rng: np.random.Generator, day: int, events: Events, late: np.ndarray
    ) -> dict[str, Any]:
        """Keys and times; some clocks of devices are days off."""
        told, days = self._world.truth["events"]["rows"], self._world.days
        count = len(events.who)
        first = np.full(int(events.session.max(initial=-1)) + 1, np.iinfo(np.int64).max)
        np.minimum.at(first, events.session, events.moment)
        started = days.stamps(first[events.session]).astype("datetime64[ms]")
        session = np.where(
            rng.random(count) < told["no_session"], -1, started.astype(np.int64)
        )
        off = rng.integers(2, 6, count) * rng.choice((-DAY, DAY), count)
        off[rng.random(count) >= told["wrong_clock"]] = 0
        received = events.moment * 1000 + rng.integers(200, 2000, count)
        uploaded = received + np.where(late, DAY * 1000, rng.integers(10, 900, count))
        client = (events.moment + off) * 1000 + rng.integers(0, 200, count)
        number = np.arange(count) + 1
        kinds = sessions.kinds(self._world.truth)
        return {
            "$insert_id": _quoted(numbered(f"{days.date_of(day):%Y%m%d}-", number)),
            "event_type": _quoted(named(events.kind, kinds)),
            "user_id": _quoted(self._world.people.ids.take(events.who)),
            "session_id": text(session),
            "client_event_time": self._stamps(client),
            "server_received_time": self._stamps(received),
            "server_upload_time": self._stamps(uploaded),
        }

    def _stamps(self, milliseconds: np.ndarray) -> pa.Array:
        """Moments as the service writes them, to the microsecond."""
        first = np.datetime64(self._world.days.first, "ms")
        stamps = pa.array(first + milliseconds.astype("timedelta64[ms]"))
        return pc.binary_join_element_wise('"', stamps.cast(pa.string()), '000"', "")

    def _device(self, events: Events) -> dict[str, Any]:
        """Who and what sent each event."""
        people, who = self._world.people, events.who
        places = self._world.truth["profile"]["places"]
        countries = [country for country, *_ in places]
        spoken = [LANGUAGES.get(country, "English") for country in countries]
        place = people.place[who]
        changed = events.moment >= people.changes[who]
        phone = np.where(changed, 1 - people.phone[who], people.phone[who])
        plan = named(who % 7 == 0, PLANS)
        return {
            "amplitude_id": text(who + 100_000_001),
            "device_id": _quoted(numbered("device-", who + 1)),
            "platform": _quoted(named(phone, OS_NAMES)),
            "os_name": _quoted(named(phone, ("android", "ios"))),
            "os_version": _quoted(named(phone, SYSTEMS)),
            "device_type": _quoted(named(phone, DEVICES)),
            "country": _quoted(named(place, countries)),
            "region": "null",
            "city": _quoted(named(place, [city for _, city, _ in places])),
            "language": _quoted(named(place, spoken)),
            "version_name": _quoted(named(who % 3, VERSIONS)),
            "user_properties": pc.binary_join_element_wise('{"plan":"', plan, '"}', ""),
        }

    def _properties(
        self, rng: np.random.Generator, day: int, events: Events
    ) -> pa.Array:
        """What an event says of itself: latency, and product and worth in the shop."""
        kinds = sessions.kinds(self._world.truth)
        about = [kinds.index(name) for name in WITH_PRODUCT]
        product = self._products(rng, day, events)
        has_product = pa.array(np.isin(events.kind, about))
        is_purchase = events.kind == kinds.index("purchase")
        start, _ = np.searchsorted(self._bought.moment, [day * DAY, (day + 1) * DAY])
        order = np.clip(start + events.session, 0, max(len(self._bought) - 1, 0))
        worth = self._sold.total[order] if len(self._bought) else order * 1.0
        latency = text(self._latency(rng, day, events))
        named_product = pc.binary_join_element_wise(
            ',"product_id":"', numbered("p", product + 1, 4), '"', ""
        )
        value = pc.binary_join_element_wise(',"value":', money(worth), "")
        return pc.binary_join_element_wise(
            '{"latency_ms":',
            latency,
            pc.if_else(has_product, named_product, ""),
            pc.if_else(pa.array(is_purchase), value, ""),
            "}",
            "",
        )

    def _products(
        self, rng: np.random.Generator, day: int, events: Events
    ) -> np.ndarray:
        """The product that each event is about: in a session with an order, its own."""
        start, end = np.searchsorted(self._bought.moment, [day * DAY, (day + 1) * DAY])
        ordered = self._sold.product[start:end]
        count = int(events.session.max(initial=-1)) + 1
        pairs = rng.integers(0, int(self._goods.pair.max()) + 1, count)
        product = self._goods.of_pairs(rng, pairs)
        product[: len(ordered)] = ordered[:count]
        return np.asarray(product[events.session])

    def _latency(
        self, rng: np.random.Generator, day: int, events: Events
    ) -> np.ndarray:
        """Milliseconds until the server answered; slow in one country, and at times."""
        truth = self._world.truth
        told, incident = truth["events"]["latency"], truth["incident"]
        usual = told["median"] * np.exp(rng.normal(0, told["spread"], len(events.who)))
        slow = [
            place[0] == told["slow_country"] for place in truth["profile"]["places"]
        ]
        is_slow = np.asarray(slow)[self._world.people.place[events.who]]
        factor = np.where(is_slow, told["slow_factor"], 1.0)
        if self._world.is_on(day, "incident"):
            hour = (events.moment - day * DAY) // HOUR
            during = (hour >= incident["from"]) & (hour < incident["to"])
            factor = factor * np.where(during, incident["latency"], 1.0)
        return np.asarray(np.maximum(np.rint(usual * factor), 1).astype(np.int64))


def _quoted(values: pa.Array) -> pa.Array:
    """Text in quotes; nothing in it needs an escape."""
    return pc.binary_join_element_wise('"', values, '"', "")
