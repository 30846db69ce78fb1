"""The words of an item that stand for it in a list."""

from types import SimpleNamespace

import pytest

from assessments.highlights.words import HighlightWords, first_sentence, promise
from assessments.models import HIGHLIGHT_MAX_LENGTH


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Share calendars.", "Share calendars."),
        ("Share calendars", "Share calendars"),
        ("Share calendars. Then meet.", "Share calendars."),
        ("Share calendars? Meet!", "Share calendars?"),
        ("Offer it (e.g., Board, etc.) annually. Report it.", "Offer it (e.g., Board, etc.) annually."),
        ("Meet (weekly. Or daily) in St. Louis. Report.", "Meet (weekly. Or daily) in St. Louis."),
        ("Ask J. Smith. Report.", "Ask J. Smith."),
        ("Follow the process. (including these)", "Follow the process."),
        ("Reach 95.5 percent of all. Report.", "Reach 95.5 percent of all."),
        (
            "Agree on shared students. partner districts too.",
            "Agree on shared students. partner districts too.",
        ),
        ("Share it:", "Share it"),
    ],
)
def test_it_is_the_first_sentence(text, first):
    assert first_sentence(text).text == first


def test_it_says_whether_the_agreement_says_more():
    assert first_sentence("Meet. Report.") == HighlightWords("Meet.", is_all=False)
    assert first_sentence("Meet   often. ") == HighlightWords("Meet often.")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{'word ' * 60}ends here, {'more ' * 60}", f"{'word ' * 60}ends here …"),
        (f"{'word ' * 120}", f"{'word ' * 99}…"),
        (f"So, {'word ' * 120}", f"So, {'word ' * 99}…"),
        ("x" * 600, f"{'x' * 498} …"),
    ],
)
def test_a_sentence_that_does_not_fit_begins_with_whole_clauses_and_says_so(text, words):
    assert first_sentence(text) == HighlightWords(words, is_all=False, is_whole=False)
    assert len(words) <= HIGHLIGHT_MAX_LENGTH


def test_one_of_just_the_length_is_whole():
    assert first_sentence("x" * 500) == HighlightWords("x" * 500)


def item(text, parent=None):
    return SimpleNamespace(text=text, parent=parent)


def test_an_item_carries_the_parts_beneath_it_that_are_not_rated():
    text = promise(item("Work together to:"), [item("share data;"), item("and  meet.")])
    assert text == "Work together to:\n• share data;\n• and meet."
    assert first_sentence(text).text == text


def test_one_that_continues_its_heading_is_read_with_it():
    heading = item("Make lessons accessible:")
    assert promise(item("by lending devices;", heading)) == "Make lessons accessible by lending devices;"
    assert promise(item("Training", heading)) == "Training"
