"""What a rating or a highlight names is one thing of its own edition and partnership, and closed with it."""

import pytest

from assessments.highlights.lists import add_highlight
from assessments.highlights.removed import put_back, remove_highlight
from assessments.models import Highlight, RatingMeasure
from tests import factories as make
from tests.partnerships.conftest import refused

from .test_measures import Choice

pytestmark = pytest.mark.both_databases

FOREIGN = "Only what stands in the assessment's own edition and partnership can be named."
FINAL = "This assessment is final"


@pytest.fixture
def rating(sheet):
    return make.make_rating(sheet.assessment, sheet.first, "2")


@pytest.fixture
def row(sheet):
    return make.make_row(sheet.category, sheet.partnership)


@pytest.fixture
def strength(sheet):
    return add_highlight(sheet.assessment, "strength", "Staffing holds", by=sheet.liaison)


def foreign_rows(sheet):
    """Of another partnership, and of another edition."""
    agreement = sheet.partnership.agreement
    category = make.make_category(make.make_edition(agreement=agreement))
    yield make.make_row(sheet.category, make.make_partnership(agreement=agreement))
    yield make.make_row(category, sheet.partnership)


def test_a_rating_names_a_measure_or_a_row(db):
    choice = Choice()
    for both_or_neither in ({}, {"measure": choice.fill, "row": choice.row}):
        with refused("rating_measure_or_row"):
            RatingMeasure.objects.create(rating=choice.rating, **both_or_neither)


def test_a_rating_names_a_row_once(rating, row):
    RatingMeasure.objects.create(rating=rating, row=row)
    with refused("UNIQUE|unique"):
        RatingMeasure.objects.create(rating=rating, row=row)


def test_rows_of_others_are_not_named(sheet, rating, strength):
    for foreign in foreign_rows(sheet):
        with refused(FOREIGN):
            RatingMeasure.objects.create(rating=rating, row=foreign)
        with refused(FOREIGN):
            strength.rows.add(foreign)


@pytest.mark.slow
def test_what_a_final_assessment_names_stays(sheet, rating, row, strength):
    named = RatingMeasure.objects.create(rating=rating, row=row)
    strength.rows.add(row)
    make.close(sheet.assessment)
    with refused(FINAL):
        named.delete()
    with refused(FINAL):
        strength.rows.clear()


def test_a_highlight_put_back_points_to_its_rows_again(sheet, strength, row):
    strength.rows.add(row)
    remove_highlight(strength, by=sheet.liaison)
    assert not Highlight.objects.exists()
    put_back(Highlight.with_removed.get(), by=sheet.liaison)
    assert list(Highlight.objects.get().rows.all()) == [row]


def test_names_stand_in_the_order_of_the_table(sheet, rating, row):
    below = make.make_row(sheet.category, sheet.partnership)
    for one in (below, row):
        RatingMeasure.objects.create(rating=rating, row=one)
    assert [one.evidence for one in rating.shown_by.all()] == [row, below]


def test_the_value_is_one_of_the_row(sheet, rating, row):
    value = make.make_value(make.make_row(sheet.category, sheet.partnership), make.make_period(), "22%")
    with refused("The value is of another row than the one that is named."):
        RatingMeasure.objects.create(rating=rating, row=row, value=value)
