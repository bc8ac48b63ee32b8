"""Round steps for an axis, and places on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
FAR_FROM_ZERO = 0.6
SMALLEST = 1e-6  # what is smaller is zero to a reader


@dataclass(frozen=True)
class Scale:
    """A straight line from values to places."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a value."""
        share = (value - self.low) / ((self.high - self.low) or 1.0)
        return self.start + share * (self.end - self.start)


def ticks(values: Sequence[float], wanted: int = 4) -> list[float]:
    """Round values that enclose `values`, about `wanted` steps apart.

    The axis begins at zero unless all values lie far from it.
    """
    low, high = min(values), max(values)
    if low >= 0 and (high == 0 or low < FAR_FROM_ZERO * high):
        low = 0.0
    width = next(one for one in (high - low, abs(high), 1.0) if one > SMALLEST)
    step = _step(width, wanted)
    first, last = floor(low / step), ceil(high / step)
    last = max(last, first + 1)
    return [round(step * place, 10) for place in range(first, last + 1)]


def _step(width: float, wanted: int) -> float:
    rough = width / wanted
    power = 10.0 ** floor(log10(rough))
    return next(step * power for step in STEPS if step * power >= rough * (1 - 1e-9))


def spread(count: int, wanted: int) -> list[int]:
    """About `wanted` places out of `count`, evenly, counted from the last."""
    if count <= 0:
        return []
    stride = max(1, ceil(count / wanted))
    return sorted(range(count - 1, -1, -stride))
