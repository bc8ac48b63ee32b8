"""What each factor of a formula adds: exact, whatever the order and the signs."""

from fractions import Fraction
from math import fsum

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis.tree import explain_formula, parse

values = st.floats(-1e6, 1e6, allow_nan=False, allow_subnormal=False)
FORMULAS = [
    "a * b",
    "a * b * c",
    "a / b",
    "100 * a / (b + c)",
    "a * b - c / d",
    "-a + b * (c - d)",
]


def explain(text, before, after):
    return explain_formula(parse(text), before, after)["change"].to_dict()


def test_a_product_worked_by_hand():
    # 100 x 30 = 3,000 become 90 x 33 = 2,970: -10 x 31.5, and 3 x 95.
    rows = explain_formula(
        parse("orders * basket"),
        {"orders": 100, "basket": 30},
        {"orders": 90, "basket": 33},
    )
    assert rows["change"].to_dict() == {"orders": -315.0, "basket": 285.0}
    assert rows.index[0] == "orders"
    assert rows["share"].to_dict() == {"orders": 10.5, "basket": -9.5}


def test_a_ratio_worked_by_hand():
    # 20 / 100 become 10 / 50: -10 x (1/100 + 1/50) / 2, and the same back.
    parts = explain(
        "likes / views", {"likes": 20, "views": 100}, {"likes": 10, "views": 50}
    )
    assert parts == pytest.approx({"likes": -0.15, "views": 0.15})


def test_a_sum_gives_each_its_own_change():
    parts = explain(
        "new + back - lost",
        {"new": 1, "back": 2, "lost": 3},
        {"new": 5, "back": 2, "lost": 4},
    )
    assert parts == {"new": 4.0, "back": 0.0, "lost": -1.0}


def test_from_zero_the_change_is_shared():
    assert explain("a * b", {"a": 0, "b": 0}, {"a": 2, "b": 3}) == {"a": 3.0, "b": 3.0}


def test_a_name_that_comes_twice_moves_at_once():
    assert explain("a * a", {"a": 2}, {"a": 3}) == {"a": 5.0}


@settings(deadline=None)
@given(st.sampled_from(FORMULAS), st.tuples(*[values] * 4), st.tuples(*[values] * 4))
def test_the_parts_add_up_to_the_change(text, first, second):
    before, after = (dict(zip("abcd", side, strict=True)) for side in (first, second))
    formula = parse(text)
    try:
        parts = explain(text, before, after)
        change = formula.value(after) - formula.value(before)
    except (ValueError, ZeroDivisionError):
        assume(False)
    largest = max(map(abs, parts.values()))
    assert abs(fsum(parts.values()) - float(change)) <= 1e-9 * abs(float(change)) or (
        # All parts together may be less than the last digit of one of them.
        abs(fsum(parts.values()) - float(change)) <= 2e-16 * largest
    )


@settings(deadline=None)
@given(st.sampled_from(FORMULAS), st.tuples(*[values] * 4), st.tuples(*[values] * 4))
def test_before_and_after_exchanged_turn_every_sign(text, first, second):
    before, after = (dict(zip("abcd", side, strict=True)) for side in (first, second))
    try:
        there, back = explain(text, before, after), explain(text, after, before)
    except ValueError:
        assume(False)
    assert {name: -part for name, part in back.items()} == pytest.approx(there)


@given(st.tuples(*[values] * 3), st.tuples(*[values] * 2))
def test_a_factor_that_did_not_move_gets_nothing(first, second):
    before = dict(zip("abc", first, strict=True))
    after = {**before, **dict(zip("ab", second, strict=True))}
    assert explain("a * b * c", before, after)["c"] == 0.0


@given(st.tuples(*[values] * 2), st.tuples(*[values] * 2))
def test_the_order_of_the_factors_does_not_matter(first, second):
    before, after = (dict(zip("ab", side, strict=True)) for side in (first, second))
    assert explain("a * b", before, after) == explain("b * a", before, after)


def test_a_change_of_nothing_has_no_shares():
    rows = explain_formula(parse("a * b"), {"a": 2, "b": 3}, {"a": 3, "b": 2})
    assert rows["change"].sum() == 0
    assert rows["share"].isna().all()


def test_numbers_are_meant_as_they_are_written():
    assert parse("0.1 * a + 0.2 * a").value({"a": 10}) == Fraction(3)
    assert parse("1e-2 * a").value({"a": 100}) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("orders ** 2", r"has 'orders \*\* 2' in it"),
        ("open('x')", "has \"open\\('x'\\)\" in it"),
        ("a.b * c", "has 'a.b' in it"),
        ("a if b else c", "has 'a if b else c' in it"),
        ("a * True", "has 'True' in it"),
        ("a * 'b'", "has \"'b'\" in it"),
        ("a +", "cannot be read; write names"),
        ("a\x00b", "cannot be read; write names"),
        ("1 + 2", "has 0 names; it may have 1 to 8"),
        ("a+b+c+d+e+f+g+h+i", "has 9 names"),
        ("a + " * 200 + "a", "has 801 characters; at most 500"),
    ],
)
def test_what_is_no_formula_is_refused_with_the_remedy(text, said):
    with pytest.raises(ValueError, match=said):
        parse(text)


def test_values_that_are_missing_or_divide_by_zero_are_named():
    ratio = parse("a / b")
    with pytest.raises(ValueError, match="There is no value of b after"):
        explain_formula(ratio, {"a": 1, "b": 1}, {"a": 1})
    with pytest.raises(ValueError, match="There is no value of a, b before"):
        explain_formula(ratio, {"a": float("nan"), "b": float("inf")}, {"a": 1, "b": 1})
    with pytest.raises(ValueError, match="divides by 0 with these names as after"):
        explain_formula(ratio, {"a": 1, "b": 1}, {"a": 1, "b": 0})
