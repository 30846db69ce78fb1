"""Formulas against the figures their source prints with them (West Virginia State Performance Plan)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.results.rates import Group, rate, relative_difference, risk_ratio, weighted_risk_ratio


@pytest.mark.parametrize(
    ("numerator", "denominator", "printed"),
    [
        (756, 46_169, "1.64"),
        (4, 57, "7.02"),
        (7067, 8563, "82.5"),
        (256, 535 - 6, "48.4"),
        (1633, 5488, "29.8"),
    ],
)
def test_a_rate_is_what_the_plan_prints(numerator, denominator, printed):
    found = rate(numerator, denominator)
    decimals = len(printed.partition(".")[2])
    assert round(found, decimals) == Fraction(printed)


def test_a_rate_of_nobody_is_none():
    assert rate(0, 0) is None


def test_a_relative_difference_is_what_the_plan_prints():
    assert relative_difference(Decimal("1.8"), Decimal("1.2")) == 50
    assert relative_difference(Decimal("1.2"), 0) is None


def test_a_risk_ratio_divides_the_risk_by_that_of_all_others():
    assert risk_ratio(Group(30, 100), Group(100, 1000)) == 3
    assert risk_ratio(Group(5, 19), Group(100, 1000)) is None
    assert risk_ratio(Group(5, 100), Group(0, 1000)) is None


def test_a_weighted_risk_ratio_weighs_the_others_by_the_states_composition():
    groups = {"Black": Group(40, 100), "White": Group(200, 1000), "Asian": Group(1, 10)}
    state = {"Black": 100, "White": 800, "Asian": 100}
    expected = (1 - Fraction(1, 10)) * Fraction(4, 10) / (Fraction(8, 10) / 5 + Fraction(1, 10) / 10)
    assert weighted_risk_ratio("Black", groups, state) == expected
    assert weighted_risk_ratio("Asian", groups, state) is None


@given(st.integers(20, 500), st.integers(20, 500), st.data())
def test_of_two_groups_weighted_and_plain_are_the_same(first, second, data):
    """With one group of others their weights cancel out."""
    one = Group(data.draw(st.integers(0, first)), first)
    other = Group(data.draw(st.integers(0, second)), second)
    weighted = weighted_risk_ratio("a", {"a": one, "b": other}, {"a": 7, "b": 93})
    assert weighted == risk_ratio(one, other)
