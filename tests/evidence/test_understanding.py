"""What is kept of a value beside its text: its status, and its figures in the row's unit."""

from datetime import date
from decimal import Decimal

import pytest

from evidence.models import EvidenceRow, Observation
from evidence.understanding import problems_with, remarks_on, understand
from partnerships.models import Period


@pytest.mark.parametrize(
    ("text", "unit", "status", "figures"),
    [
        ("22/23 (96%)", "%", "reported", (96, 22, 23)),
        ("1 out of 22", "%", "reported", (None, 1, 22)),
        ("100% Educlimber", "%", "reported", (100, None, None)),
        ("8 students", "%", "reported", (None, None, None)),
        ("8 students", "", "reported", (8, None, None)),
        ("8", "students", "reported", (8, None, None)),
        ("8%", "students", "reported", (None, None, None)),
        ("8 students", "$", "reported", (None, None, None)),
        ("mean 3.05", "points", "reported", (Decimal("3.05"), None, None)),
        ("90 min", "minutes", "reported", (90, None, None)),
        ("90 min", "hours", "reported", (None, None, None)),
        ("22%", "%ile", "reported", (22, None, None)),
        ("24/23", "%", "reported", (None, None, None)),
        ("1/0", "%", "reported", (None, None, None)),
        ("MS: 94.47% HS: 90.64%", "%", "reported", (None, None, None)),
        ("EMBARGOED", "%", "embargoed", (None, None, None)),
        ("", "%", "blank", (None, None, None)),
    ],
)
def test_what_is_kept_of_a_value(text, unit, status, figures):
    value = understood(text, unit)
    assert (value.text, value.status) == (text, status)
    assert (value.number, value.numerator, value.denominator) == figures


def test_when_a_value_is_expected_is_taken_from_its_text_unless_somebody_said():
    assert understood("February 2024").expected_on == date(2024, 2, 1)
    assert understood("February 2024", expected_on=date(2024, 3, 1)).expected_on == date(2024, 3, 1)
    assert understood("February 2023").expected_on is None


def understood(text, unit="", **fields):
    year = Period(start=date(2022, 7, 1), end=date(2023, 6, 30))
    value = Observation(row=EvidenceRow(unit=unit), period=year, text=text, number=1, numerator=1, **fields)
    understand(value)
    return value


def test_claytons_figures_are_those_its_texts_are_read_as(clayton):
    """What the fixture says, with the status a person gave it."""
    values = Observation.objects.of(clayton).filter(status="reported").select_related("row", "period")
    assert values.exclude(number=None).count() == 31
    for value in values:
        kept = [value.number, value.numerator, value.denominator]
        understand(value)
        assert [value.number, value.numerator, value.denominator] == kept, value


def test_where_claytons_figures_disagree_those_who_enter_are_told(clayton):
    values = Observation.objects.of(clayton).filter(status="reported").select_related("row", "period")
    told = [remark for value in values for remark in remarks_on(value.text, value.row, value.period)]
    assert sorted(told) == [
        "A percentile is printed with %. It is a rank, not a share.",
        "A percentile is printed with %. It is a rank, not a share.",
        "Math: 65% of 25 is no whole count: 16 would be 64%, 17 would be 68%.",
        "The 3 shares add to 99.8%, not 100%. Rounding accounts for no more than 0.15: is one of them wrong?",
    ]


@pytest.mark.parametrize(
    ("kind", "unit", "text", "is_refused"),
    [
        ("", "%", "219.15%", True),
        ("", "%", "-26%", True),
        ("rate", "", "219.15%", True),
        ("", "", "-448.98%", False),
        ("change", "%", "-448.98%", False),
        ("amount", "%", "-448.98%", False),
        ("change", "students", "-3", False),
        ("count", "students", "-3", True),
    ],
)
def test_a_percentage_lies_within_a_hundred_unless_the_row_says_otherwise(kind, unit, text, is_refused):
    row = EvidenceRow(unit=unit, kind=kind)
    period = Period(start=date(2023, 7, 1), end=date(2024, 6, 30))
    assert bool(problems_with(text, row, period)) == is_refused
    assert understood(text, unit).number == Decimal(text.rstrip("%"))


def test_where_nobody_said_what_the_percentages_are_it_is_said_what_to_do():
    row, period = EvidenceRow(unit="%"), Period(start=date(2023, 7, 1), end=date(2024, 6, 30))
    assert problems_with("219.15%", row, period) == [
        "219.15% is more than 100%, the most this row allows. If it is a change, the row’s form is to say so first."
    ]
    row.highest = Decimal(200)
    assert problems_with("219.15%", row, period) == ["219.15% is more than 200%, the most this row allows."]
