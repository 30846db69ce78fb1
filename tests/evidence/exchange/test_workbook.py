"""Evidence tables go out as a workbook and come back, whatever people and programs make of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from evidence.models import EvidenceColumn, Observation
from tests import factories as make
from tests.workbook_files import as_google_sheets_saves, closed, opened, part, repacked, with_numbers

from .pages import refusals, tally, words

pytestmark = pytest.mark.slow

STAFFING = "1 Staffing"
DETAILS = "Sources and notes"
SHEET = "xl/worksheets/sheet2.xml"
"""That of the category: Fill rate in row 4, Teachers in 5, Training days in 6."""


def download(client, desk):
    return client.get(desk.url("workbook")).content


def upload(client, desk, content):
    return client.post(desk.url("workbook-upload"), {"file": SimpleUploadedFile("tables.xlsx", content)})


def filled(content, cells, name=STAFFING):
    workbook = opened(content)
    for cell, value in cells.items():
        workbook[name][cell] = value
    return closed(workbook)


def test_a_workbook_holds_the_tables_as_they_stand(client, desk):
    workbook = opened(download(client, desk))
    assert workbook.sheetnames == ["About", STAFFING, DETAILS, "Accord"]
    rows = [[cell.value for cell in row] for row in workbook[STAFFING].iter_rows(min_row=3)]
    assert rows == [
        ["No.", "Evidence", "2022-2023", "2023-2024"],
        ["1", "Fill rate", "95%", None],
        ["2", "Teachers", None, None],
        ["3", "Training days", None, None],
    ]
    assert workbook["Accord"].sheet_state == "veryHidden"


def test_one_that_nobody_touched_changes_nothing(client, desk):
    make.make_value(desk.days, desk.now, "=1+1 _x0041_\n 'as' it is", source="A & B", note="<i>")
    assert tally(upload(client, desk, download(client, desk))) == (0, 0, 0, 6)


def test_what_is_filled_in_is_looked_at_and_saved(client, desk):
    content = filled(download(client, desk), {"D4": "22/23 (96%)", "C4": None, "D6": "TBD"})
    content = filled(content, {"F5": "Personnel office", "G5": "As of May"}, DETAILS)
    preview = upload(client, desk, content)
    assert tally(preview) == (3, 0, 0, 3)
    desk.confirm(client, preview)
    saved = Observation.objects.get(row=desk.fill, period=desk.now)
    assert (saved.text, saved.source, saved.note) == ("22/23 (96%)", "Personnel office", "As of May")
    assert desk.texts()["Fill rate", "2022-2023"] == ""
    assert Observation.objects.get(row=desk.days).status == "to_be_determined"


def test_what_excel_and_google_sheets_make_of_typed_values_is_read_as_it_was_shown(client, desk):
    content = as_google_sheets_saves(download(client, desk))
    typed = {
        "D4": ("0.955", "0.0%"),
        "C5": ("0.0", "0"),
        "C6": ("46085", "m/d/yyyy"),
        "D6": ("1250", '"$"#,##0'),
    }
    preview = upload(client, desk, with_numbers(content, typed, SHEET))
    desk.confirm(client, preview)
    assert desk.texts() == {
        ("Fill rate", "2022-2023"): "95%",
        ("Fill rate", "2023-2024"): "95.5%",
        ("Teachers", "2022-2023"): "0",
        ("Training days", "2023-2024"): "$1,250",
    }
    assert refusals(preview)[0][1].startswith("March 4, 2026 is not in the period")


def test_sorted_and_deleted_lines_still_belong_to_their_rows(client, desk):
    workbook = opened(download(client, desk))
    sheet = workbook[STAFFING]
    for letter, text in zip("ABD", ("3", "Training days", "12"), strict=True):
        sheet[f"{letter}4"] = text
    sheet["C4"] = None
    sheet.delete_rows(5, 2)
    preview = upload(client, desk, closed(workbook))
    desk.confirm(client, preview)
    assert desk.texts() == {("Fill rate", "2022-2023"): "95%", ("Training days", "2023-2024"): "12"}


def test_new_and_mixed_up_lines_are_named(client, desk):
    content = filled(
        download(client, desk), {"B7": "A new row", "D7": "5", "B5": "Nurses", "D5": "1%", "A6": "1"}
    )
    preview = upload(client, desk, content)
    named = dict(refusals(preview))
    assert "Add the row on the page “Rows and periods”" in named["“1 Staffing”, cell A7"]
    assert "may be another row's" in named["“1 Staffing”, cell B5"]
    assert "stands on this sheet more than once" in named["“1 Staffing”, cell A6"]
    assert tally(preview)[0] == 0


def test_a_status_is_not_typed_and_a_formula_is_not_read(client, desk):
    content = filled(download(client, desk), {"D4": "=SUM(C4:C6)"})
    content = filled(content, {"E5": "embargoed", "F6": "Nobody"}, DETAILS)
    named = dict(refusals(upload(client, desk, content)))
    assert "This is a formula." in named["“1 Staffing”, cell D4"]
    assert "A status follows from the value." in named["“Sources and notes”, cell E5"]
    assert any("needs a value beside it" in reason for reason in named.values())


def test_what_others_saved_meanwhile_is_shown_beside_it(client, desk):
    content = filled(download(client, desk), {"C4": "97%"})
    Observation.objects.update(text="12%", updated_by=make.make_director(desk.partnership))
    make.make_value(desk.days, desk.now, "7")
    preview = upload(client, desk, content)
    assert tally(preview) == (0, 1, 0, 4)
    assert "Others changed these meanwhile" in words(preview)
    assert "Training days, 2023-2024" in words(preview)
    desk.confirm(client, preview, choice="mine")
    assert desk.texts()["Fill rate", "2022-2023"] == "97%"


def test_a_renamed_row_and_a_new_period_do_not_matter(client, desk):
    content = filled(download(client, desk), {"D4": "97%"})
    desk.fill.label = "Rate of filled posts"
    desk.fill.save()
    later = make.make_period()
    EvidenceColumn.objects.create(partnership=desk.partnership, category=desk.category, period=later)
    assert tally(upload(client, desk, content)) == (1, 0, 0, 5)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choose the workbook that you filled in"),
        (b"a,b\n1,2\n", "This is not an Excel workbook."),
        (b"%PDF-1.7", "This is not an Excel workbook."),
        (b"PK\x03\x04broken", "The file is damaged."),
    ],
)
def test_a_file_of_another_kind_is_refused(client, desk, content, sentence):
    response = upload(client, desk, content)
    assert response.status_code == 422
    assert sentence in words(response)


def test_a_workbook_of_other_tables_or_with_macros_is_refused(client, desk):
    content = download(client, desk)
    other = make.make_partnership(agreement=desk.edition.agreement)
    client.force_login(make.make_liaison(other))
    url = reverse("evidence-workbook-upload", args=[other.slug, desk.edition.label])
    sent = client.post(url, {"file": SimpleUploadedFile("tables.xlsx", content)})
    assert "This workbook is of another partnership." in words(sent)
    client.force_login(desk.liaison)
    assert "contains macros" in words(upload(client, desk, repacked(content, {"xl/vbaProject.bin": b""})))
    without = part(content, "xl/worksheets/sheet2.xml").replace(b"No.", b"Nr.")
    moved = repacked(content, {"xl/worksheets/sheet2.xml": without})
    assert "“No.” should stand here" in words(upload(client, desk, moved))


def test_a_large_table_takes_no_more_queries_than_a_small_one(client, desk, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(40) as found:
            assert upload(client, desk, download(client, desk)).status_code == 200
        return len(found)

    few = queries()
    for _ in range(5):
        make.make_row(desk.category, desk.partnership, (desk.now, "1"))
    assert queries() <= few


def test_what_is_not_public_is_marked_where_it_stands_and_reads_back_as_it_was(client, desk):
    type(desk.fill).objects.filter(pk=desk.fill.pk).update(counts_students=True)
    make.make_value(desk.fill, desk.now, "8 students")
    content = download(client, desk)
    workbook = opened(content)
    said = [(workbook[STAFFING][f"{at}4"].value, workbook[STAFFING][f"{at}4"].comment) for at in "CD"]
    assert [(text, note.text) for text, note in said] == [
        ("95%", "not public: nobody entered of how many students it is"),
        ("8 students", "not public: fewer than 10 students"),
    ]
    assert [workbook[DETAILS][f"H{line}"].value for line in (3, 5, 6)] == [
        "Not public",
        "not public: fewer than 10 students",
        None,
    ]
    assert tally(upload(client, desk, content)) == (0, 0, 0, 6)
    assert download(client, desk) == content
