"""What the shop sells: categories, names, vendors and products."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.demo.days import DAY
from pipeline.demo.world import World
from pipeline.demo.writing import money, named, numbered, write_csv

KINDS = {  # products and mean price by category
    "Grocery": (40, 6.0),
    "Household": (30, 12.0),
    "Electronics": (20, 80.0),
    "Toys": (15, 22.0),
    "Beauty": (25, 18.0),
    "Fashion": (30, 35.0),
}
REGIONS = ("north", "south", "east", "west")


@dataclass(frozen=True)
class Goods:
    """The products, one element each; `pair` is the place of its pair of categories."""

    category: np.ndarray
    pair: np.ndarray
    vendor: np.ndarray
    price: np.ndarray
    weight: np.ndarray

    def of_pairs(self, rng: np.random.Generator, pairs: np.ndarray) -> np.ndarray:
        """A product for each of these pairs of categories, by popularity."""
        chosen = np.empty(len(pairs), np.int64)
        for pair in np.unique(self.pair):
            mine = np.flatnonzero(self.pair == pair)
            chance = self.weight[mine] / self.weight[mine].sum()
            wanted = pairs == pair
            chosen[wanted] = rng.choice(mine, size=int(wanted.sum()), p=chance)
        return chosen


def categories(world: World) -> list[str]:
    """The categories, those of a pair one after the other."""
    return [name for pair in world.truth["purchases"]["pairs"] for name in pair]


def draw(world: World) -> Goods:
    """Draw the products."""
    rng = world.days.rng("goods")
    names = categories(world)
    counts = [KINDS[name][0] for name in names]
    category = np.repeat(np.arange(len(names)), counts)
    pair = category // 2
    pairs = len(names) // 2
    vendors = world.truth["purchases"]["vendors"]
    within = np.arange(len(category)) - np.searchsorted(category, category)
    vendor = within % (vendors // pairs) * pairs + pair
    mean = np.array([KINDS[name][1] for name in names])[category]
    price = np.maximum(np.round(mean * rng.lognormal(0, 0.4, len(pair)), 2), 0.5)
    # The same wish for both categories of a pair, whatever the number of products.
    popular = rng.pareto(2.5, len(pair)) + 0.3
    total = np.bincount(category, popular)[category]
    return Goods(category, pair, vendor, price, popular / total)


def write(world: World, goods: Goods, into: Path) -> None:
    """Write categories.csv, product_names.csv, vendors.csv and products.csv."""
    days, names = world.days, categories(world)
    opened = days.stamps(np.zeros(len(goods.price), np.int64))
    number = np.arange(1, len(goods.price) + 1)
    category = {
        "id": numbered("cat-", np.arange(1, len(names) + 1), 2),
        "name": names,
        "created_at": opened[: len(names)],
    }
    write_csv(into / "categories.csv", category)
    name = {
        "id": numbered("name-", number, 4),
        "name": _titles(goods, names),
        "category_id": numbered("cat-", goods.category + 1, 2),
        "created_at": opened,
    }
    write_csv(into / "product_names.csv", name)
    product = {
        "id": numbered("p", number, 4),
        "name_id": numbered("name-", number, 4),
        "vendor_id": numbered("v", goods.vendor + 1, 2),
        "price": money(goods.price),
        "created_at": opened,
        "updated_at": opened,
    }
    write_csv(into / "products.csv", product)
    _write_vendors(world, days.rng("vendors"), into)


def _titles(goods: Goods, names: list[str]) -> list[str]:
    """Each product's name: its category, and its number there."""
    before = np.searchsorted(goods.category, goods.category)
    number = np.arange(len(goods.category)) - before + 1
    return [
        f"{names[category]} {place}"
        for category, place in zip(goods.category, number, strict=True)
    ]


def _write_vendors(world: World, rng: np.random.Generator, into: Path) -> None:
    count = world.truth["purchases"]["vendors"]
    number = np.arange(1, count + 1)
    joined = world.days.stamps(-rng.integers(DAY, 300 * DAY, count))
    columns = {
        "id": numbered("v", number, 2),
        "name": numbered("Vendor ", number, 2),
        "region": named(rng.integers(0, len(REGIONS), count), REGIONS),
        "created_at": joined,
        "updated_at": joined,
    }
    write_csv(into / "vendors.csv", columns)
