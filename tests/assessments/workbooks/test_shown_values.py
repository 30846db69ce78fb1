"""What a person saw in a cell is what is read, or the cell is refused."""

import re

import pytest

from assessments.models import Rating
from core.workbooks.date_formats import NotShown
from core.workbooks.entries import HIDDEN
from core.workbooks.number_formats import BY_NUMBER, number_shown, text_shown
from tests import factories as make
from tests.workbook_files import as_google_sheets_saves, with_numbers, with_sheet

from .helpers import STAFFING, confirm, download, filled, refusals, tally, upload

pytestmark = pytest.mark.slow

MONEY = "[$$-409]#,##0.00;[RED]\\-[$$-409]#,##0.00"
PHONE = "[<=9999999]###\\-####;\\(###\\)\\ ###\\-####"


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (95.0, "General", "95"),
        (-0.5, 0, "-0.5"),
        (0.95, "0%", "95%"),
        (0.955, 10, "95.50%"),
        (0.604166666666667, "h:mm AM/PM", "2:30 PM"),
        (0.604166666666667, "[$-F400]h:mm:ss\\ AM/PM", "2:30:00 PM"),
        (1250, '"$"#,##0.00', "$1,250.00"),
        (-1250, MONEY, "-$1,250.00"),
        (-1250, 44, "$(1,250.00)"),
        (0, 44, "$-"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (1234567, "0.0,,", "1.2"),
        (46085, 14, "3/4/2026"),
        (46085, "[$-409]mmmm d, yyyy;@", "March 4, 2026"),
        (46085, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "Wednesday, March 4, 2026"),
        (46085.6041666667, "m/d/yy h:mm", "3/4/26 14:30"),
        (46085, "mmm-yy", "Mar-26"),
        (1.5, "[h]:mm", "36:00"),
        (0.5000001, "mm:ss.0", "00:00.0"),
        (0.5, "# ?/?", "1/2"),
        (1.75, 13, "1 3/4"),
        (1.5, "# ?/4", "1 2/4"),
        (1000, 11, "1.00E+03"),
        (0.00123, "0.0E-0", "1.2E-3"),
        (7, "00000", "00007"),
        (123456789, "000-00-0000", "123-45-6789"),
        (3145551234, PHONE, "(314) 555-1234"),
        (5551234, PHONE, "555-1234"),
        (3, '0 "of 4"', "3 of 4"),
        (-5, "0;[Red]0", "5"),
        (2.5, "?.??", "2.5"),
        (1.005, "0.00", "1.01"),
    ],
)
def test_a_number_is_shown_as_excel_shows_it(number, code, shown):
    assert number_shown(number, BY_NUMBER.get(code, code)) == shown


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (5, ";;;"),  # nothing at all
        (1 / 3, "General"),  # cut off, in each program elsewhere
        (123456789012, "General"),
        (46085, "[$-407]mmmm"),  # a German month
        (1, "0;0;0;0;0"),
        (1, "[DBNum1]0"),
        (1, "General" * 40),
        (-1, "m/d/yyyy"),
        (30, "m/d/yyyy"),  # 1900 had no leap day, whatever Excel believes
        (1, "# ?/?/?"),
        (1e300, "0"),
        (float("inf"), "0"),
        (12345, "##0.0E+0"),
        (1, '"unfinished'),
        (1, "bb"),
        (1, "[>1]0;[<0]0;0"),
    ],
)
def test_what_cannot_be_shown_exactly_is_not_shown(number, code):
    with pytest.raises(NotShown):
        number_shown(number, code)


def test_days_are_counted_from_where_the_workbook_counts_them():
    assert number_shown(44623, "yyyy-mm-dd", from_1904=True) == "2026-03-04"


def test_a_text_is_as_it_is_unless_its_format_adds_or_hides_words():
    assert text_shown("07", "0.00") == "07"
    assert text_shown("as said", '0;0;0;"so "@') == "so as said"
    with pytest.raises(NotShown):
        text_shown("secret", ";;;")


def comments():
    return [rating.comment for rating in Rating.objects.order_by("item__position")]


def test_comments_are_read_as_they_were_shown(liaison, sheet):
    numbers = {"F4": (46085, "m/d/yyyy"), "F5": ("1250.0", '"$"#,##0.00'), "F7": ("0.95", 9)}
    confirm(liaison, sheet, upload(liaison, sheet, with_numbers(download(liaison, sheet), numbers)))
    assert comments() == ["3/4/2026", "$1,250.00", "95%"]


def test_a_cell_whose_format_hides_what_it_shows_is_refused(liaison, sheet):
    numbers = {"F4": (46085, ";;;"), "D5": (2, "[$-407]mmmm"), "F7": (3, 27)}
    response = upload(liaison, sheet, with_numbers(download(liaison, sheet), numbers))
    assert refusals(response) == [(STAFFING, cell, HIDDEN) for cell in ("F4", "D5", "F7")]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (
            b' t="inlineStr"><is><r><rPr><b/></rPr><t>Bold</t></r><r><t xml:space="preserve"> and not</t></r></is>',
            "Bold and not",
        ),
        (b' t="str"><v>worked out before</v>', "worked out before"),
        (b' t="d"><v>2026-03-04</v>', HIDDEN),  # a date without a format: each program shows it otherwise
        (b' t="b"><v>0</v>', "FALSE"),
        (b' t="e"><v>#N/A</v>', "This is Excel's error #N/A. Type what it should say instead."),
        (b' t="str"><f>A1&amp;"x"</f><v>x</v>', "This is a formula. Type what it should say instead."),
        (b"><v>1E3</v>", "1000"),
        (b"><v/>", ""),
    ],
)
def test_every_kind_of_cell_is_read_as_shown_or_refused(liaison, sheet, cell, shown):
    def put(xml):
        return re.sub(rb'<c r="F4"[^>]*?(/>|>.*?</c>)', b'<c r="F4"' + cell + b"</c>", xml, count=1)

    response = upload(liaison, sheet, with_sheet(download(liaison, sheet), put))
    if refused := refusals(response):
        assert refused == [(STAFFING, "F4", shown)]
    elif shown:
        confirm(liaison, sheet, response)
        assert comments() == [shown]
    else:
        assert tally(response) == (0, 0, 0, 3)


def test_a_level_is_what_its_cell_shows(liaison, sheet):
    numbers = {"D4": (2, "0.00"), "D5": (2, "0%"), "D7": ("1.0", "General")}
    response = upload(liaison, sheet, with_numbers(download(liaison, sheet), numbers))
    assert tally(response) == (2, 0, 1, 0)
    reason = "“200%” is not on the scale. Choose 0, 1, 2, 3 or N/A."
    assert refusals(response) == [(STAFFING, "D5", reason)]


def test_a_workbook_of_1904(liaison, sheet):
    content = with_numbers(download(liaison, sheet), {"F4": (44623, "m/d/yyyy")})
    content = with_sheet(
        content, lambda xml: xml.replace(b"<workbookPr", b'<workbookPr date1904="1"'), "xl/workbook.xml"
    )
    confirm(liaison, sheet, upload(liaison, sheet, content))
    assert comments() == ["3/4/2026"]


def test_a_workbook_that_went_through_google_sheets(liaison, sheet):
    make.make_rating(sheet.assessment, sheet.first, "2", comment="95")
    content = filled(download(liaison, sheet), {"D5": 3, "F5": 95})
    response = upload(liaison, sheet, as_google_sheets_saves(content))
    assert (tally(response), refusals(response)) == ((1, 0, 0, 2), [])
    confirm(liaison, sheet, response)
    assert comments() == ["95", "95"]


def test_what_stands_beside_the_table_is_named(liaison, sheet):
    response = upload(liaison, sheet, filled(download(liaison, sheet), {"H4": "See the minutes"}))
    assert "not read: column H of “1 Staffing”." in response.text


@pytest.mark.parametrize(
    ("value", "shown"), [(True, "TRUE"), (" 007 ", "007"), ("1e3", "1e3"), (1250.5, "1250.5")]
)
def test_what_is_typed_without_a_format_is_read_as_typed(liaison, sheet, value, shown):
    confirm(liaison, sheet, upload(liaison, sheet, filled(download(liaison, sheet), {"F4": value})))
    assert comments() == [shown]
