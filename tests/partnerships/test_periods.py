"""Half years, cycles and federal years are named by their own word."""

import pytest

from partnerships.models import Period, PeriodKind


@pytest.mark.parametrize(
    ("kind", "label", "name", "word"),
    [
        (PeriodKind.SCHOOL_YEAR, "2023-2024", "2023-2024", "school year"),
        (PeriodKind.HALF_YEAR, "First half of 2024", "First half of 2024", "half year"),
        (PeriodKind.HALF_YEAR, "2024/2", "half year 2024/2", "half year"),
        (PeriodKind.CYCLE, "3", "cycle 3", "cycle"),
        (PeriodKind.CYCLE, "Cycle 3", "Cycle 3", "cycle"),
        (PeriodKind.FEDERAL_FISCAL_YEAR, "2024", "federal fiscal year 2024", "federal fiscal year"),
        (PeriodKind.FEDERAL_FISCAL_YEAR, "FFY 2024", "FFY 2024", "federal fiscal year"),
        (PeriodKind.MONTH, "August 2023", "August 2023", "month"),
        (PeriodKind.NAMED_SPAN, "2021-2024", "2021-2024", "period"),
    ],
)
def test_a_period_is_called_by_its_own_word(kind, label, name, word):
    period = Period(kind=kind, label=label)
    assert (period.name, str(period), period.word) == (name, name, word)
