"""A chain drawn in two parts, with the goal and without, is the chain itself."""

import numpy as np
import pytest

from pipeline.demo.chain import Chain

STEPS = {
    "start": {"left": 0.5, "right": 0.3},
    "left": {"goal": 0.4, "right": 0.2},
    "right": {"left": 0.1},
    "goal": {"left": 0.25},
}


@pytest.fixture
def chain():
    return Chain(STEPS, start="start", goal="goal")


def test_the_chance_to_reach_the_goal_is_the_sum_over_all_ways(chain):
    # left: l = 0.4 + 0.2 r, r = 0.1 l, so l = 0.4 / 0.98.
    left = 0.4 / 0.98
    assert chain.chance == pytest.approx(0.5 * left + 0.3 * 0.1 * left)


def test_each_draw_reaches_the_goal_or_not_as_it_is_asked(chain):
    rng = np.random.default_rng(1)
    goal = chain.names.index("goal")
    assert (chain.draw(rng, 500, reaches=True) == goal).any(axis=1).all()
    assert not (chain.draw(rng, 500, reaches=False) == goal).any()


def test_both_kinds_together_have_the_chances_of_the_chain():
    plain = Chain({**STEPS, "goal": {}}, start="start", goal="goal")
    rng = np.random.default_rng(2)
    reached = 20_000
    lost = rng.negative_binomial(reached, plain.chance)
    seen = np.zeros((4, 5))
    for count, reaches in ((reached, True), (lost, False)):
        drawn = plain.draw(rng, count, reaches=reaches)
        drawn = np.column_stack([drawn, np.full(len(drawn), -1)])
        now, then = drawn[:, :-1].ravel(), drawn[:, 1:].ravel()
        np.add.at(seen, (now[now >= 0], then[now >= 0]), 1)
    shares = seen / seen.sum(axis=1, keepdims=True)
    names = plain.names
    for name, steps in {**STEPS, "goal": {}}.items():
        expected = [steps.get(other, 0.0) for other in names]
        assert shares[names.index(name), :4] == pytest.approx(expected, abs=0.01)


def test_after_the_goal_the_chain_goes_on_as_it_is(chain):
    drawn = chain.draw(np.random.default_rng(3), 20_000, reaches=True)
    goal, left = chain.names.index("goal"), chain.names.index("left")
    row = np.arange(len(drawn))
    first = np.argmax(drawn == goal, axis=1)
    padded = np.column_stack([drawn, np.full(len(drawn), -1)])
    after = padded[row, first + 1]
    assert (after == left).mean() == pytest.approx(0.25, abs=0.01)
