"""The same numbers as on the pages, in a terminal.

python -m queries measure revenue --by country --grain month
python -m queries run growth/coverage --format csv
python -m queries list
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import config
from queries import NoWarehouse, Snapshot, Warehouse, catalog, explaining
from queries.printing import FORMATS, printed
from queries.shapes import GRAINS
from queries.sqlfile import SqlFileError

WRONG = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; what is wrong goes to standard error, with status 2."""
    asked = _parser().parse_args(arguments)
    try:
        asked.run(asked)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (ValueError, NoWarehouse, SqlFileError) as error:
        print(f"queries: {error}", file=sys.stderr)
        return WRONG
    return 0


def _run(asked: argparse.Namespace) -> None:
    query = catalog.load(asked.name)
    snapshot = _snapshot(asked)
    given: dict[str, Any] = dict(_pair(text, "--param") for text in asked.param)
    spans = [(c.first_on, c.last_on) for c in snapshot.coverage().values()]
    for name, day in zip(("start", "end"), _reach(spans), strict=True):
        if name in query.params and day is not None:
            given.setdefault(name, day)
    where = _choices(asked.where)
    if asked.sql:
        print(snapshot.compiled(asked.name, where, **given))
        return
    frame = snapshot.fetch(asked.name, where, **given)
    print(printed(frame, asked.format, {}))
    _footer(asked, f"{query.title} · {len(frame):,} rows", given, snapshot)


def _measure(asked: argparse.Namespace) -> None:
    metrics = [catalog.metric(name) for name in asked.metrics]
    snapshot = _snapshot(asked)
    coverage = snapshot.measurable()
    known = [coverage[m.subject] for m in metrics if m.subject in coverage]
    first, last = _reach([(one.first_on, one.last_on) for one in known])
    start, end = asked.start or first, asked.end or last
    if start is None or end is None:
        subjects = ", ".join(sorted({metric.subject for metric in metrics}))
        raise ValueError(
            f"This warehouse has no data of {subjects}; "
            "connect a source of it, or ask for other metrics."
        )
    question: dict[str, Any] = {
        "start": start,
        "end": end,
        "grain": asked.grain,
        "by": asked.by,
        "where": _choices(asked.where),
    }
    if asked.sql:
        for line in explaining.lines(snapshot.explained(asked.metrics, **question)):
            print(f"-- {line}")
        print("\n" + ";\n\n".join(snapshot.compiled_measure(asked.metrics, **question)))
        return
    units = {metric.name: metric.unit for metric in metrics}
    print(printed(snapshot.measure(asked.metrics, **question), asked.format, units))
    titles = " · ".join(f"{metric.title} ({metric.unit})" for metric in metrics)
    _footer(asked, titles, {"start": start, "end": end}, snapshot)


def _list(asked: argparse.Namespace) -> None:
    print("Metrics")
    for metric in catalog.metrics().values():
        print(f"  {metric.name:22} {metric.subject:10} {metric.title} ({metric.unit})")
        if asked.long:
            print(f"    {metric.about}\n    split by: {', '.join(metric.dimensions)}")
    print("\nQueries")
    for name in catalog.names():
        query = catalog.load(name)
        print(f"  {name:33} {query.title}")
        if asked.long:
            print(f"    {query.about}")
            print(f"    params: {', '.join(query.params) or 'none'}")
            print(f"    filters: {', '.join(query.filters) or 'none'}")


def _snapshot(asked: argparse.Namespace) -> Snapshot:
    folder = asked.warehouse or config.settings().warehouse
    return Warehouse(folder).snapshot()


def _reach(spans: Sequence[tuple[date, date]]) -> tuple[date | None, date | None]:
    first = min((first for first, _ in spans), default=None)
    return first, max((last for _, last in spans), default=None)


def _footer(
    asked: argparse.Namespace, what: str, span: dict[str, Any], snapshot: Snapshot
) -> None:
    """Say under a table what it is; CSV and JSON stay pure."""
    if asked.format != "table":
        return
    days = (
        f" · {span['start']} to {span['end']}" if {"start", "end"} <= set(span) else ""
    )
    moment = f"{snapshot.published_at:%Y-%m-%d %H:%M} UTC"
    print(f"\n{what}{days} · generation {snapshot.generation} of {moment}")


def _pair(text: str, option: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise ValueError(f"{option} is {text!r}; write {option} name=value.")
    return name, value


def _choices(texts: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in (_pair(text, "--where") for text in texts):
        found.setdefault(name, []).append(value)
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a day; write it as 2026-01-31"
        ) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m queries",
        description="Ask the warehouse what the pages ask it.",
        epilog="COMPANY and WAREHOUSE in the environment choose the warehouse.",
    )
    commands = parser.add_subparsers(required=True, metavar="run, measure or list")
    run = commands.add_parser("run", help="all rows of a query")
    run.add_argument("name", help="subject/name, as `list` shows it")
    run.add_argument("--param", action="append", default=[], metavar="NAME=VALUE")
    run.set_defaults(run=_run)
    measure = commands.add_parser("measure", help="metrics over days")
    measure.add_argument("metrics", nargs="+", metavar="METRIC")
    measure.add_argument("--by", metavar="DIMENSION", help="split by")
    measure.add_argument("--grain", default="all", choices=GRAINS)
    measure.add_argument("--start", type=_day, metavar="DAY", help="default: all")
    measure.add_argument("--end", type=_day, metavar="DAY", help="included")
    measure.set_defaults(run=_measure)
    for command in (run, measure):
        _add_shared(command)
    listing = commands.add_parser("list", help="what there is to ask")
    listing.add_argument("--long", action="store_true", help="with definitions")
    listing.set_defaults(run=_list)
    return parser


def _add_shared(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="keep only this; again for more values or names",
    )
    command.add_argument("--format", default="table", choices=FORMATS)
    command.add_argument("--sql", action="store_true", help="show the SQL instead")
    command.add_argument("--warehouse", type=Path, metavar="DIR")


if __name__ == "__main__":
    sys.exit(main())
