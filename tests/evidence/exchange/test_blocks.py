"""A block is read as Excel and Google Sheets copy it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.exchange.blocks import read_block

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("95%\t96%\r\n1/2\t\r\n", [["95%", "96%"], ["1/2", ""]]),
        ("95%", [["95%"]]),
        ("a\n\nb", [["a"], [""], ["b"]]),
        ('"two\nlines"\tx\n', [["two\nlines", "x"]]),
        ('"says ""yes"""\tx', [['says "yes"', "x"]]),
        ('"quoted"\t5" pipe', [['"quoted"', '5" pipe']]),
        ('"never closed\tx\ny', [['"never closed', "x"], ["y"]]),
        ('""\t""', [['""', '""']]),
        ("", [[""]]),
    ],
)
def test_a_block_is_read_as_it_was_copied(text, lines):
    assert read_block(text) == lines


def test_many_quotation_marks_take_no_longer_than_other_signs():
    assert len(read_block('"a""' * 50_000 + "\n" + '"\t""' * 50_000)) == 2


CELLS = st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"]), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_every_block_that_excel_copies_is_read_as_it_was(lines):
    def copied(cell):
        return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in '\t\n"') else cell

    text = "".join("\t".join(map(copied, line)) + "\r\n" for line in lines)
    assert read_block(text) == lines
