"""The portal's commands: a board as a picture, and the problems that were reported."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from config import Settings, SettingsError, settings
from portal import company, pictures, reported
from portal.board.periods import KINDS
from portal.logbook import Logbook
from queries.readers import NoWarehouse
from queries.warehouse import Warehouse


def main(words: list[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    chosen = _parser().parse_args(words)
    try:
        given = settings(company=chosen.company, warehouse=chosen.warehouse)
        print(chosen.run(chosen, given))
    except (
        SettingsError,
        NoWarehouse,
        reported.NotClosed,
        OSError,
        ValueError,
    ) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m portal", description=__doc__)
    commands = made.add_subparsers(required=True)
    board = commands.add_parser("board", help="draw the company board into a file")
    board.add_argument("--png", type=Path, required=True, metavar="FILE")
    board.add_argument("--period", choices=KINDS, default=KINDS[0])
    board.set_defaults(run=_board)
    problems = commands.add_parser(
        "problems", help="list the problems that readers reported and that are open"
    )
    problems.set_defaults(run=_problems)
    close = problems.add_subparsers().add_parser("close", help="close one of them")
    close.add_argument("problem", metavar="ID")
    close.add_argument("--note", required=True, help="why it is closed, in words")
    close.set_defaults(run=_close)
    for command in (board, problems):
        command.add_argument("--company", help="the company's folder")
        command.add_argument("--warehouse", help="the warehouse's folder")
    return made


def _board(chosen: argparse.Namespace, given: Settings) -> str:
    snapshot = Warehouse(given.warehouse).snapshot()
    whose, now = company.read(given.company), datetime.now(UTC)
    body = pictures.png(snapshot, chosen.period, whose, now)
    chosen.png.write_bytes(body)
    return f"{chosen.png}: {len(body):,} bytes"


def _problems(chosen: argparse.Namespace, given: Settings) -> str:
    del chosen
    snapshot = Warehouse(given.warehouse).snapshot()
    return reported.told(reported.problems(snapshot, _logbook(given)))


def _close(chosen: argparse.Namespace, given: Settings) -> str:
    logbook = _logbook(given)
    rows = reported.problems(Warehouse(given.warehouse).snapshot(), logbook)
    return reported.close(rows, chosen.problem, chosen.note, logbook)


def _logbook(given: Settings) -> Logbook:
    return Logbook(given.warehouse, lambda: datetime.now(UTC))


if __name__ == "__main__":
    sys.exit(main())
