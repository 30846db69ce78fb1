"""Rows are as high as their text needs: Calc shows one line of it where no height is said."""

import re

import pytest

from assessments.models import COMMENT_MAX_LENGTH
from assessments.workbooks.write import WIDTHS
from core.workbooks.heights import HIGHEST, height_of, lines_of, size_for
from tests import factories as make
from tests.workbook_files import SHEET, opened, part

from .helpers import STAFFING, download

pytestmark = pytest.mark.slow

SENTENCE = "We met with the principals in October and again in March. "


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("Short", 1),
        ("one\ntwo\n\nfour", 4),
        (SENTENCE * 2, 2),
        (SENTENCE * 10, 8),
        ("W" * 120, 4),
        ("i" * 120, 1),
        ("co-operation-" * 10, 2),
        ("漢" * 60, 3),
        ("e\u0301" * 60, 1),
    ],
)
def test_lines_break_between_words_and_within_long_ones(text, lines):
    assert lines_of(text, 70) == lines


def test_what_is_bold_indented_or_larger_takes_more_lines():
    text = SENTENCE * 10
    assert lines_of(text, 70, bold=True) > lines_of(text, 70)
    assert lines_of(text, 70, indent=8) > lines_of(text, 70)
    assert lines_of(text, 70, size=14) > lines_of(text, 70)


def test_no_row_is_higher_than_excel_takes():
    assert height_of((1, 10), (3, 10), (2, 8)) == 42.75
    assert height_of((500, 10)) == HIGHEST


def test_the_longest_comment_shows_beside_the_highest_row():
    text = (SENTENCE * 40)[:COMMENT_MAX_LENGTH]
    assert height_of((lines_of(text, WIDTHS["comment"]), 10)) < HIGHEST
    lines = "\n".join(["A line of a list"] * 35)
    assert (size_for(text, WIDTHS["comment"]), size_for(lines, WIDTHS["comment"])) == (10, 8)


def test_rows_are_high_enough_and_grow_while_people_type(liaison, sheet):
    make.make_rating(sheet.assessment, sheet.first, "2", comment=SENTENCE * 10)
    rows = re.findall(rb"<row ([^>]*)>", part(download(liaison, sheet), SHEET))
    # A height that is “custom” would stay as it is.
    assert rows[3:5] == [b'r="4" ht="109"', b'r="5" ht="16.25"']


def test_a_list_of_many_lines_is_in_smaller_type(liaison, sheet):
    make.make_rating(sheet.assessment, sheet.first, "2", comment="\n".join(["A line of a list"] * 35))
    tab = opened(download(liaison, sheet))[STAFFING]
    assert [tab[cell].font.sz for cell in ("B4", "F4", "F5")] == [10, 8, 10]


def test_letters_are_of_one_typeface(liaison, sheet):
    workbook = opened(download(liaison, sheet))
    for name in ("About", "Summary", STAFFING):
        cells = [cell for row in workbook[name].iter_rows() for cell in row if cell.value]
        assert {cell.font.name for cell in cells} == {"Arial"}
