"""What a screen's rule gives, with rules that are not saved: no database."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from determinations.models import CellOf, Comparator, ScreenKind, ScreenRule
from determinations.screens.judging import ScreenAnswer, ScreenedFigures, bar_of, judge, z_squared
from evidence.results.rates import Group

GROUPS = ("White", "Black", "Hispanic", "Asian")
STATE = dict(zip(GROUPS, (261_853, 13_786, 2_041, 1_790), strict=True))


def rate_rule(comparator=Comparator.AT_LEAST, **fields):
    """Of West Virginia's indicators 4A and 4B."""
    fields = {"state_counted": 756, "state_enrolled": 46_169, "decimals": 2, "cell_size": 20} | fields
    return ScreenRule(kind=ScreenKind.RATE, name="Rate", comparator=comparator, numerator=2, **fields)


def ratio_rule(**fields):
    """Of its indicators 9 and 10, since December 2008."""
    fields = {"numerator": 2, "cell_size": 20, "cell_of": CellOf.COUNTED, "fewest_enrolled": 20} | fields
    return ScreenRule(kind=ScreenKind.WEIGHTED_RISK_RATIO, name="Overrepresentation", **fields)


def district(group="Black", composition=STATE, **counts):
    """Its figures for one group, with (counted, enrolled) of each by name."""
    groups = {name: Group(*pair) for name, pair in counts.items()}
    return ScreenedFigures(group, "", *counts[group], groups=groups, composition=composition)


def test_bar_is_twice_the_rounded_rate_as_printed_with_the_unrounded_one_beside_it():
    bar = bar_of(rate_rule())
    assert (bar.printed, bar.bar) == (Fraction(164, 100), Fraction(328, 100))
    assert bar.unrounded == 200 * Fraction(756, 46_169)
    assert bar.words == "3.28% (unrounded 3.275%)"


@pytest.mark.parametrize(
    ("comparator", "counted", "answer"),
    [
        (Comparator.AT_LEAST, 82, ScreenAnswer.FLAGGED),
        (Comparator.MORE_THAN, 82, ScreenAnswer.NOT_FLAGGED),
        (Comparator.MORE_THAN, 83, ScreenAnswer.FLAGGED),
        (Comparator.AT_LEAST, 81, ScreenAnswer.NOT_FLAGGED),
    ],
)
def test_rate_of_exactly_the_bar_meets_it_and_does_not_exceed_it(comparator, counted, answer):
    """82 of 2,500 is 3.28% exactly."""
    assert judge(rate_rule(comparator), ScreenedFigures("", "", counted, 2500)).answer == answer


def test_rate_between_the_two_bars_says_what_the_unrounded_one_would_give():
    """655 of 20,000 is 3.275%: above 3.27492... and below 3.28."""
    working = judge(rate_rule(), ScreenedFigures("", "", 655, 20_000))
    assert working.answer == ScreenAnswer.NOT_FLAGGED
    assert working.remarks == [
        "Against the unrounded bar of 3.2749% it would be flagged.",
        "Its rate rounded to 3.28% would be flagged.",
    ]


def test_cell_under_the_smallest_number_is_not_flagged_whatever_its_rate():
    assert judge(rate_rule(), ScreenedFigures("Hispanic", "", 19, 19)).answer == ScreenAnswer.TOO_SMALL
    assert judge(rate_rule(), ScreenedFigures("Hispanic", "", 1, 20)).answer == ScreenAnswer.FLAGGED


def test_ratio_of_exactly_two_is_flagged_where_the_rule_says_or_higher():
    counts = {"White": (100, 1000), "Black": (20, 100)}
    figures = district(composition={"White": 1, "Black": 1}, **counts)
    assert judge(ratio_rule(), figures).answer == ScreenAnswer.FLAGGED
    assert judge(ratio_rule(comparator=Comparator.MORE_THAN), figures).answer == ScreenAnswer.NOT_FLAGGED


def test_cell_size_of_ten_flags_what_that_of_twenty_does_not():
    """Hampshire: 15 students, 2.09."""
    hampshire = ScreenedFigures(counted=15, printed_ratio=Decimal("2.09"), is_printed_as_flagged=True)
    assert judge(ratio_rule(cell_size=10), hampshire).answer == ScreenAnswer.FLAGGED
    assert judge(ratio_rule(), hampshire).answer == ScreenAnswer.TOO_SMALL


def test_ratio_is_not_calculated_under_so_many_enrolled():
    working = judge(ratio_rule(), district(Black=(19, 19), White=(100, 1000)))
    assert working.answer == ScreenAnswer.NOT_CALCULATED
    assert working.steps == ["Not calculated: 19 enrolled, under 20."]


def test_underrepresentation_is_at_a_quarter_or_below_with_a_cell_of_fifty():
    under = {
        "comparator": Comparator.AT_MOST,
        "numerator": 1,
        "denominator": 4,
        "cell_size": 50,
        "cell_of": CellOf.ENROLLED,
        "fewest_enrolled": 50,
    }
    even = {"White": 1, "Asian": 1}
    flagged = district("Asian", even, Asian=(2, 80), White=(100, 1000))
    assert judge(ratio_rule(**under), flagged).answer == ScreenAnswer.FLAGGED
    above = district("Asian", even, Asian=(3, 80), White=(100, 1000))
    assert judge(ratio_rule(**under), above).answer == ScreenAnswer.NOT_FLAGGED
    small = district("Asian", even, Asian=(0, 49), White=(100, 1000))
    assert judge(ratio_rule(**under), small).answer == ScreenAnswer.NOT_CALCULATED


def test_group_that_the_composition_does_not_name_is_not_calculated_and_named():
    working = judge(ratio_rule(), district(Black=(30, 100), Tongan=(1, 30)))
    assert working.steps == ["Not calculated: the state's composition does not name Tongan."]


def test_nobody_counted_among_the_others_gives_no_ratio():
    assert judge(ratio_rule(), district(Black=(30, 100), White=(0, 90))).answer == ScreenAnswer.NOT_CALCULATED


def test_what_a_table_flags_without_readable_figures_is_flagged_and_says_so():
    working = judge(ratio_rule(), ScreenedFigures("", "Behavior Disorders", is_printed_as_flagged=True))
    assert working.is_flagged and "cannot be read" in working.steps[0]
    assert judge(ratio_rule(), ScreenedFigures()).answer == ScreenAnswer.NOT_CALCULATED


def test_test_of_significance_is_part_of_the_rule_where_it_has_a_level():
    """The ratio is 2 with 20 students of 100 against 10 of 100, too few to be sure of."""
    figures = district(composition={"White": 1, "Black": 1}, Black=(20, 100), White=(10, 100))
    tested = judge(ratio_rule(significance=Decimal("0.05"), significance_is_open=True), figures)
    assert judge(ratio_rule(), figures).answer == ScreenAnswer.FLAGGED
    assert tested.answer == ScreenAnswer.FLAGGED
    assert "z = 1.98, significant at 0.05, a level chosen here: the source names none" in tested.steps[-1]
    assert judge(ratio_rule(significance=Decimal("0.01")), figures).answer == ScreenAnswer.NOT_SIGNIFICANT


def test_z_squared_is_the_chi_square_of_the_two_by_two_table():
    """n (ad - bc)^2 / (the product of the four margins), for 20 of 100 and 10 of 100."""
    assert z_squared(20, 100, 10, 100) == Fraction(200 * (20 * 90 - 80 * 10) ** 2, 100 * 100 * 30 * 170)
    assert z_squared(5, 5, 7, 7) is None


counts = st.integers(1, 400).flatmap(lambda enrolled: st.tuples(st.integers(0, enrolled), st.just(enrolled)))


@given(
    st.lists(counts, min_size=4, max_size=4),
    st.lists(st.integers(1, 300_000), min_size=4, max_size=4),
    st.fractions(Fraction(1, 8), 4, max_denominator=100),
)
@pytest.mark.slow
def test_ratio_is_as_the_three_steps_of_the_source_give_it(pairs, enrolled_in_state, threshold):
    """Read from the source's own steps: composition in the state, risk in the district, cross-multiplied."""
    by_name = dict(zip(GROUPS, pairs, strict=True))
    composition = dict(zip(GROUPS, enrolled_in_state, strict=True))
    rule = ratio_rule(
        numerator=threshold.numerator, denominator=threshold.denominator, cell_size=0, fewest_enrolled=0
    )
    answer = judge(rule, district(composition=composition, **by_name)).answer
    (black, blacks), everybody = by_name["Black"], sum(enrolled_in_state)
    rest = sum(
        Fraction(composition[name], everybody) * Fraction(*by_name[name])
        for name in GROUPS
        if name != "Black"
    )
    if blacks < 20 or rest == 0:
        assert answer == ScreenAnswer.NOT_CALCULATED
    else:
        over = (1 - Fraction(composition["Black"], everybody)) * Fraction(black, blacks) >= threshold * rest
        assert answer == (ScreenAnswer.FLAGGED if over else ScreenAnswer.NOT_FLAGGED)
