"""Orders and carts, with a row each time that an order's status changes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.demo.days import DAY, HOUR
from pipeline.demo.market import NEVER, SAVING, SAVING_SHARE, Market
from pipeline.demo.purchases import MINUTE
from pipeline.demo.world import World
from pipeline.demo.writing import money, named, numbered, write_months

SPELT = tuple(
    spell(word)
    for word in ("pending", "completed", "cancelled", "refunded")
    for spell in (str.upper, str.lower, str.capitalize)
)
PENDING, COMPLETED, CANCELLED, REFUNDED = 0, 3, 6, 9


@dataclass(frozen=True)
class Sold:
    """Orders, one element each: what was ordered and what became of it.

    `settled` is when the order was completed or cancelled, `refunded` when the money
    was back; NEVER if it was not.
    """

    product: np.ndarray
    quantity: np.ndarray
    unit_price: np.ndarray
    discount: np.ndarray
    settled: np.ndarray
    status: np.ndarray
    refunded: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """What is paid."""
        return np.asarray(np.round(self.quantity * self.unit_price - self.discount, 2))


def draw(world: World, market: Market) -> Sold:
    """Draw what each order holds and how it goes on."""
    rng = world.days.rng("orders")
    bought, deals, goods = market.bought, market.deals, market.goods
    in_group = deals.group >= 0
    deal = deals.deal[deals.group]
    alone = goods.of_pairs(rng, bought.pair)
    product = np.where(in_group, deals.product[deal], alone)
    told = world.truth
    price = goods.price[product]
    cheaper = np.round(price * (1 - told["deals"]["discount"]), 2)
    unit_price = np.where(in_group, cheaper, price)
    mean = np.asarray(told["purchases"]["quantity"])[in_group.astype(int)]
    quantity = rng.geometric(1 / mean)
    saves = ~in_group & (rng.random(len(bought)) < SAVING_SHARE)
    discount = np.where(saves, np.round(SAVING * quantity * unit_price, 2), 0.0)
    settled, status, refunded = _course(world, rng, market)
    return Sold(product, quantity, unit_price, discount, settled, status, refunded)


def _course(
    world: World, rng: np.random.Generator, market: Market
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """When each order is settled, how, and when its money is back."""
    told, group = world.truth["purchases"], market.deals.group
    count, moment = len(group), market.bought.moment
    in_group = group >= 0
    paid = moment + rng.integers(2 * MINUTE, 45 * MINUTE, count)
    cancelled = rng.random(count) < told["cancelled"]
    back = ~cancelled & (rng.random(count) < told["refunded"])
    returned = moment + rng.integers(DAY, 9 * DAY, count)
    filled = market.deals.filled[group]
    is_filled = in_group & (filled >= 0)
    expires = market.expires(world)[group]
    overdue = expires + _until_refund(world, rng, len(market.deals.filled))[group]
    settled = np.where(
        is_filled, filled + rng.integers(MINUTE, 20 * MINUTE, count), paid
    )
    status = np.where(~in_group & cancelled, CANCELLED, COMPLETED)
    refunded = np.where(~in_group & back, returned, NEVER)
    expired = in_group & ~is_filled
    return (
        np.where(expired, NEVER, settled),
        status,
        np.where(expired, overdue, refunded),
    )


def _until_refund(world: World, rng: np.random.Generator, count: int) -> np.ndarray:
    """Seconds from each group's expiry until the money of its members is back."""
    told = world.truth["deals"]
    due = told["refund_hours"] * HOUR
    late = rng.random(count) < told["refund_late"]
    soon, later = (
        rng.integers(HOUR, due, count),
        rng.integers(due + HOUR, 4 * due, count),
    )
    return np.where(late, later, soon)


def write(world: World, market: Market, sold: Sold, into: Path) -> None:
    """Write the orders and carts of the written months."""
    deals, bought, days = market.deals, market.bought, world.days
    start = days.start * DAY
    in_group = deals.group >= 0
    root = np.where(in_group, deals.opened[deals.deal[deals.group]], bought.moment)
    known = np.flatnonzero(root >= start)
    _write_carts(world, market, sold, into, known)
    settled = known[sold.settled[known] < NEVER]
    refunded = known[sold.refunded[known] < NEVER]
    order = np.concatenate([known, settled, refunded])
    status = np.concatenate(
        [
            np.full(len(known), PENDING),
            sold.status[settled],
            np.full(len(refunded), REFUNDED),
        ]
    )
    moment = np.concatenate(
        [bought.moment[known], sold.settled[settled], sold.refunded[refunded]]
    )
    columns = _rows(world, market, sold, order, status)
    columns["updated_at"] = days.stamps(moment)
    write_months(into / "orders", days, moment, columns)


def _rows(
    world: World, market: Market, sold: Sold, order: np.ndarray, status: np.ndarray
) -> dict[str, Any]:
    days, bought = world.days, market.bought
    in_group = market.deals.group[order] >= 0
    is_back = status == REFUNDED
    total = sold.total[order]
    refunded = days.stamps(np.where(is_back, sold.refunded[order], 0))
    refunded[~is_back] = np.datetime64("NaT")
    spelt = days.rng("spelling").integers(0, 3, len(order))
    cart, personal = numbered("gc", order + 1), numbered("pc", order + 1)
    return {
        "id": numbered("o", order + 1),
        "groups_carts_id": _where(in_group, cart),
        "personal_cart_id": _where(~in_group, personal),
        "user_id": world.people.ids.take(bought.who[order]),
        "status": named(status + spelt, SPELT),
        "total_amount": money(total),
        "discount": money(sold.discount[order]),
        "refunded_amount": money(np.where(is_back, total, np.nan)),
        "refunded_at": refunded,
        "created_at": days.stamps(bought.moment[order]),
    }


def _where(wanted: np.ndarray, keys: Any) -> Any:
    """The keys where they are wanted, else nothing."""
    return pc.if_else(pa.array(wanted), keys, pa.scalar(None, pa.string()))


def _write_carts(
    world: World, market: Market, sold: Sold, into: Path, known: np.ndarray
) -> None:
    """A cart for each order: of a group, or of the user alone."""
    days, deals, bought = world.days, market.deals, market.bought
    joined = known[deals.group[known] >= 0]
    alone = known[deals.group[known] < 0]
    columns = {
        "id": numbered("gc", joined + 1),
        "group_id": numbered("g", deals.group[joined] + 1, 6),
        "user_id": world.people.ids.take(bought.who[joined]),
        "quantity": sold.quantity[joined],
        "created_at": days.stamps(bought.moment[joined]),
        "updated_at": days.stamps(bought.moment[joined]),
    }
    write_months(into / "groups_carts", days, bought.moment[joined], columns)
    columns = {
        "id": numbered("pc", alone + 1),
        "user_id": world.people.ids.take(bought.who[alone]),
        "product_id": numbered("p", sold.product[alone] + 1, 4),
        "quantity": sold.quantity[alone],
        "created_at": days.stamps(bought.moment[alone]),
    }
    write_months(into / "personal_carts", days, bought.moment[alone], columns)
