"""The metrics of the shop and of its customers, from their words, over plain rows."""

from __future__ import annotations

from datetime import date

from tests.plain_rows import Formula, Rows, distinct, mean_by_day, of, share, total


def _sold(lines: Rows) -> Rows:
    return of(lines, kind="sale")


def _sales(lines: Rows) -> float:
    return total(_sold(lines), "amount")


def _refunds(lines: Rows) -> float:
    back = -total(of(lines, kind="refund"), "amount")
    real = [line for line in lines if line["kind"] in {"sale", "refund"}]
    return back + total(real, "refunded_amount")


def _orders(lines: Rows, *kinds: str) -> int:
    return distinct([line for line in lines if line["kind"] in kinds], "order_id")


def _units(lines: Rows) -> float:
    return total(_sold(lines), "quantity")


def _guest(lines: Rows) -> float:
    return total(of(_sold(lines), user_id=None), "amount")


def _in_groups(lines: Rows) -> float:
    return total(of(_sold(lines), channel="group"), "amount")


def _discounts(lines: Rows) -> float:
    return total(_sold(lines), "discount")


def _full_price(lines: Rows) -> float:
    return _sales(lines) + _discounts(lines)


COMMERCE: dict[str, Formula] = {
    "sales": lambda lines, _: _sales(lines),
    "refunds": lambda lines, _: _refunds(lines),
    "revenue": lambda lines, _: _sales(lines) - _refunds(lines),
    "orders": lambda lines, _: _orders(lines, "sale"),
    "customers": lambda lines, _: distinct(_sold(lines), "user_id"),
    "units": lambda lines, _: _units(lines),
    "products_sold": lambda lines, _: distinct(_sold(lines), "product_id"),
    "guest_sales": lambda lines, _: _guest(lines),
    "group_sales": lambda lines, _: _in_groups(lines),
    "discounts": lambda lines, _: _discounts(lines),
    "list_sales": lambda lines, _: _full_price(lines),
    "orders_placed": lambda lines, _: _orders(lines, "sale", "unpaid"),
    "unpaid_orders": lambda lines, _: _orders(lines, "unpaid"),
    "average_order_value": lambda lines, _: share(
        _sales(lines), _orders(lines, "sale")
    ),
    "units_per_order": lambda lines, _: share(_units(lines), _orders(lines, "sale")),
    "unit_price": lambda lines, _: share(_sales(lines), _units(lines)),
    "refund_rate": lambda lines, _: share(_refunds(lines), _sales(lines), 100),
    "guest_share": lambda lines, _: share(_guest(lines), _sales(lines), 100),
    "group_share": lambda lines, _: share(_in_groups(lines), _sales(lines), 100),
    "discount_rate": lambda lines, _: share(_discounts(lines), _full_price(lines), 100),
    "unpaid_rate": lambda lines, _: share(
        _orders(lines, "unpaid"), _orders(lines, "sale", "unpaid"), 100
    ),
}


def is_known_sale(line: dict) -> bool:
    """Whether a line was sold to a known customer."""
    return line["kind"] == "sale" and line["user_id"] is not None


def _buyers(lines: Rows) -> Rows:
    return list(filter(is_known_sale, lines))


def _new_buyers(lines: Rows, _: date) -> int:
    known = _buyers(lines)
    return distinct([one for one in known if one["first_buy"] == one["on"]], "user_id")


def _repeat(lines: Rows, _: date) -> int:
    orders: dict[str, set[str]] = {}
    for line in _buyers(lines):
        orders.setdefault(line["user_id"], set()).add(line["order_id"])
    return sum(len(placed) > 1 for placed in orders.values())


def _repeat_rate(lines: Rows, since: date) -> float | None:
    return share(_repeat(lines, since), distinct(_buyers(lines), "user_id"), 100)


BUYERS: dict[str, Formula] = {
    "new_customers": _new_buyers,
    "repeat_customers": _repeat,
    "repeat_rate": _repeat_rate,
}


def _window(rows: Rows, first: int, last: int) -> float | None:
    """Sales of so many days ago, on the mean of the days."""
    return mean_by_day(
        rows,
        lambda day: total([row for row in day if first <= row["ago"] <= last], "sold"),
    )


def _gain(rows: Rows, _: date) -> float | None:
    recent, before = _window(rows, 0, 27), _window(rows, 28, 55)
    return None if recent is None or before is None else recent - before


def _growth(rows: Rows, since: date) -> float | None:
    gain = _gain(rows, since)
    return None if gain is None else share(gain, _window(rows, 28, 55), 100)


TREND: dict[str, Formula] = {
    "sales_before": lambda rows, _: _window(rows, 28, 55),
    "sales_gain": _gain,
    "sales_growth": _growth,
}
SHOP = {"lines": {**COMMERCE, **BUYERS}, "windows": TREND}
