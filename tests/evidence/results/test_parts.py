"""Whether parts come to the whole, with the tolerance stated."""

from decimal import Decimal

import pytest

from evidence.models import Breakdown, BreakdownPart, EvidenceRow, Observation, PartsAdd, RowKind
from evidence.results.parts import PartLine, PartsTable, why_parts_miss, worked_out
from partnerships.models import Period

SHARES = Breakdown(parts_add=PartsAdd.TO_HUNDRED)
COUNTS = Breakdown(parts_add=PartsAdd.TO_WHOLE)


def value(text, number=None, numerator=None):
    number = text.rstrip("%") if number is None else number
    return Observation(text=text, number=Decimal(number), numerator=numerator)


def count_of(text):
    """“20 of 20”: two counts, and no number printed."""
    return Observation(text=text, numerator=Decimal(text.split()[0]), denominator=Decimal(text.split()[-1]))


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


def test_counts_out_of_others_come_to_the_whole_too():
    parts = [count_of("20 of 20"), count_of("5 of 8")]
    assert why_parts_miss(EvidenceRow(unit="%"), COUNTS, count_of("25 of 28"), parts) == ""
    assert why_parts_miss(EvidenceRow(unit="%"), COUNTS, count_of("30 of 30"), parts) == (
        "the parts come to 25, not 30; a difference of 0 is allowed."
    )


def test_nothing_is_said_while_a_part_is_missing_or_nothing_is_to_add_up():
    percent = EvidenceRow(unit="%")
    assert why_parts_miss(percent, SHARES, None, [*shares("86.2%"), None]) == ""
    assert why_parts_miss(percent, Breakdown(), None, shares("86.2%", "11.4%")) == ""


def table_of(whole, **parts):
    """One period, with counts as (numerator, denominator)."""
    lines = [PartLine(None, [value("0%", numerator=whole[0])])]
    lines[0].values[0].denominator = whole[1]
    for label, (numerator, denominator) in parts.items():
        line = PartLine(BreakdownPart(pk=len(lines), label=label), [value("0%", numerator=numerator)])
        line.values[0].denominator = denominator
        lines.append(line)
    return PartsTable([Period(label="2023-2024")], lines, [])


def parts_of(table, *, adds=True, definitions=()):
    return worked_out(EvidenceRow(unit="%"), table, list(definitions), adds=adds)


def test_rate_difference_and_risk_ratio_are_worked_out_from_the_counts():
    wydown, meramec = parts_of(table_of((60, 400), Wydown=(30, 100), Meramec=(30, 300))).parts
    assert (wydown.rate, wydown.relative, wydown.risk) == ("30%", "100% above", "3")
    assert (meramec.rate, meramec.relative, meramec.risk) == ("10%", "33.33% below", "0.33")


def test_a_part_with_the_rate_of_the_whole_is_neither_above_nor_below():
    found = parts_of(table_of((50, 50), Wydown=(30, 30), Meramec=(20, 20)))
    assert {one.relative for one in found.parts} == {"the same"}


def test_no_risk_ratio_of_fewer_than_20_nor_where_the_parts_are_not_all():
    found = parts_of(table_of((60, 400), Wydown=(5, 19), Meramec=(30, 300)))
    assert [one.risk for one in found.parts] == ["fewer than 20"] * 2
    table = table_of((60, 400), Wydown=(30, 100), Meramec=(30, 300))
    found = parts_of(table, adds=False)
    assert ([one.risk for one in found.parts], found.without_risk) == (
        ["", ""],
        "There are no risk ratios: the parts are not said to add up to the whole.",
    )
    table.lines.append(PartLine(BreakdownPart(pk=9, label="Captain"), [None]))
    assert parts_of(table).without_risk == (
        "There are no risk ratios: not all parts have counts, such as 12/340."
    )


def test_of_shares_no_rate_is_worked_out():
    table = table_of((60, 400), Wydown=(30, 100), Meramec=(30, 300))
    assert worked_out(EvidenceRow(unit="%", kind=RowKind.SHARE), table, [], adds=True) is None
