"""The proof of a number: which number an address asks about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal import address
from portal.board.periods import KINDS, LATELY, Period, period_of
from queries import catalog
from queries.answers import Coverage

PATH = "/proof"
# Columns of board/health that the board shows as numbers.
HEALTH = "board/health"
HEALTH_COLUMNS = (
    "quality_score",
    "last_started_at",
    "checks_failing",
    "rows_quarantined",
)


@dataclass(frozen=True)
class Question:
    """Which number is to be proved.

    Attributes:
        of: "metric:<name>", or "health:<column>" for what the journal says.
        period: Of the number; None for one of the journal.
        end: The last day asked for: of the period, or of the data within it.
        generation: That it was read from.
        problems: What the address says that cannot be.
        reported: What became of a problem that the reader just reported.
    """

    of: str
    period: Period | None
    end: date | None
    generation: int
    problems: tuple[str, ...] = ()
    reported: str = ""

    @property
    def name(self) -> str:
        """Of the metric or column."""
        return self.of.partition(":")[2]


def link(of: str, generation: int, period: Period | None = None) -> dict[str, object]:
    """What the address of a number's proof says; see `fields`."""
    said: dict[str, object] = {"of": of, "generation": generation}
    if period is not None:
        said |= {"period": period.kind, "start": period.start.isoformat()}
    return said


def offered(coverage: Mapping[str, Coverage]) -> list[str]:
    """Every number that there is data to prove for."""
    known = catalog.metrics().values()
    metrics = [f"metric:{one.name}" for one in known if one.subject in coverage]
    return metrics + [f"health:{column}" for column in HEALTH_COLUMNS]


def fields(
    coverage: Mapping[str, Coverage], generation: int
) -> Sequence[address.Field]:
    """What the address may say."""
    names = offered(coverage)
    last = max((days.last_on for days in coverage.values()), default=date.max)
    return [
        address.choice("of", names, names[0]),
        address.choice("period", (*KINDS, LATELY), KINDS[0]),
        address.day("start", last),
        address.number("generation", generation, 1, generation),
        address.choice("reported", ["", *SAID], ""),
    ]


SAID = {
    "yes": "Thank you: the problem is stored, and everybody sees it on Data quality.",
    "empty": "Nothing was stored: the text is empty. Say what is wrong, then send it.",
    "no": "The problem could not be stored. Try again in some minutes, or tell the "
    "owner named below.",
}


def read(
    given: Mapping[str, str | Sequence[str]],
    coverage: Mapping[str, Coverage],
    generation: int,
) -> Question:
    """The question of an address; what cannot be takes its default and is named."""
    state = address.read(given, fields(coverage, generation))
    of, reported = state["of"], SAID.get(state["reported"], "")
    at = state["generation"]
    if not of.startswith("metric:"):
        return Question(of, None, None, at, state.problems, reported)
    days = coverage[catalog.metric(of.partition(":")[2]).subject]
    first = days.first_on
    if state["period"] == LATELY:  # these may begin before there was anything
        first = Period(LATELY, first).next(-1).start
    day = min(max(state["start"], first), days.last_on)
    period = period_of(day, state["period"])
    if "start" not in given and period.end > days.last_on > days.first_on:
        earlier = period.next(-1)
        period = earlier if earlier.start >= days.first_on else period
    end = min(period.end, days.last_on)
    return Question(of, period, end, at, state.problems, reported)
