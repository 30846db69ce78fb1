"""What is refused, with the sentence a person reads; nothing of it is written."""

import re
from datetime import date

import pytest

from assessments.models import COMMENT_MAX_LENGTH
from core.workbooks import unpacking
from tests import factories as make
from tests.workbook_files import SHEET, closed, opened, part, repacked, with_sheet

from .helpers import STAFFING, download, filled, refusals, refused, tally, upload

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nothing_is_written")]


# Of another assessment


def test_a_workbook_that_does_not_say_whose_it_is(liaison, sheet):
    workbook = opened(download(liaison, sheet))
    del workbook["Accord"]
    refused(liaison, sheet, closed(workbook), "This workbook does not say which assessment it belongs to.")


def test_a_workbook_of_another_format(liaison, sheet):
    content = filled(download(liaison, sheet), {"B2": "99"}, name="Accord")
    refused(liaison, sheet, content, "This workbook was made by another version of Accord.")


def test_another_editions_workbook(liaison, sheet):
    edition = make.make_edition(
        agreement=sheet.edition.agreement, scale=sheet.edition.scale, label="2030-2031"
    )
    make.make_item(make.make_category(edition, title="Staffing"))
    other = make.make_assessment(
        sheet.partnership, cycle=make.make_cycle(edition=make.adopt(edition)), by=sheet.partnership.partner
    )
    content = liaison.get(f"/assessments/{other.public_id}/workbook/").content
    refused(liaison, sheet, content, "This workbook is of another edition (“2030-2031”)")


def test_another_assessments_workbook(liaison, sheet):
    other = make.make_assessment(
        sheet.partnership, cycle=make.make_cycle(edition=sheet.edition), by=sheet.partnership.partner
    )
    content = liaison.get(f"/assessments/{other.public_id}/workbook/").content
    refused(liaison, sheet, content, "This workbook is of another assessment.")


# Of another shape


def test_a_missing_sheet(liaison, sheet):
    workbook = opened(download(liaison, sheet))
    workbook[STAFFING].title = "Mine"
    sentence = (
        "The sheet “1 Staffing” is missing. If you gave it another name, give it this one back; "
        "otherwise download the workbook afresh and copy your entries into it."
    )
    refused(liaison, sheet, closed(workbook), sentence)


def test_merged_cells(liaison, sheet):
    workbook = opened(download(liaison, sheet))
    workbook[STAFFING].merge_cells("D4:E5")
    refused(liaison, sheet, closed(workbook), "Sheet “1 Staffing”: the cells D4:E5 are merged.")


@pytest.mark.parametrize("prefix", [b"", b"x:"])
def test_a_merged_area_as_large_as_a_sheet(liaison, sheet, prefix):
    merged = b'<%smergeCells xmlns:x="urn:x"><%smergeCell count="1" ref="A1:XFD1048576"/></%smergeCells>'
    content = with_sheet(
        download(liaison, sheet),
        lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + merged % (prefix, prefix, prefix)),
    )
    refused(liaison, sheet, content, "Sheet “1 Staffing”: the cells A1:XFD1048576 are merged.")


def test_columns_that_have_moved(liaison, sheet):
    workbook = opened(download(liaison, sheet))
    workbook[STAFFING].insert_cols(3)
    refused(liaison, sheet, closed(workbook), "Sheet “1 Staffing”, cell D3: “Level” should stand here")


def test_a_cell_that_stands_twice(liaison, sheet):
    content = download(liaison, sheet)
    xml = part(content, SHEET)
    place = xml.index(b'<c r="A4"')
    cell = xml[place : xml.index(b"</c>", place) + 4]
    refused(liaison, sheet, repacked(content, {SHEET: xml.replace(cell, cell * 2)}), unpacking.DAMAGED)


# Single rows; the others can be saved


def row_refused(client, sheet, cells, *expected):
    response = upload(client, sheet, filled(download(client, sheet), cells))
    assert response.status_code == 200
    assert refusals(response) == list(expected)
    assert "Nothing in this workbook can be saved as it is." in response.text
    assert "_rows" not in response.text


@pytest.mark.parametrize(
    ("typed", "shown"), [(7, "7"), ("high", "high"), (2.5, "2.5"), (-1, "-1"), (True, "TRUE"), ("２", "２")]
)
def test_a_level_that_is_not_on_the_scale(liaison, sheet, typed, shown):
    reason = f"“{shown}” is not on the scale. Choose 0, 1, 2, 3 or N/A."
    row_refused(liaison, sheet, {"D4": typed, "F4": "x"}, (STAFFING, "D4", reason))


@pytest.mark.parametrize("typed", ["no", "**", 1, True])
def test_a_flag_that_is_not_understood(liaison, sheet, typed):
    shown = "TRUE" if typed is True else typed
    reason = f"“{shown}” is not the mark. Type *, x or yes, or leave it empty."
    row_refused(liaison, sheet, {"E4": typed}, (STAFFING, "E4", reason))


def test_formulas_in_entry_cells(liaison, sheet):
    reason = "This is a formula. Type what it should say instead."
    row_refused(
        liaison,
        sheet,
        {"D4": "=1+1", "E5": '="*"', "F7": '=HYPERLINK("http://x")'},
        (STAFFING, "D4", reason),
        (STAFFING, "E5", reason),
        (STAFFING, "F7", reason),
    )


@pytest.mark.parametrize("kind", ["array", "dataTable"])
def test_formulas_of_other_kinds(liaison, sheet, kind):
    cell = b'<c r="D4" s="1"><f t="%s" ref="D4:D5">1+1</f><v>2</v></c>' % kind.encode()

    def change(xml):
        return re.sub(rb'<c r="D4"[^>]*(/>|></c>)', cell, xml)

    response = upload(liaison, sheet, with_sheet(download(liaison, sheet), change))
    assert refusals(response) == [(STAFFING, "D4", "This is a formula. Type what it should say instead.")]


def test_a_date_as_a_level(liaison, sheet):
    reason = "“2024-01-01” is not on the scale. Choose 0, 1, 2, 3 or N/A."
    row_refused(liaison, sheet, {"D4": date(2024, 1, 1)}, (STAFFING, "D4", reason))


def test_excels_error_values(liaison, sheet):
    reason = "This is Excel's error #REF!. Type what it should say instead."
    row_refused(liaison, sheet, {"D4": "#REF!"}, (STAFFING, "D4", reason))


def test_a_comment_that_is_too_long(liaison, sheet):
    reason = "The comment has 2001 characters and 2000 fit: shorten it, then upload again."
    row_refused(liaison, sheet, {"F4": "x" * (COMMENT_MAX_LENGTH + 1)}, (STAFFING, "F4", reason))


@pytest.mark.parametrize("escape", ["_x0000_", "_xD800_"])
def test_characters_that_cannot_be_stored(liaison, sheet, escape):
    reason = "The comment holds a character that cannot be stored. Type it again."
    row_refused(liaison, sheet, {"F4": f"a{escape}b"}, (STAFFING, "F4", reason))


def test_a_level_of_unprintable_characters_is_named_all_the_same(liaison, sheet):
    reason = "“�” is not on the scale. Choose 0, 1, 2, 3 or N/A."
    row_refused(liaison, sheet, {"D4": "_xD800_"}, (STAFFING, "D4", reason))


def test_an_unknown_item(liaison, sheet):
    row_refused(
        liaison,
        sheet,
        {"A8": "1.9", "B8": "A promise of my own", "D8": 2},
        (STAFFING, "A8", "“1.9” is not an item of this category."),
    )


def test_an_item_that_stands_twice(liaison, sheet):
    reason = "1.1 stands on this sheet more than once."
    row_refused(
        liaison,
        sheet,
        {"A8": "1.1", "B8": "Fill every post.", "D8": 2},
        (STAFFING, "A4", reason),
        (STAFFING, "A8", reason),
    )


def test_an_item_that_is_missing(liaison, sheet):
    row_refused(
        liaison,
        sheet,
        {"A5": None, "B5": None},
        (STAFFING, "–", "1.2 is missing from this sheet. Its rating stays as it is."),
    )


def test_an_entry_without_an_item(liaison, sheet):
    row_refused(liaison, sheet, {"D9": 2}, (STAFFING, "D9", "This row names no item."))


def test_an_entry_beside_a_heading(liaison, sheet):
    row_refused(liaison, sheet, {"D6": 2}, (STAFFING, "D6", "1.3 is not one of the items to rate."))


def test_a_row_whose_text_was_changed(liaison, sheet):
    reason = "The text beside 1.1 is no longer the agreed one, so the row may be another item's."
    row_refused(liaison, sheet, {"B4": "Share calendars.", "D4": 2}, (STAFFING, "B4", reason))


def test_a_number_that_is_a_formula(liaison, sheet):
    response = upload(liaison, sheet, filled(download(liaison, sheet), {"A4": '="1.1"', "D4": 2}))
    assert (STAFFING, "D4", "This row names no item.") in refusals(response)
    assert (STAFFING, "A4", "The number must not be a formula.") in refusals(response)


def test_an_item_whose_version_was_taken_out(liaison, sheet):
    workbook = opened(download(liaison, sheet))
    workbook["Accord"]["A6"] = "something else"
    workbook[STAFFING]["D4"] = 2
    response = upload(liaison, sheet, closed(workbook))
    assert [(name, cell) for name, cell, _ in refusals(response)] == [(STAFFING, "A4")]
    assert tally(response) == (0, 0, 1, 2)
