"""Rows in the places typed for them, and two people who order the same rows at once."""

from itertools import permutations

import pytest

from core.ordering import in_places, merged_order, moved


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ({}, "abcdefg"),
        ({"x": 6, "y": 7}, "abcdexyfg"),
        ({"x": 7, "y": 6}, "abcdeyxfg"),
        ({"a": 2}, "bacdefg"),
        ({"g": 1}, "gabcdef"),
        ({"b": 1, "e": 4}, "bacedfg"),
        ({"x": 2, "y": 2}, "axybcdefg"),
        ({"x": 99, "a": 50}, "bcdefgax"),
    ],
)
def test_each_row_stands_in_the_place_typed_for_it(asked, order):
    rows = [*"abcdefg", *sorted(asked.keys() - set("abcdefg"))]
    assert "".join(in_places((row, asked.get(row)) for row in rows)) == order


@pytest.mark.parametrize(
    ("mine", "now", "merged"),
    [
        ("abcd", "abcd", "abcd"),
        ("dabc", "abcd", "dabc"),
        ("abcd", "dabc", "dabc"),
        ("abcdx", "abcyd", "abcydx"),
        ("axbcd", "abcdy", "axbcdy"),
        ("dabc", "acd", "dac"),
        ("abdc", "cab", "cab"),
        ("bacd", "abdc", "badc"),
        ("acxd", "ad", "axd"),
    ],
)
def test_what_two_people_move_add_and_remove_is_brought_together(mine, now, merged):
    assert "".join(merged_order("abcd", mine, now)) == merged


@pytest.mark.parametrize(
    ("asked", "mine", "now", "merged"),
    [
        ("a", "bacd", "bcda", "bacd"),
        ("b", "bacd", "bcda", "bcda"),
        ("dabc", "dabc", "abxcd", "dabxc"),
    ],
)
def test_of_two_that_change_places_the_one_asked_for_is_moved(asked, mine, now, merged):
    assert "".join(merged_order("abcd", mine, now, asked)) == merged


def test_whoever_moves_alone_gets_the_order_they_made():
    for mine in permutations("abcde"):
        assert merged_order("abcde", mine, "abcde") == list(mine)
        assert len(moved("abcde", mine)) < 5
