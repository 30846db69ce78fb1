"""Where a value stands on a printed ladder, and how far it is from each of several bands."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from evidence.models import EvidenceRow, LadderStep, TargetBand
from evidence.reading import read_value
from evidence.results.bands import figures_of_bands
from evidence.results.ladder import place_on_ladder
from partnerships.models import Direction
from tests import factories as make

FUND_BALANCE = (45, 35, 25, 15, 5, 0, 5, -15, -25)
"""In percent, as the finance report of Kairos Academies prints it."""


def ladder(*thresholds):
    return [LadderStep(threshold=Decimal(one), position=at) for at, one in enumerate(thresholds, 1)]


def standing(number, steps, **fields):
    row = EvidenceRow(unit="%", **{"better": Direction.HIGHER} | fields)
    return place_on_ladder(row, steps, Decimal(number))


@pytest.mark.parametrize(
    ("number", "place", "missed"),
    [
        ("46", 1, []),
        ("45", 1, []),
        ("44.99", 2, []),
        ("5", 5, []),
        ("4.99", 6, [7]),
        ("0.06", 6, [7]),
        ("0", 6, [7]),
        ("-0.01", 8, []),
        ("-25", 9, []),
        ("-25.01", 10, []),
    ],
)
def test_a_value_stands_on_the_first_step_it_reaches_though_the_ladder_does_not_descend(
    number, place, missed
):
    found = standing(number, ladder(*FUND_BALANCE))
    assert (found.place, [one.position for one in found.missed_below]) == (place, missed)


def test_the_place_is_told_in_words_with_what_the_order_leaves_open():
    found = standing("0.06", ladder(*FUND_BALANCE))
    assert found.words == "step 6 of 9, from 0% on; 5% is the next"
    assert found.remark == "The ladder is printed out of order: step 7 (5%) further down is not reached."
    assert standing("-30", ladder(*FUND_BALANCE)).words == "below all 9 steps, the last from -25% on"


def test_where_fewer_are_better_a_step_is_reached_from_below():
    steps = ladder(5, 10, 20)
    assert [standing(one, steps, better=Direction.LOWER).place for one in ("5", "6", "20", "21")] == [
        1,
        2,
        3,
        4,
    ]


def test_without_a_ladder_or_a_number_it_stands_nowhere():
    assert place_on_ladder(EvidenceRow(), [], Decimal(3)) is None
    assert place_on_ladder(EvidenceRow(), ladder(3), None) is None


def bands_of(text):
    named = (("Advanced", 30), ("Proficient", 60), ("Basic", 90))
    bands = [
        TargetBand(pk=at, label=label, at_least=Decimal(least)) for at, (label, least) in enumerate(named)
    ]
    return figures_of_bands(read_value(text, unit="%").figures, bands)


def test_the_gap_of_each_band_is_worked_out_beside_the_printed_one():
    found = bands_of("18% (-12%) 34% (-25%) 63% (-27%)")
    assert [(one.gap, one.printed_gap, one.gap_differs) for one in found] == [
        (-12, -12, False),
        (-26, -25, True),
        (-27, -27, False),
    ]


def test_shares_of_a_whole_are_added_up_from_the_highest_band():
    found = bands_of("MS ELA: 56% Below, 18% Basic, 15% Proficient, 11% Advanced")
    assert [(one.number, one.gap, one.added) for one in found] == [
        (11, -19, ""),
        (26, -34, "Proficient 15 and Advanced 11"),
        (44, -46, "Basic 18 and Proficient 15 and Advanced 11"),
    ]


def test_figures_that_do_not_come_to_the_whole_stand_for_themselves():
    assert [one.number for one in bands_of("20% Below, 95% Basic, 61% Proficient, 30% Advanced")] == [
        30,
        61,
        95,
    ]
    assert bands_of("56% Below, 18% Basic") == []


@pytest.fixture
def definition(db):
    category = make.make_category()
    partnership = make.make_partnership(agreement=category.edition.agreement)
    row = make.make_row(category, partnership, label="Fund Balance", unit="%", better=Direction.HIGHER)
    return row.definitions.create(from_period=make.make_period(), formula="Balance / expenses")


def test_two_steps_do_not_stand_at_one_place(definition):
    definition.ladder.create(threshold=5, position=1)
    with pytest.raises(ValidationError, match="Another step of the ladder stands"):
        LadderStep(definition=definition, threshold=4, position=1).full_clean()
