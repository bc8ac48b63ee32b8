"""Chains of events whose chances from one to the next are known."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

LONGEST = 60


class Chain:
    """A chain of named states from a start; what a row lacks to 1 ends it.

    A draw can be asked to reach the goal, or not to: both follow the same chain, given
    that they do. A draw of each kind, as many as the chain gives, together are draws
    of the chain itself.

    Attributes:
        names: The states.
        chance: Of a draw from the start to reach the goal.
    """

    def __init__(
        self, steps: Mapping[str, Mapping[str, float]], start: str, goal: str
    ) -> None:
        self.names = list(steps)
        self._start, self._goal = self.names.index(start), self.names.index(goal)
        size = len(self.names)
        self._steps = np.zeros((size, size + 1))
        for row, name in enumerate(self.names):
            for other, chance in steps[name].items():
                self._steps[row, self.names.index(other)] = chance
        self._steps[:, size] = 1 - self._steps.sum(axis=1)
        self._reach = self._reaching()
        self.chance = float(self._reach[self._start])

    def _reaching(self) -> np.ndarray:
        """The chance of each state to reach the goal; of the end, none."""
        size = len(self.names)
        inner = self._steps[:, :size].copy()
        inner[self._goal] = 0
        known = np.zeros(size)
        known[self._goal] = 1
        return np.append(np.linalg.solve(np.eye(size) - inner, known), 0.0)

    def draw(
        self, rng: np.random.Generator, count: int, *, reaches: bool
    ) -> np.ndarray:
        """Draw chains that reach the goal, or that do not.

        Returns:
            Shape (count, steps): the place of each state in `names`, -1 after the end.
            The first is the start.
        """
        first = self._cumulative(self._reach if reaches else 1 - self._reach)
        after = np.cumsum(self._steps, axis=1)
        end = len(self.names)
        state = np.full(count, self._start)
        found = np.zeros(count, bool)
        states = [state]
        while (state != end).any() and len(states) < LONGEST:
            rows = np.minimum(state, end - 1)
            limits = np.where(found[:, None], after[rows], first[rows])
            step = (rng.random(count)[:, None] > limits).sum(axis=1)
            state = np.where(state == end, end, np.minimum(step, end))
            found |= state == self._goal
            states.append(state)
        drawn = np.column_stack(states)
        return np.where(drawn == end, -1, drawn).astype(np.int8)

    def _cumulative(self, weight: np.ndarray) -> np.ndarray:
        """Cumulated chances of the chain given what lies ahead."""
        given = self._steps * weight[None, :]
        total = given.sum(axis=1, keepdims=True)
        given = np.divide(given, total, out=np.zeros_like(given), where=total > 0)
        return np.cumsum(given, axis=1)
