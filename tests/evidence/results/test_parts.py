"""Whether parts come to the whole, with the tolerance stated."""

from decimal import Decimal

import pytest

from evidence.models import Breakdown, EvidenceRow, Observation, PartsAdd
from evidence.results.parts import why_parts_miss

SHARES = Breakdown(parts_add=PartsAdd.TO_HUNDRED)
COUNTS = Breakdown(parts_add=PartsAdd.TO_WHOLE)


def value(text, number=None, numerator=None):
    number = text.rstrip("%") if number is None else number
    return Observation(text=text, number=Decimal(number), numerator=numerator)


def shares(*texts):
    return [value(text) for text in texts]


def test_rounding_explains_100_1_and_not_99_8():
    percent = EvidenceRow(unit="%")
    assert why_parts_miss(percent, SHARES, None, shares("83.5%", "14.7%", "1.9%")) == ""
    assert why_parts_miss(percent, SHARES, None, shares("86.2%", "11.4%", "2.2%")) == (
        "the parts come to 99.8%, not 100%; a difference of 0.15 is allowed."
    )


def test_a_stated_tolerance_stands_instead():
    adds = Breakdown(parts_add=PartsAdd.TO_HUNDRED, tolerance=Decimal("0.2"))
    assert why_parts_miss(EvidenceRow(unit="%"), adds, None, shares("86.2%", "11.4%", "2.2%")) == ""


@pytest.mark.parametrize(
    ("whole", "parts", "said"),
    [
        (618, (8, 184, 426), ""),
        (8563, (7067, 1031, 465), ""),
        (618, (8, 184, 425), "the parts come to 617, not 618; a difference of 0 is allowed."),
    ],
)
def test_counts_come_to_the_whole_exactly(whole, parts, said):
    counted = [value(str(part)) for part in parts]
    assert why_parts_miss(EvidenceRow(), COUNTS, value(str(whole)), counted) == said


def test_of_rates_the_counts_are_added():
    parts = [value("50%", numerator=Decimal(1)), value("25%", numerator=Decimal(2))]
    assert why_parts_miss(EvidenceRow(unit="%"), COUNTS, value("30%", numerator=Decimal(3)), parts) == ""


def test_nothing_is_said_while_a_part_is_missing_or_nothing_is_to_add_up():
    percent = EvidenceRow(unit="%")
    assert why_parts_miss(percent, SHARES, None, [*shares("86.2%"), None]) == ""
    assert why_parts_miss(percent, Breakdown(), None, shares("86.2%", "11.4%")) == ""
