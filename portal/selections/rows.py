"""Raw rows: which table, days, filters and order an address asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal import address
from portal.address import Field
from portal.selections.row_tables import TABLES, RowTable
from queries import catalog
from queries.answers import Coverage

DAYS_SHOWN = 30
ASCENDING, DESCENDING = "asc", "desc"


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
    name = wanted if isinstance(wanted, str) else (list(wanted) or [""])[-1]
    table = TABLES.get(name, tables[0])
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
    """The address that asks for a selection, what is default left out."""
    return address.write(written(selection), fields(selection.table, coverage))


def written(selection: Selection) -> dict[str, object]:
    """Every value of a selection by its name in the address."""
    return {
        "table": selection.table.name,
        "start": selection.start,
        "end": selection.end,
        **selection.filters,
        "sort": "-".join(selection.order_by[0]) if selection.order_by else "",
    }


def _orders(table: RowTable) -> list[str]:
    columns = catalog.load(table.query).columns
    return [
        "",
        *(f"{name}-{way}" for name in columns for way in (ASCENDING, DESCENDING)),
    ]


def chosen(filters: Mapping[str, Sequence[str]]) -> list[str]:
    """The filters as the one control for all of them holds them: "country=France"."""
    return [f"{name}={value}" for name, values in filters.items() for value in values]


def filters_of(picks: Sequence[str]) -> dict[str, list[str]]:
    """The reverse of `chosen`."""
    found: dict[str, list[str]] = {}
    for pick in picks:
        name, _, value = pick.partition("=")
        found.setdefault(name, []).append(value)
    return found
