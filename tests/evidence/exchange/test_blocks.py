"""A block is read as Excel and Google Sheets copy it."""

import pytest

from evidence.exchange.blocks import read_block


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
