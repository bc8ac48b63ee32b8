"""Raw rows: which table, days, filters and order an address asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal import address
from portal.address import Field
from queries import catalog
from queries.answers import Coverage

DAYS_SHOWN = 30
ASCENDING, DESCENDING = "asc", "desc"


@dataclass(frozen=True)
class RowTable:
    """A table whose rows can be seen and taken away.

    Attributes:
        name: In the address.
        title: As it is read.
        query: That gives the rows.
        subjects: Of the coverage, of which any has rows here.
        titles: Column to its title.
        filters: Filter to its title, in the order of the controls.
    """

    name: str
    title: str
    query: str
    subjects: tuple[str, ...]
    titles: Mapping[str, str]
    filters: Mapping[str, str]


ORDER_LINES = RowTable(
    name="order_lines",
    title="Order lines",
    query="rows/order_lines",
    subjects=("commerce",),
    titles={
        "order_line_id": "Line",
        "order_id": "Order",
        "ordered_at": "Ordered at, UTC",
        "customer_id": "Customer",
        "customer_kind": "Known or guest",
        "product_id": "Product key",
        "product_name": "Product",
        "category": "Category",
        "channel": "Channel",
        "order_country": "Country",
        "kind": "Kind",
        "quantity": "Quantity",
        "unit_price": "Unit price",
        "discount": "Discount",
        "amount": "Amount",
        "refunded_amount": "Refunded",
        "status": "Status",
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
    subjects=("feed", "messenger", "shop", "app"),
    titles={
        "interaction_id": "Interaction",
        "occurred_at": "At, UTC",
        "surface": "Surface",
        "action": "Action",
        "user_id": "User",
        "peer_user_id": "To user",
        "product_id": "Product or post key",
        "product_name": "Product or post",
        "session_id": "Session",
        "source": "Source",
        "os": "System",
        "country": "Country",
        "city": "City",
        "value": "Value",
        "latency_ms": "Latency, ms",
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


@dataclass(frozen=True)
class Selection:
    """The rows that an address asks for.

    Attributes:
        table: Which table.
        start: First day, included.
        end: Last day, included.
        first: First day with data.
        last: Last day with data.
        filters: Values by filter; only those that were chosen.
        order_by: Column and direction; empty means the query's own order.
        problems: What the address says that cannot be.
    """

    table: RowTable
    start: date
    end: date
    first: date
    last: date
    filters: Mapping[str, tuple[str, ...]]
    order_by: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def params(self) -> dict[str, date]:
        """The days, as the query binds them."""
        return {"start": self.start, "end": self.end}


def available(coverage: Mapping[str, Coverage]) -> list[RowTable]:
    """The tables that have rows."""
    return [
        table
        for table in TABLES.values()
        if any(subject in coverage for subject in table.subjects)
    ]


def days(table: RowTable, coverage: Mapping[str, Coverage]) -> tuple[date, date]:
    """First and last day of a table's rows."""
    known = [coverage[subject] for subject in table.subjects if subject in coverage]
    return min(one.first_on for one in known), max(one.last_on for one in known)


def fields(table: RowTable, coverage: Mapping[str, Coverage]) -> list[Field]:
    """What the address of rows may say, given the table."""
    first, last = days(table, coverage)
    names = [one.name for one in available(coverage)]
    return [
        address.choice("table", names, names[0]),
        address.day(
            "start", max(first, last - timedelta(days=DAYS_SHOWN - 1)), first, last
        ),
        address.day("end", last, first, last),
        *(address.choices(name) for name in table.filters),
        address.choice("sort", _orders(table), ""),
    ]


def read(
    given: Mapping[str, str | Sequence[str]], coverage: Mapping[str, Coverage]
) -> Selection:
    """The selection of an address; what cannot be takes its default and is named."""
    tables = available(coverage)
    wanted = given.get("table", tables[0].name)
    table = TABLES.get(str(wanted), tables[0])
    table = table if table in tables else tables[0]
    state = address.read(given, fields(table, coverage))
    first, last = days(table, coverage)
    problems = list(state.problems)
    if state["start"] > state["end"]:
        problems.append("The first day is after the last; they were exchanged.")
    start, end = sorted((state["start"], state["end"]))
    column, _, direction = state["sort"].rpartition("-")
    return Selection(
        table=table,
        start=start,
        end=end,
        first=first,
        last=last,
        filters={name: state[name] for name in table.filters if state[name]},
        order_by=((column, direction),) if column else (),
        problems=tuple(problems),
    )


def write(selection: Selection, coverage: Mapping[str, Coverage]) -> str:
    """The address that asks for a selection."""
    values: dict[str, object] = {
        "table": selection.table.name,
        "start": selection.start,
        "end": selection.end,
        **selection.filters,
        "sort": "-".join(selection.order_by[0]) if selection.order_by else "",
    }
    return address.write(values, fields(selection.table, coverage))


def _orders(table: RowTable) -> list[str]:
    columns = catalog.load(table.query).columns
    return [
        "",
        *(f"{name}-{way}" for name in columns for way in (ASCENDING, DESCENDING)),
    ]
