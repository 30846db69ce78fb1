"""A workbook that LibreOffice Calc saved is read as one that nobody opened in between.

`saved_by_calc.xlsx` is the workbook of the assessment below: downloaded, filled in as the tests say, a date
and some money as numbers that have a format, given a sheet “My notes”, and saved by LibreOffice Calc 7.4 as .xlsx.
"""

from datetime import date
from pathlib import Path

import pytest

from assessments.models import Rating
from tests import factories as make
from tests.workbook_files import part

from .helpers import confirm, refusals, tally, upload

pytestmark = pytest.mark.slow

SAVED_BY_CALC = Path(__file__).with_name("saved_by_calc.xlsx")

KEPT = "Kept as it is:\n“two” lines & <more>, مرحبا 👍🏽 _x0041_\n=1+1"
TYPED = '=1+1 is text here\n\n"quoted", ‘so’ & <b>, 👍🏽 e\u0301, مرحبا'


def made_up_assessment():
    """One that is the same each time: the workbook says which one it belongs to."""
    edition = make.make_edition(agreement=make.make_agreement(slug="made-up"), label="2031-2032")
    staffing = make.make_category(edition, number=1, title="Staffing", lead_in="We will:")
    data = make.make_category(edition, number=2, title="Data, and what it shows")
    first = make.make_item(staffing, text="Fill every post.")
    second = make.make_item(staffing, text="Share “calendars”, rooms & buses.")
    heading = make.make_item(staffing, text="Develop:", is_rated=False)
    make.make_item(staffing, parent=heading, text="a survey")
    third = make.make_item(data, text="Look at it each month, " * 20)
    fourth = make.make_item(data, text="Show it.")
    make.adopt(edition)
    assessment = make.make_assessment(cycle=make.make_cycle(edition=edition), public_id="savedbycalc")
    make.make_rating(assessment, first, "1", comment="Before")
    make.make_rating(assessment, second, "2", flag=True, comment=KEPT)
    make.make_rating(assessment, third, "0", flag=True, comment="To be cleared")
    make.make_rating(assessment, fourth, "N/A", comment="-5")
    assessment.url = f"/assessments/{assessment.public_id}/"
    return assessment


@pytest.fixture
def assessment(client, db):
    assessment = made_up_assessment()
    client.force_login(make.make_liaison(assessment.partnership))
    return assessment


def said():
    ratings = Rating.objects.select_related("item", "level")
    return {
        rating.item.reference: (
            rating.level and rating.level.code,
            rating.flag,
            rating.comment,
            rating.version,
        )
        for rating in ratings
    }


def test_calc_made_the_file():
    content = SAVED_BY_CALC.read_bytes()
    assert b"<Application>LibreOffice/" in part(content, "docProps/app.xml")


def test_what_was_entered_in_calc_is_shown_and_all_else_is_unchanged(client, assessment):
    preview = upload(client, assessment, SAVED_BY_CALC.read_bytes())
    assert refusals(preview) == []
    assert tally(preview) == (6, 0, 0, 2)
    for words in (
        "Sheet “1 Staffing”, cells D4, E4, F4",
        "Sheet “1 Staffing”, cell D7",
        "Sheet “2 Data, and what it shows”, cells D4, E4, F4",
        "not read: the sheet “My notes”",
    ):
        assert words in preview.text


def test_it_is_saved_as_it_was_typed_and_what_was_kept_is_kept(client, assessment):
    preview = upload(client, assessment, SAVED_BY_CALC.read_bytes())
    assert confirm(client, assessment, preview).status_code == 302
    assert said() == {
        "1.1": ("3", True, TYPED, 2),
        "1.2": ("2", True, KEPT, 1),
        "1.3.a": ("N/A", False, "", 1),
        "2.1": (None, False, "", 2),
        "2.2": ("N/A", False, "-5", 1),
    }
    assessment.refresh_from_db()
    assert (assessment.date, assessment.participants) == (date(2031, 9, 27), "$1,250.50")
    assert [highlight.text for highlight in assessment.highlights.all()] == ["We met each month."]


def test_uploaded_once_more_it_changes_nothing(client, assessment):
    content = SAVED_BY_CALC.read_bytes()
    confirm(client, assessment, upload(client, assessment, content))
    assert tally(upload(client, assessment, content)) == (0, 0, 0, 5)
