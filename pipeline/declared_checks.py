"""The checks that follow from what the headers of tables and marts declare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline import table_days
from pipeline.check_runner import Check
from pipeline.journal import stamp
from pipeline.mart_builder import MARTS
from pipeline.quoting import name, names, text
from pipeline.refresh_settings import RefreshSettings
from pipeline.tables import SCHEMA, Table
from queries import sqlfile

VOLUME_DAYS, FEWEST_WEEKS, FEWEST_ROWS = 7, 3, 20
LEAST, MOST = 0.5, 2.0


@dataclass(frozen=True)
class Declared:
    """A table as its header describes it, as far as checks need it."""

    name: str
    key: tuple[str, ...]
    day: str | None = None
    time: str | None = None
    header: Mapping[str, Any] | None = None

    @property
    def said(self) -> Mapping[str, Any]:
        """Its header; empty for a company's own table."""
        return self.header or {}

    @property
    def subject(self) -> str:
        """What its checks are called by: interaction for fct_interaction."""
        kind, _, rest = self.name.partition("_")
        return rest if kind in {"dim", "fct"} else self.name

    @property
    def secret(self) -> tuple[str, ...]:
        """Columns that are not for everyone."""
        marks: Mapping[str, str] = self.said.get("sensitivity", {})
        return tuple(one for one, mark in marks.items() if mark != "public")


def declared(tables: Iterable[Table]) -> list[Declared]:
    """The tables that mappings fill, the calendar, and the marts."""
    found = []
    for table in tables:
        path = SCHEMA / f"{table.name}.sql"
        header = sqlfile.read(path).header if path.exists() else None
        day = table_days.day_column(table)
        found.append(Declared(table.name, table.key, day, table.time, header))
    return (
        found
        + [_made(SCHEMA / "dim_date.sql")]
        + [_made(path) for path in sorted(MARTS.glob("*.sql"))]
    )


def _made(path: Path) -> Declared:
    header = sqlfile.read(path).header
    day = header.get("partition") if header.get("every", "day") == "day" else None
    return Declared(path.stem, tuple(header["grain"]), day, None, header)


def checks(
    found: Iterable[Declared], settings: RefreshSettings, now: datetime
) -> Iterator[Check]:
    """The checks of tables; `now` is the moment of the refresh, UTC."""
    known = {one.name: one for one in found}
    for table in known.values():
        own = [_key(table), *_accepted(table), *_times(table, now)]
        if table.name.startswith("fct_") and table.time:
            own += _fresh(table, settings, now)
        # Parsing a hundred statements would cost more than running them.
        yield from (replace(one, known_reads=frozenset({table.name})) for one in own)
        yield from _references(table, known)
        if table.name.startswith("fct_") and table.time:
            yield from _volume(table)


def _key(table: Declared) -> Check:
    day = f"min({name(table.day)}) as day_of_rows, " if table.day else ""
    key = names(table.key)
    return Check(
        f"{table.subject}_key_is_unique",
        f"Each key stands in {table.name} once",
        "stop",
        table.name,
        f"select {day}{key}, count(*) as times from {name(table.name)} "
        f"group by {key} having count(*) > 1",
        "day_of_rows" if table.day else None,
        secret=table.secret,
    )


def _accepted(table: Declared) -> Iterator[Check]:
    """A column takes the values that its table lists."""
    for column, values in table.said.get("accepted", {}).items():
        listed = ", ".join(text(one) for one in values)
        yield Check(
            f"{table.subject}_{column}_is_accepted",
            f"{column} of {table.name} is {_or(values)}",
            "stop",
            table.name,
            f"select {_shown(table, column)} from {name(table.name)} "
            f"where {name(column)} not in ({listed})",
            table.day,
            secret=table.secret,
        )


def _references(table: Declared, known: Mapping[str, Declared]) -> Iterator[Check]:
    """A key of another table is there, if that table has any rows."""
    for column, said in table.said.get("references", {}).items():
        target, _, other = said.partition(", or ")
        to = known[target]
        key, own = name(to.key[0]), f"fact.{name(column)}"
        except_for = f" and {own} <> {text(other)}" if other else ""
        yield Check(
            f"{table.subject}_{column.removesuffix('_id')}_is_known",
            f"{column} of {table.name} is in {target}",
            "warn",
            table.name,
            f"select {_shown(table, column, 'fact')} from {name(table.name)} as fact "
            f"left join {target} as other on {own} = other.{key} "
            f"where other.{key} is null and {own} is not null{except_for} "
            f"and exists (select 1 from {target} as any_row)",
            table.day,
            (table.name,),
            secret=table.secret,
            known_reads=frozenset({table.name, target}),
        )


def _times(table: Declared, now: datetime) -> Iterator[Check]:
    """A time is one that can be."""
    if not table.time:
        return
    shown, time = _shown(table, table.time), name(table.time)
    yield Check(
        f"{table.subject}_time_is_plausible",
        f"{table.time} of {table.name} lies between 1990 and 2100",
        "warn",
        table.name,
        f"select {shown} from {name(table.name)} where {time} < timestamp "
        f"'1990-01-01 00:00:00' or {time} >= timestamp '2100-01-01 00:00:00'",
        table.day,
        secret=table.secret,
    )
    yield Check(
        f"{table.subject}_time_is_past",
        f"{table.time} of {table.name} is not more than a day in the future",
        "warn",
        table.name,
        f"select {shown} from {name(table.name)} where {time} > "
        f"timestamp {text(stamp(now))} + interval 1 day",
        secret=table.secret,
        rule="time is past",
    )


def _fresh(
    table: Declared, settings: RefreshSettings, now: datetime
) -> Iterator[Check]:
    """The newest row is not too old."""
    hours = fresh_hours(table, settings)
    if not hours:
        return
    newest = f"max({name(table.time or '')})"
    yield Check(
        f"{table.subject}_is_fresh",
        f"The newest row of {table.name} is at most {hours} hours old",
        "warn",
        table.name,
        f"select {newest} as newest_at from {name(table.name)} having {newest} < "
        f"timestamp {text(stamp(now))} - interval {hours} hour",
        checked="select 1",
        rule=f"fresh {hours}",
    )


def fresh_hours(table: Declared, settings: RefreshSettings) -> int:
    """Hours after which a table's newest row is too old; 0 for never."""
    default = settings.any_freshness
    if default is None:
        default = int(table.said.get("fresh_hours", 0))
    return settings.freshness.get(table.name, default)


def _volume(table: Declared) -> Iterator[Check]:
    """A day has about as many rows as the same weekday of the four weeks before."""
    if not table.day:
        return
    day, source = name(table.day), name(table.name)
    recent = f"(select max({day}) from {source})"
    counts = (
        f"select {day} as day_on, count(*) as day_rows from {source} "
        f"where {day} >= {recent} - {VOLUME_DAYS + 28} group by {day}"
    )
    yield Check(
        f"{table.subject}_volume_is_usual",
        f"{table.name} has about as many rows as on the same weekday before",
        "warn",
        table.name,
        f"with daily as ({counts}), recent as (select calendar.day_on, "
        "coalesce(daily.day_rows, 0) as day_rows from dim_date as calendar "
        "left join daily on calendar.day_on = daily.day_on where calendar.day_on "
        f"between {recent} - {VOLUME_DAYS} and {recent} - 1) "
        "select recent.day_on, recent.day_rows, avg(earlier.day_rows) as usual_rows "
        "from recent inner join daily as earlier "
        "on date_diff('day', earlier.day_on, recent.day_on) in (7, 14, 21, 28) "
        "group by recent.day_on, recent.day_rows "
        f"having count(*) >= {FEWEST_WEEKS} and avg(earlier.day_rows) >= {FEWEST_ROWS} "
        f"and (recent.day_rows < {LEAST} * avg(earlier.day_rows) "
        f"or recent.day_rows > {MOST} * avg(earlier.day_rows))",
        checked=f"select {VOLUME_DAYS}",
        known_reads=frozenset({table.name, "dim_date"}),
    )


def _shown(table: Declared, column: str, alias: str | None = None) -> str:
    """The key, the column at issue, and the day, each once."""
    day = [table.day] if table.day else []
    place = f"{alias}." if alias else ""
    wanted = dict.fromkeys([*table.key, column, *day])
    return ", ".join(f"{place}{name(one)}" for one in wanted)


def _or(values: list[str]) -> str:
    return (
        ", ".join(values[:-1]) + f" or {values[-1]}" if len(values) > 1 else values[0]
    )
