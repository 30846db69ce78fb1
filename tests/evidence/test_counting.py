"""Rows are counted as people do: those beneath others are named apart."""

import pytest

from evidence.counting import RowCount


@pytest.mark.parametrize(
    ("rows", "beneath", "words"),
    [
        (39, 14, "39 rows and 14 beneath them"),
        (1, 2, "1 row and 2 beneath it"),
        (1, 0, "1 row"),
        (0, 0, "0 rows"),
        (0, 1, "1 row beneath another"),
        (0, 2, "2 rows beneath others"),
    ],
)
def test_rows_beneath_others_are_counted_apart(rows, beneath, words):
    assert str(RowCount(rows, beneath)) == words
