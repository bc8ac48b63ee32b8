"""The pipeline's commands: refresh, status, demo."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import config
from pipeline import company as companies
from pipeline import summary
from pipeline.generations import AnotherRefreshError
from pipeline.problems import RefreshError
from pipeline.refresh import refresh
from pipeline.steps import MEMORY, Surroundings

BUSY = 75  # as sendmail says: not now, another is at it


def main(arguments: Sequence[str]) -> int:
    """Run a command; return its exit status: 0 good, 1 failed, 75 another is at it."""
    chosen = _parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except AnotherRefreshError as error:
        print(error, file=sys.stderr)
        return BUSY
    except (RefreshError, config.SettingsError) as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pipeline", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, run, about in (
        ("refresh", _refresh, "load what is new and publish it"),
        ("status", _status, "tell generations, freshness and quality"),
    ):
        command = commands.add_parser(name, help=about)
        command.set_defaults(run=run)
        command.add_argument("--company", help="the company's folder (or COMPANY)")
        command.add_argument("--warehouse", help="the warehouse (or WAREHOUSE)")
        if name == "refresh":
            _add_refresh(command)
    _add_demo(commands.add_parser("demo", help="write the demo company's raw files"))
    return parser


def _add_refresh(command: argparse.ArgumentParser) -> None:
    """The arguments of `refresh`."""
    command.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a setting instead of the one in company.toml",
    )
    command.add_argument(
        "--memory",
        type=int,
        default=MEMORY,
        metavar="MIB",
        help="memory that it may take; the rest goes to the disk",
    )
    command.add_argument(
        "--rebuild",
        action="store_true",
        help="read all files again, whatever was loaded before",
    )


def _add_demo(made: argparse.ArgumentParser) -> None:
    made.set_defaults(run=_demo)
    made.add_argument("--into", type=Path, required=True, help="folder for the files")
    made.add_argument(
        "--until", type=date.fromisoformat, required=True, help="first day without data"
    )
    made.add_argument(
        "--users",
        type=int,
        default=50_000,
        help="users who ever sign up, from 300 to 2 million (default: 50000)",
    )
    made.add_argument(
        "--months", type=int, help="write the last so many months only (default: all)"
    )
    made.add_argument("--seed", type=int, default=7, help="same seed, same files")


def _places(chosen: argparse.Namespace) -> tuple[Path, Path]:
    """The company's folder and the warehouse, from arguments or the environment."""
    settings = config.settings(company=chosen.company, warehouse=chosen.warehouse)
    return settings.company, settings.warehouse


def _refresh(chosen: argparse.Namespace) -> int:
    folder, warehouse = _places(chosen)
    overrides = {}
    for pair in chosen.set:
        name, equals, value = pair.partition("=")
        if not equals:
            raise RefreshError(f"--set is given {pair!r}; it takes NAME=VALUE.")
        is_address = "://" in value or value.startswith("{env:")
        overrides[name] = value if is_address else str(Path(value).absolute())
    company = companies.read(folder, overrides, config.SECRETS)
    around = Surroundings(
        clock=lambda: datetime.now(UTC), report=_tell, memory=chosen.memory
    )
    print(f"Refreshing {company.name} into {warehouse}")
    outcome = refresh(company, warehouse, around, from_scratch=chosen.rebuild)
    _tell(summary.of_refresh(outcome))
    return 0 if outcome.is_good else 1


def _status(chosen: argparse.Namespace) -> int:
    _, warehouse = _places(chosen)
    found = summary.describe(warehouse)
    _tell(summary.of_warehouse(found, datetime.now(UTC)))
    return 0 if found["current"].data else 1


def _demo(chosen: argparse.Namespace) -> int:
    from pipeline import demo  # noqa: PLC0415  only this command needs its libraries

    try:
        demo.write(
            chosen.into,
            until=chosen.until,
            users=chosen.users,
            seed=chosen.seed,
            report=_tell,
            months=chosen.months,
        )
    except ValueError as error:  # what was asked for, or truth.toml, says no
        print(error, file=sys.stderr)
        return 1
    return 0


def _tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
