"""The tables whose rows can be seen and taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class RowTable:
    """A table whose rows can be seen and taken away.

    Attributes:
        name: In the address.
        title: As it is read.
        query: That gives the rows.
        values: The query that gives the values to filter by.
        subjects: Of the coverage, of which any has rows here.
        titles: Column to its title.
        filters: Filter to its title, in the order of the controls.
    """

    name: str
    title: str
    query: str
    values: str
    subjects: tuple[str, ...]
    titles: Mapping[str, str]
    filters: Mapping[str, str]


ORDER_LINES = RowTable(
    name="order_lines",
    title="Order lines",
    query="rows/order_lines",
    values="rows/order_values",
    subjects=("commerce",),
    titles={
        "ordered_at": "Ordered at, UTC",
        "order_id": "Order",
        "product_name": "Product",
        "kind": "Kind",
        "quantity": "Quantity",
        "unit_price": "Unit price",
        "amount": "Amount",
        "order_country": "Country",
        "customer_id": "Customer",
        "customer_kind": "Known or guest",
        "category": "Category",
        "channel": "Channel",
        "discount": "Discount",
        "refunded_amount": "Refunded",
        "status": "Status",
        "product_id": "Product key",
        "order_line_id": "Line",
    },
    filters={
        "country": "Country",
        "product": "Product",
        "product_id": "Product key",
        "category": "Category",
        "channel": "Channel",
        "customer_kind": "Known or guest",
        "kind": "Kind",
        "order_id": "Order",
        "customer_id": "Customer",
    },
)
INTERACTIONS = RowTable(
    name="interactions",
    title="Interactions",
    query="rows/interactions",
    values="rows/interaction_values",
    subjects=("feed", "messenger", "shop", "app"),
    titles={
        "occurred_at": "At, UTC",
        "surface": "Surface",
        "action": "Action",
        "user_id": "User",
        "peer_user_id": "To user",
        "product_name": "Product or post",
        "country": "Country",
        "city": "City",
        "source": "Source",
        "os": "System",
        "value": "Value",
        "latency_ms": "Latency, ms",
        "session_id": "Session",
        "product_id": "Product or post key",
        "interaction_id": "Interaction",
    },
    filters={
        "surface": "Surface",
        "action": "Action",
        "user_id": "User",
        "peer_user_id": "To user",
        "product_id": "Product or post key",
        "post": "Product or post",
        "category": "Category",
        "country": "Country",
        "city": "City",
        "source": "Source",
        "os": "System",
        "user_country": "User's country",
        "user_source": "User's source",
        "user_os": "User's system",
    },
)
TABLES = {table.name: table for table in (ORDER_LINES, INTERACTIONS)}
