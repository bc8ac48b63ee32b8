"""The portal's command: `python -m portal board --png FILE`."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from config import SettingsError, settings
from portal import company, pictures
from portal.board.periods import KINDS
from queries.readers import NoWarehouse
from queries.warehouse import Warehouse


def main(words: list[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    made = argparse.ArgumentParser(prog="python -m portal", description=__doc__)
    commands = made.add_subparsers(required=True)
    board = commands.add_parser("board", help="draw the company board into a file")
    board.add_argument("--png", type=Path, required=True, metavar="FILE")
    board.add_argument("--period", choices=KINDS, default=KINDS[0])
    board.add_argument("--company", help="the company's folder")
    board.add_argument("--warehouse", help="the warehouse's folder")
    chosen = made.parse_args(words)
    try:
        given = settings(company=chosen.company, warehouse=chosen.warehouse)
        snapshot = Warehouse(given.warehouse).snapshot()
        whose, now = company.read(given.company), datetime.now(UTC)
        body = pictures.png(snapshot, chosen.period, whose, now)
        chosen.png.write_bytes(body)
    except (SettingsError, NoWarehouse, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{chosen.png}: {len(body):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
