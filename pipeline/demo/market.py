"""The marketplace's tables: deals, groups, carts and orders as they change."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.demo.days import DAY, HOUR
from pipeline.demo.deals import Deals
from pipeline.demo.goods import Goods
from pipeline.demo.purchases import MINUTE, Purchases
from pipeline.demo.world import World
from pipeline.demo.writing import money, named, numbered, write_months

SPELT = (
    *("ACTIVE", "active", "Active"),
    *("COMPLETED", "completed", "Completed"),
    *("EXPIRED", "expired", "Expired"),
)
ACTIVE, COMPLETED, EXPIRED = 0, 3, 6
SAVING, SAVING_SHARE = 0.05, 0.10  # a voucher on some individual orders
NEVER = np.iinfo(np.int64).max // 4


@dataclass(frozen=True)
class Market:
    """What is sold, to whom, and in which groups."""

    goods: Goods
    bought: Purchases
    deals: Deals

    def expires(self, world: World) -> np.ndarray:
        """When each group ends for want of members."""
        hours = world.truth["deals"]["hours"] * HOUR
        return np.asarray(self.deals.opened[self.deals.deal] + hours)


def write(world: World, market: Market, into: Path) -> None:
    """Write group_deals, groups and groups_carts; orders are written by `orders`."""
    start = world.days.start * DAY
    _write_deals(world, market, into, market.deals.opened >= start)
    _write_groups(world, market, into, market.deals.opened[market.deals.deal] >= start)


def _write_deals(world: World, market: Market, into: Path, keep: np.ndarray) -> None:
    deals, days, told = market.deals, world.days, world.truth["deals"]
    number = np.flatnonzero(keep)
    opened = deals.opened[number]
    price = market.goods.price[deals.product[number]]
    columns = {
        "id": numbered("d", number + 1, 6),
        "product_id": numbered("p", deals.product[number] + 1, 4),
        "group_price": money(np.round(price * (1 - told["discount"]), 2)),
        "max_group_member": deals.goal[number],
        "effective_from": days.stamps(opened),
        "effective_to": days.stamps(opened + told["hours"] * HOUR),
        "created_at": days.stamps(opened),
        "updated_at": days.stamps(opened),
    }
    write_months(into / "group_deals", days, opened, columns)


def _write_groups(world: World, market: Market, into: Path, keep: np.ndarray) -> None:
    """A row when a group is created, another when it has filled or expired."""
    deals, days = market.deals, world.days
    rng = days.rng("groups")
    number = np.flatnonzero(keep)
    filled = deals.filled[number]
    closed = np.where(filled >= 0, filled + 1, market.expires(world)[number] + MINUTE)
    final = np.where(filled >= 0, COMPLETED, EXPIRED)
    rows = np.concatenate([number, number])
    status = np.concatenate([np.full(len(number), ACTIVE), final])
    moment = np.concatenate([deals.created[number], closed])
    columns = {
        "id": numbered("g", rows + 1, 6),
        "group_deals_id": numbered("d", deals.deal[rows] + 1, 6),
        "created_by": world.people.ids.take(deals.by[rows]),
        "status": named(status + rng.integers(0, 3, len(rows)), SPELT),
        "created_at": days.stamps(deals.created[rows]),
        "updated_at": days.stamps(moment),
    }
    write_months(into / "groups", days, moment, columns)
