"""The commands that the clock starts: `schedule`, and `run` for one job."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import config
from jobs.child import BUSY, FAILED, Child

LONGEST_HOURS = 6


def main(arguments: Sequence[str]) -> int:
    """Run a command; return its exit status: 0 good, 1 failed, 75 another is at it."""
    chosen = _parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except config.SettingsError as error:
        print(error, file=sys.stderr)
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m jobs", description=__doc__)
    commands = parser.add_subparsers(required=True)
    once = commands.add_parser("run", help="run one job now, for cron and Airflow")
    once.set_defaults(run=_run)
    once.add_argument("job", choices=["refresh"])
    always = commands.add_parser("schedule", help="run refresh in every slot")
    always.set_defaults(run=_schedule)
    always.add_argument(
        "--every", metavar="SECONDS", help="or REFRESH_EVERY; 300 by default"
    )
    always.add_argument(
        "--beside",
        nargs=argparse.REMAINDER,
        metavar="COMMAND",
        help="a command to run at the same time; the scheduler ends with it",
    )
    for command in (once, always):
        command.add_argument("--company", help="the company's folder (or COMPANY)")
        command.add_argument("--warehouse", help="the warehouse (or WAREHOUSE)")
    return parser


def _run(chosen: argparse.Namespace) -> int:
    """One refresh in this process; what it did is printed."""
    # Loaded here: a scheduler needs none of it, and stays small.
    from pipeline.__main__ import main as run_pipeline  # noqa: PLC0415

    words = ["refresh"]
    for name in ("company", "warehouse"):
        if given := getattr(chosen, name):
            words += [f"--{name}", given]
    return run_pipeline(words)


def _schedule(chosen: argparse.Namespace) -> int:
    """Run refresh in every slot until told to end."""
    from jobs import running, schedule  # noqa: PLC0415  `run` does not need them

    settings = config.settings(
        company=chosen.company, warehouse=chosen.warehouse, refresh_every=chosen.every
    )
    places = ["--company", str(settings.company)]
    places += ["--warehouse", str(settings.warehouse)]
    child = Child(["run", "refresh", *places], LONGEST_HOURS * 3600)
    ending, period = running.Ending(child), timedelta(seconds=settings.refresh_every)
    plan = schedule.Schedule(
        settings.warehouse, period, child.run, clock=_now, report=_tell
    )

    def keep_running() -> int:
        try:
            with schedule.alone(settings.warehouse):
                name, seconds = settings.company.name, settings.refresh_every
                _tell(f"Refreshing {name} every {seconds} s.")
                running.keep_running(plan.tick, period, ending)
        except schedule.AnotherSchedulerError as error:
            _tell(str(error))
            return BUSY
        return 0

    if chosen.beside:
        return running.run_beside(chosen.beside, ending, keep_running)
    return keep_running()


def _now() -> datetime:
    return datetime.now(UTC)


def _tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
