"""Whether an internal target is looser than the rule it stands beside."""

from datetime import date

import pytest

from actionsteps.clocks.days import Calendar, Term
from actionsteps.clocks.targets import Comparison, target_of
from actionsteps.models import ClockBound as Bound
from actionsteps.models import ClockUnit as Unit

from .making import SCHOOL, make_rule

TWO_YEARS = Calendar((*SCHOOL.terms, Term(date(2027, 8, 16), date(2028, 6, 2))))
NONE = Calendar(whose="Middle")


@pytest.mark.parametrize(
    ("rule", "target", "calendar", "comparison"),
    [
        ((60, Unit.CALENDAR_DAYS), (60, Unit.SCHOOL_DAYS), NONE, Comparison.LOOSER),
        ((30, Unit.CALENDAR_DAYS), (30, Unit.SCHOOL_DAYS), NONE, Comparison.LOOSER),
        ((30, Unit.CALENDAR_DAYS), (10, Unit.SCHOOL_DAYS), NONE, Comparison.UNKNOWN),
        ((30, Unit.CALENDAR_DAYS), (10, Unit.SCHOOL_DAYS), TWO_YEARS, Comparison.DEPENDS),
        ((1, Unit.YEARS), (1, Unit.YEARS), NONE, Comparison.SAME),
        ((45, Unit.CALENDAR_DAYS), (1, Unit.MONTHS), NONE, Comparison.STRICTER),
        ((3, Unit.CALENDAR_DAYS), (72, Unit.HOURS), NONE, Comparison.SAME),
        ((2, Unit.CALENDAR_DAYS), (72, Unit.HOURS), NONE, Comparison.LOOSER),
        ((5, Unit.SCHOOL_DAYS), (3, Unit.SCHOOL_DAYS), NONE, Comparison.STRICTER),
    ],
)
def test_a_target_is_compared_by_the_days_it_can_take(rule, target, calendar, comparison):
    rule = make_rule(amount=rule[0], unit=rule[1], target_amount=target[0], target_unit=target[1])
    assert target_of(rule, calendar).comparison == comparison


def test_ten_school_days_within_one_term_are_stricter_than_thirty_days():
    """Over the summer they are not: the calendar of one short term knows none."""
    term = Calendar((Term(date(2026, 9, 1), date(2026, 12, 18)), Term(date(2026, 12, 21), date(2027, 3, 1))))
    rule = make_rule(target_amount=10, target_unit=Unit.SCHOOL_DAYS)
    assert target_of(rule, term).comparison == Comparison.STRICTER


def test_of_at_least_less_is_looser():
    rule = make_rule(bound=Bound.AT_LEAST, amount=3, unit=Unit.YEARS, target_amount=2, target_unit=Unit.YEARS)
    target = target_of(rule, NONE)
    assert target.remark == "The internal target is looser: 2 years are less than the 3 years of the rule."


def test_the_remarks_are_sentences():
    looser = make_rule(amount=60, target_amount=60, target_unit=Unit.SCHOOL_DAYS)
    unknown = make_rule(target_amount=10, target_unit=Unit.SCHOOL_DAYS)
    assert target_of(looser, NONE).remark == (
        "The internal target is looser: 60 school days are longer than the 60 calendar days of the rule."
    )
    assert target_of(unknown, NONE).remark == (
        "10 school days and 30 calendar days cannot be compared without a school calendar."
    )
    assert target_of(make_rule(), NONE) is None
