"""Date, participants, strengths and areas of focus go out in a workbook and come back."""

from datetime import date

import pytest
from django.utils.timezone import localdate

from assessments.highlights.removed import remove_highlight
from assessments.models import Highlight
from tests import factories as make
from tests.workbook_files import closed, opened, with_numbers

from .helpers import confirm, download, filled, refusals, tally, upload

pytestmark = pytest.mark.slow

SUMMARY = "Summary"
"""Date in row 4, participants in 5, strengths from 6 on, areas of focus after them."""


def written(assessment, kind, text):
    return Highlight.objects.create(
        assessment=assessment, kind=kind, text=text, position=assessment.highlights.count() + 1
    )


@pytest.fixture
def filled_sheet(sheet):
    sheet.assessment.date, sheet.assessment.participants = date(2024, 9, 27), "Ana and Ben"
    sheet.assessment.save()
    written(sheet.assessment, "strength", "We staff early.")
    written(sheet.assessment, "strength", "We meet.")
    written(sheet.assessment, "focus", "Calendars.")
    return sheet


def bring(client, sheet, cells, **choices):
    """Download, fill in, upload and save."""
    preview = upload(client, sheet, filled(download(client, sheet), cells, name=SUMMARY))
    return confirm(client, sheet, preview, **choices)


def said(assessment):
    assessment.refresh_from_db()
    lists = [
        list(assessment.highlights.filter(kind=kind).values_list("text", flat=True))
        for kind in ("strength", "focus")
    ]
    return [assessment.date, assessment.participants, *lists]


def test_it_says_what_is_saved_and_leaves_room_for_more(liaison, filled_sheet):
    tab = opened(download(liaison, filled_sheet))[SUMMARY]
    rows = [(row[0].value, row[1].value) for row in tab["A4:B18"]]
    assert rows[:4] == [
        ("Date", "September 27, 2024"),
        ("Participants", "Ana and Ben"),
        ("Strength 1", "We staff early."),
        ("Strength 2", "We meet."),
    ]
    assert rows[9] == ("Area of focus 1", "Calendars.")
    assert rows[4:9] == [(f"Strength {number}", None) for number in range(3, 8)]
    assert [cell.coordinate for row in tab["A4:C5"] for cell in row if not cell.protection.locked] == [
        "B4",
        "B5",
    ]


def test_what_is_typed_there_arrives(liaison, filled_sheet):
    cells = {
        "B4": "Oct. 3, 2024",
        "B5": "Ana,\nBen and Cem",
        "B6": None,
        "B7": "We meet weekly.",
        "B8": "New!",
        "B14": "More",
    }
    response = bring(liaison, filled_sheet, cells)
    assert response.status_code == 302
    assert "6 lines of the summary saved from the workbook." in liaison.get(filled_sheet.url).text
    assert said(filled_sheet.assessment) == [
        date(2024, 10, 3),
        "Ana,\nBen and Cem",
        ["We meet weekly.", "New!"],
        ["Calendars.", "More"],
    ]
    after = download(liaison, filled_sheet)
    assert tally(upload(liaison, filled_sheet, after)) == (0, 0, 0, 3)


def test_the_same_workbook_once_more_changes_nothing(liaison, filled_sheet):
    content = filled(
        download(liaison, filled_sheet), {"B6": None, "B7": "We meet weekly.", "B8": "New!"}, name=SUMMARY
    )
    confirm(liaison, filled_sheet, upload(liaison, filled_sheet, content))
    assert tally(upload(liaison, filled_sheet, content)) == (0, 0, 0, 3)


def test_a_date_that_excel_made_of_it_is_understood(liaison, filled_sheet):
    content = with_numbers(
        download(liaison, filled_sheet), {"B4": (45567.0, "m/d/yyyy")}, "xl/worksheets/sheet2.xml"
    )
    confirm(liaison, filled_sheet, upload(liaison, filled_sheet, content))
    assert said(filled_sheet.assessment)[0] == date(2024, 10, 2)


def test_what_is_not_understood_is_refused_in_its_cell(liaison, filled_sheet):
    cells = {
        "B4": "9/27/0226",
        "B6": "x" * 501,
        "B7": "=1+1",
        "B25": "Where does this go?",
        "A13": "Calendar",
    }
    response = upload(liaison, filled_sheet, filled(download(liaison, filled_sheet), cells, name=SUMMARY))
    assert refusals(response) == [
        (SUMMARY, "B4", f"Is the year 226 right? Write a year from 2000 to {localdate().year + 10}."),
        (SUMMARY, "B6", "The strength has 501 characters and 500 fit: shorten it, then upload again."),
        (SUMMARY, "B7", "This is a formula. Type what it should say instead."),
        (SUMMARY, "B13", "“Calendar” is not one of the lines of this sheet."),
        (SUMMARY, "B25", "This row has no name in column A. Move what it says to a line that has one."),
        (SUMMARY, "–", "Area of focus 1 is missing from this sheet. What is saved stays as it is."),
    ]


def test_what_others_changed_meanwhile_is_shown_with_both(liaison, filled_sheet):
    cells = {"B4": "Oct. 3, 2024", "B5": "Mine", "B6": "My words.", "B7": None}
    content = filled(download(liaison, filled_sheet), cells, name=SUMMARY)
    first, second = filled_sheet.assessment.highlights.filter(kind="strength")
    filled_sheet.assessment.participants = "Theirs"
    filled_sheet.assessment.save()
    remove_highlight(first, by=filled_sheet.liaison)
    Highlight.objects.filter(pk=second.pk).update(text="We meet often.")
    preview = upload(liaison, filled_sheet, content)
    assert tally(preview) == (1, 3, 0, 3)
    for words in ("Theirs", "Mine", "My words.", "We meet often.", "Nothing: it is taken away"):
        assert words in preview.text
    confirm(liaison, filled_sheet, preview, **{"Strength 1": "mine", "Participants": "theirs"})
    assert said(filled_sheet.assessment) == [
        date(2024, 10, 3),
        "Theirs",
        ["My words.", "We meet often."],
        ["Calendars."],
    ]


def test_what_only_others_changed_stays(liaison, filled_sheet):
    content = download(liaison, filled_sheet)
    filled_sheet.assessment.participants = "Theirs"
    filled_sheet.assessment.save()
    preview = upload(liaison, filled_sheet, content)
    assert tally(preview) == (0, 0, 0, 3)
    assert "Participants changed after you downloaded" in preview.text


def test_a_change_between_preview_and_confirmation_shows_the_preview_again(liaison, filled_sheet):
    preview = upload(
        liaison, filled_sheet, filled(download(liaison, filled_sheet), {"B5": "Mine"}, name=SUMMARY)
    )
    filled_sheet.assessment.participants = "Theirs"
    filled_sheet.assessment.save()
    again = confirm(liaison, filled_sheet, preview)
    assert again.status_code == 409
    assert tally(again)[:2] == (0, 1)
    assert said(filled_sheet.assessment)[1] == "Theirs"


def test_words_written_on_two_lines_stand_in_the_list_once(liaison, filled_sheet):
    bring(liaison, filled_sheet, {"B8": "Twice", "B9": "Twice"})
    assert said(filled_sheet.assessment)[2] == ["We staff early.", "We meet.", "Twice"]


def test_a_record_that_names_another_assessments_strength_changes_none_of_it(liaison, filled_sheet):
    other = written(make.make_assessment(), "strength", "Not yours")
    workbook = opened(download(liaison, filled_sheet))
    for row in workbook["Accord"].iter_rows():
        if row[0].value == "Summary, Strength 1":
            row[1].value = f"strength {other.public_id}"
    workbook[SUMMARY]["B6"] = "Mine now"
    confirm(liaison, filled_sheet, upload(liaison, filled_sheet, closed(workbook)), **{"Strength 1": "mine"})
    other.refresh_from_db()
    assert other.text == "Not yours"
