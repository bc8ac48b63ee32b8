"""A page's state is its address: one codec, canonical both ways.

A page lists its fields once. `read` turns what the address says into values, `write`
turns values into the one address that says them; what equals its default is left out,
so the plain path is the page as it opens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any
from urllib.parse import urlencode

LONGEST_TEXT = 200
MOST_CHOICES = 100
MOST_SHOWN = 8


@dataclass(frozen=True)
class Field:
    """One part of a page's state: its name in the address and its default."""

    name: str
    default: Any

    def parse(self, given: Sequence[str]) -> Any:
        """The value that the address gives; ValueError says what is allowed."""
        raise NotImplementedError

    def texts(self, value: Any) -> list[str]:
        """The value as the address writes it: one text, or one for each choice."""
        return [str(value)]


@dataclass(frozen=True)
class Day(Field):
    """A date between `first` and `last`, written 2011-12-09."""

    first: date | None = None
    last: date | None = None

    def parse(self, given: Sequence[str]) -> date:
        """A day as the address gives it, between the first and the last."""
        try:
            day = date.fromisoformat(given[-1])
        except ValueError:
            raise ValueError("a date such as 2011-12-09") from None
        if (self.first and day < self.first) or (self.last and day > self.last):
            raise ValueError(
                f"a date from {self.first or 'any'} to {self.last or 'any'}"
            )
        return day

    def texts(self, value: Any) -> list[str]:
        """The day in ISO form; Dash's pickers give it as text, maybe with a time."""
        return [str(value)[:10]]


@dataclass(frozen=True)
class Choice(Field):
    """One of `options`."""

    options: tuple[str, ...] = ()

    def parse(self, given: Sequence[str]) -> str:
        """The option that is named."""
        if given[-1] not in self.options:
            raise ValueError(f"one of {_some(self.options)}")
        return given[-1]


@dataclass(frozen=True)
class Choices(Field):
    """Any of `options`, or any texts when `options` is None; empty means all."""

    options: tuple[str, ...] | None = None

    def parse(self, given: Sequence[str]) -> tuple[str, ...]:
        """The choices in the order given, each once."""
        chosen = tuple(dict.fromkeys(text for text in given if text))
        if len(chosen) > MOST_CHOICES:
            raise ValueError(f"at most {MOST_CHOICES} choices")
        if any(len(text) > LONGEST_TEXT for text in chosen):
            raise ValueError(f"texts of at most {LONGEST_TEXT} characters")
        if self.options is not None and not set(chosen) <= set(self.options):
            raise ValueError(f"any of {_some(self.options)}")
        return chosen

    def texts(self, value: Any) -> list[str]:
        """One text for each choice."""
        return [str(text) for text in value or ()]


@dataclass(frozen=True)
class Text(Field):
    """A text of at most `longest` characters."""

    longest: int = LONGEST_TEXT

    def parse(self, given: Sequence[str]) -> str:
        """The text as given."""
        if len(given[-1]) > self.longest:
            raise ValueError(f"a text of at most {self.longest} characters")
        return given[-1]

    def texts(self, value: Any) -> list[str]:
        """The text; an emptied input is an empty text."""
        return ["" if value is None else str(value)]


@dataclass(frozen=True)
class Number(Field):
    """A whole number between `lowest` and `highest`, or any with `whole=False`."""

    lowest: float = 0
    highest: float = 1_000_000_000
    whole: bool = True

    def parse(self, given: Sequence[str]) -> int | float:
        """The number that is written."""
        allowed = (
            f"a {'whole ' if self.whole else ''}number "
            f"from {self.lowest:g} to {self.highest:g}"
        )
        try:
            number = int(given[-1]) if self.whole else float(given[-1])
        except ValueError:
            raise ValueError(allowed) from None
        if not isfinite(number) or not self.lowest <= number <= self.highest:
            raise ValueError(allowed)
        return number


class State(dict[str, Any]):
    """The values of a page's fields; `problems` names what could not be read."""

    problems: tuple[str, ...] = ()


def day(
    name: str, default: date, first: date | None = None, last: date | None = None
) -> Day:
    """A date between `first` and `last`."""
    return Day(name, default, first, last)


def choice(name: str, options: Sequence[str], default: str) -> Choice:
    """One of `options`."""
    return Choice(name, default, tuple(options))


def choices(
    name: str, options: Sequence[str] | None = None, default: Sequence[str] = ()
) -> Choices:
    """Any of `options`; without options any texts."""
    known = None if options is None else tuple(options)
    return Choices(name, tuple(default), known)


def text(name: str, default: str = "", longest: int = LONGEST_TEXT) -> Text:
    """A text of at most `longest` characters."""
    return Text(name, default, longest)


def number(
    name: str, default: float, lowest: float, highest: float, *, whole: bool = True
) -> Number:
    """A number between `lowest` and `highest`."""
    return Number(name, default, lowest, highest, whole)


def read(address: Mapping[str, str | Sequence[str]], fields: Sequence[Field]) -> State:
    """The value of every field; what the address says wrongly takes its default.

    Args:
        address: Names to texts, or to several texts, as a query string gives them;
            names that no field bears are left alone.
        fields: The page's fields.

    Returns:
        A dict of every field's value, whose `problems` are sentences for a notice.
    """
    state, problems = State(), []
    for field in fields:
        state[field.name] = field.default
        if field.name not in address:
            continue
        raw = address[field.name]
        given = [raw] if isinstance(raw, str) else list(raw)
        try:
            state[field.name] = field.parse(given or [""])
        except ValueError as error:
            shown = ", ".join(given)[:80]
            problems.append(f'The address says {field.name} "{shown}"; use {error}.')
    state.problems = tuple(problems)
    return state


def write(values: Mapping[str, Any], fields: Sequence[Field]) -> str:
    """The query string that says `values`: fields in order, defaults left out."""
    pairs = [
        (field.name, text)
        for field in fields
        if field.name in values
        for text in _written(field, values[field.name])
    ]
    return f"?{urlencode(pairs)}" if pairs else ""


def _written(field: Field, value: Any) -> list[str]:
    """The texts of a value; none where it is the default."""
    texts = field.texts(value)
    if texts == field.texts(field.default):
        return []
    return texts or [""]


def _some(options: Sequence[str]) -> str:
    """The first few options in words."""
    shown = ", ".join(options[:MOST_SHOWN])
    more = len(options) - MOST_SHOWN
    return f"{shown} and {more} more" if more > 0 else shown
