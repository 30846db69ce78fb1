from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl.worksheet.datavalidation import DataValidation

from assessments.workbooks.layout import sheet_names
from core.workbooks.texts import decoded, encoded
from partnerships.models import Category
from tests import factories as make
from tests.workbook_files import opened, part

from .helpers import STAFFING, download, tally, upload

pytestmark = pytest.mark.slow


def entry_cells(tab):
    return [cell.coordinate for row in tab.iter_rows() for cell in row if not cell.protection.locked]


def test_it_has_a_sheet_about_it_and_one_for_each_category(liaison, sheet):
    workbook = opened(download(liaison, sheet))
    assert workbook.sheetnames == ["About", "Summary", STAFFING, "Accord"]
    assert workbook["Accord"].sheet_state == "veryHidden"
    words = [cell.value for row in workbook["About"].iter_rows() for cell in row if cell.value]
    for expected in (
        sheet.edition.agreement.title,
        sheet.edition.label,
        f"{sheet.partnership.partner.name} with {sheet.edition.agreement.lead.name}",
        "Self-assessment",
        sheet.assessment.cycle.period.label,
        "draft",
        "Positive outcomes: Positive outcomes (printed)",
    ):
        assert expected in words


def test_the_levels_of_a_cycle_earlier_stand_beside_todays(liaison, sheet):
    earlier = make.make_assessment(
        sheet.partnership,
        cycle=make.make_cycle(
            edition=sheet.edition, period=make.make_period(start=date(1990, 7, 1), end=date(1991, 6, 30))
        ),
        by=sheet.partnership.partner,
        date=date(2020, 9, 1),
    )
    make.make_rating(earlier, sheet.first, "3", flag=True)
    make.make_rating(earlier, sheet.below, "1")
    make.close(earlier, "final")
    tab = opened(download(liaison, sheet))[STAFFING]
    words = [tab[f"C{row}"].value for row in range(3, 8)]
    assert words == ["Level before: September 2020, self-assessment", "3 *", "not rated", None, 1]
    assert not tab.column_dimensions["C"].hidden
    assert tab["C4"].protection.locked
    liaison.get(sheet.url)
    assert tally(upload(liaison, sheet, download(liaison, sheet))) == (0, 0, 0, 3)


def test_without_a_cycle_earlier_its_column_is_hidden(liaison, sheet):
    assert opened(download(liaison, sheet))[STAFFING].column_dimensions["C"].hidden


def test_every_sheet_to_fill_in_says_how_on_paper_too(liaison, sheet):
    workbook = opened(download(liaison, sheet))
    assert (
        workbook[STAFFING]["F1"].value
        == "Fill in the light yellow cells. Leave a level empty until it is decided."
    )
    assert (
        workbook["Summary"]["A2"].value
        == "Fill in the light yellow cells. Empty one to take away what it says."
    )
    make.close(sheet.assessment, "submitted")
    workbook = opened(download(liaison, sheet))
    assert (workbook[STAFFING]["F1"].value, workbook["Summary"]["A2"].value) == (None, None)


def test_a_category_reads_as_the_document_does(liaison, sheet):
    make.make_rating(sheet.assessment, sheet.first, "2", flag=True, comment="Since August")
    make.make_rating(sheet.assessment, sheet.below, "N/A")
    tab = opened(download(liaison, sheet))[STAFFING]
    assert [tab["A1"].value, tab["A2"].value] == ["1 Staffing", "We will:"]
    assert [[cell.value for cell in row] for row in tab["A3:F7"]] == [
        [
            "No.",
            "What was agreed",
            "Level before",
            "Level",
            "* Has impacted student outcomes",
            tab["F3"].value,
        ],
        ["1.1", "Fill every post.", None, 2, "*", "Since August"],
        ["1.2", "Share calendars.", None, None, None, None],
        ["1.3", "Develop:", None, None, None, None],
        ["1.3.a", "a survey", None, "N/A", None, None],
    ]
    assert [tab["B6"].font.bold, tab["B7"].alignment.indent] == [True, 2]


def test_all_but_the_entry_cells_is_locked_without_a_password(liaison, sheet):
    workbook = opened(download(liaison, sheet))
    assert entry_cells(workbook[STAFFING]) == ["D4", "E4", "F4", "D5", "E5", "F5", "D7", "E7", "F7"]
    assert entry_cells(workbook["About"]) == []
    assert [tab.protection.sheet for tab in workbook] == [True] * 4
    assert [tab.protection.password for tab in workbook] == [None] * 4
    assert workbook.security.lockStructure


def test_it_is_made_for_people(liaison, sheet):
    tab = opened(download(liaison, sheet))[STAFFING]
    assert tab.freeze_panes == "A4"
    assert tab.print_title_rows == "$3:$3"
    assert (tab["B4"].alignment.wrap_text, tab["F4"].alignment.wrap_text) == (True, True)
    assert tab.column_dimensions["B"].width == 60
    paper = tab.page_setup
    assert (paper.orientation, paper.paperSize, paper.fitToWidth, paper.fitToHeight) == ("landscape", 1, 1, 0)
    assert tab.sheet_properties.pageSetUpPr.fitToPage


def validations(tab) -> dict[str, DataValidation]:
    return {str(one.sqref): one for one in tab.data_validations.dataValidation}


def test_levels_and_flag_are_chosen_from_lists(liaison, sheet):
    found = validations(opened(download(liaison, sheet))[STAFFING])
    assert found["D4:D7"].formula1 == '"0,1,2,3,N/A"'
    assert found["D4:D7"].showErrorMessage
    assert found["D4:D7"].error == "Choose 0, 1, 2, 3 or N/A, or leave the cell empty: not rated yet."
    assert found["E4:E7"].formula1 == '"*"'
    assert (found["F4:F7"].type, found["F4:F7"].formula1) == ("textLength", "2000")


def test_a_scale_without_a_flag_has_no_column_for_it(client, db):
    edition = make.make_edition(scale=make.make_scale(flag_symbol="", flag_label=""))
    make.make_item(make.make_category(edition, title="Data"))
    assessment = make.make_assessment(cycle=make.make_cycle(edition=make.adopt(edition)))
    client.force_login(make.make_liaison(assessment.partnership))
    tab = opened(client.get(f"/assessments/{assessment.public_id}/workbook/").content)["1 Data"]
    assert entry_cells(tab) == ["D4", "E4"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@you", "\tindented", '=HYPERLINK("x")'])
def test_text_that_starts_like_a_formula_is_text(liaison, sheet, text):
    make.make_rating(sheet.assessment, sheet.first, comment=text)
    cell = opened(download(liaison, sheet))[STAFFING]["F4"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


def test_two_downloads_of_the_same_state_are_equal(liaison, sheet):
    make.make_rating(sheet.assessment, sheet.first, "2", comment="Once")
    first = download(liaison, sheet)
    assert download(liaison, sheet) == first
    assert b"2000-01-01T00:00:00Z" in part(first, "docProps/core.xml")


def test_an_assessment_that_is_closed_is_for_reading(liaison, sheet):
    make.close(sheet.assessment, "submitted")
    workbook = opened(download(liaison, sheet))
    assert entry_cells(workbook[STAFFING]) == []
    words = [cell.value for row in workbook["About"].iter_rows() for cell in row]
    assert "This assessment is submitted: nothing in it changes here." in words
    assert validations(workbook[STAFFING]) == {}


def test_who_may_see_it_may_download_it(client, sheet):
    for user, status in ((sheet.viewer, 404), (sheet.director, 404), (make.make_user(), 404)):
        client.force_login(user)
        assert client.get(f"{sheet.url}workbook/").status_code == status
    make.close(sheet.assessment, "submitted")
    for user, status in ((sheet.viewer, 200), (sheet.director, 200), (make.make_user(), 404)):
        client.force_login(user)
        assert client.get(f"{sheet.url}workbook/").status_code == status


def test_the_file_says_whose_it_is(liaison, sheet):
    response = liaison.get(f"{sheet.url}workbook/")
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    partner, period = sheet.partnership.partner.short_name, sheet.assessment.cycle.period.label
    assert (
        response["Content-Disposition"] == f'attachment; filename="{partner} {period} self-assessment.xlsx"'
    )


def test_its_queries_do_not_grow_with_the_items(liaison, sheet, django_assert_num_queries):
    with CaptureQueriesContext(connection) as few:
        download(liaison, sheet)
    edition = make.make_edition(agreement=sheet.edition.agreement, scale=sheet.edition.scale)
    for number in range(1, 6):
        category = make.make_category(edition, number=number)
        for _ in range(8):
            make.make_item(category)
    cycle = make.make_cycle(edition=make.adopt(edition))
    larger = make.make_assessment(sheet.partnership, cycle=cycle, by=sheet.partnership.partner)
    for item in larger.items():
        make.make_rating(larger, item, "1")
    with django_assert_num_queries(len(few)):
        liaison.get(f"/assessments/{larger.public_id}/workbook/")


def test_sheet_names_are_what_excel_takes():
    titles = {
        1: "Staffing",
        2: "Data: [all] of/it\\?*",
        3: "A very long title that goes on and on and on",
        4: "The same first words of a title, one",
        5: "Emoji " + "😀" * 20,
        6: "ends where the quotation mark '",
        8: "😀" * 20,
        9: "ends with '",
        7: "tab\tand\x01control\ufffe",
    }
    names = sheet_names([Category(number=number, title=title) for number, title in titles.items()])
    assert names[1] == "1 Staffing"
    assert names[2] == "2 Data all of it"
    assert names[3] == "3 A very long title that goes…"
    assert names[5] == "5 Emoji…"
    assert names[6] == "6 ends where the quotation…"
    assert names[8] == "8 " + "😀" * 14 + "…"
    assert names[9] == "9 ends with"
    assert names[7] == "7 tab and control"
    assert max(len(name.encode("utf-16-le")) // 2 for name in names.values()) <= 31


def test_names_that_would_be_equal_are_told_apart():
    names = sheet_names([Category(number=1, title="About"), Category(number=1_000, title="x")])
    assert len(set(names.values())) == 2


def test_what_looks_like_an_escape_comes_back_as_it_was():
    for text in (
        "_x0041_",
        "_x0041_x0042_",
        "_x0041\x01",
        "\x01x0041_",
        "a\rb",
        "_x005F_",
        "__x0001_",
        "\ufffe",
    ):
        assert decoded(encoded(text)) == text
    assert encoded("\x07") == "_x0007_"
