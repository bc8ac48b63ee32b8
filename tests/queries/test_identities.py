"""Formulas over metrics: what they name, what they give, what they refuse."""

from __future__ import annotations

import numpy as np
import pytest

from queries import identities
from tests.identity_values import value


def test_a_formula_names_each_metric_once_in_its_order():
    assert identities.names("sales - refunds * (sales + 1.5)") == ("sales", "refunds")


def test_a_formula_follows_the_usual_order_of_signs():
    known = {"a": 6.0, "b": np.array([2.0, 3.0]), "c": 1.0}
    assert value("-(a - b) * 2 / b + c", known).tolist() == [-3.0, -1.0]
    assert value("a - b - c", known).tolist() == [3.0, 2.0]


def test_dividing_by_0_gives_nothing():
    found = value("a / b", {"a": 1.0, "b": np.array([0.0, 4.0])})
    assert np.isnan(found[0])
    assert found[1] == 0.25


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a +",
        "a; b",
        "a ** 2",
        "a.b",
        "f(a)",
        "a[0]",
        "'a'",
        "True",
        "a if b else c",
        "a == b",
        "(lambda: a)()",
        "a // b",
        "1j * a",
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match="names of metrics, numbers"):
        identities.names(text)
