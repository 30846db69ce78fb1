"""Half years, cycles and federal years are named by their own word."""

import pytest

from partnerships.models import Period, PeriodKind
from tests import factories as make


@pytest.mark.parametrize(
    ("kind", "label", "name", "word"),
    [
        (PeriodKind.SCHOOL_YEAR, "2023-2024", "2023-2024", "school year"),
        (PeriodKind.HALF_YEAR, "First half of 2024", "First half of 2024", "half year"),
        (PeriodKind.HALF_YEAR, "2024/2", "half year 2024/2", "half year"),
        (PeriodKind.CYCLE, "3", "cycle 3", "cycle"),
        (PeriodKind.CYCLE, "Cycle 3", "Cycle 3", "cycle"),
        (PeriodKind.FEDERAL_FISCAL_YEAR, "2011", "FFY 2011 (2011-2012)", "federal fiscal year"),
        (PeriodKind.FEDERAL_FISCAL_YEAR, "FFY 2024", "FFY 2024", "federal fiscal year"),
        (PeriodKind.MONTH, "August 2023", "August 2023", "month"),
        (PeriodKind.NAMED_SPAN, "2021-2024", "2021-2024", "period"),
    ],
)
def test_a_period_is_called_by_its_own_word(kind, label, name, word):
    period = Period(kind=kind, label=label)
    assert (period.name, str(period), period.word) == (name, name, word)


@pytest.mark.django_db
def test_a_cycle_of_one_agreement_is_offered_in_no_other_and_the_calendar_in_all():
    here, there = make.make_edition(), make.make_edition()
    year = make.make_period()
    span = make.make_period(kind=PeriodKind.NAMED_SPAN, label="18-month review")
    both = make.make_period(kind=PeriodKind.CYCLE, label="3")
    unused = make.make_period(kind=PeriodKind.CYCLE, label="4")
    for edition, period in ((there, span), (there, both), (there, year), (here, both)):
        make.make_cycle(edition=edition, period=period)
    assert set(Period.objects.offered_in(here.agreement)) == {year, both, unused}
    assert set(Period.objects.offered_in(there.agreement)) == {year, both, unused, span}
