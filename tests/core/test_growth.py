"""What is done with typed text takes time in proportion to its length, however it was chosen."""

import contextlib
import time
from datetime import date

import pytest

from actionsteps.families.forms import is_nothing_but_links
from actionsteps.families.privacy import hints_in
from assessments.highlights.words import first_sentence
from core.dates import read_day_or_month
from core.refusals import with_error_first
from core.templatetags.text import typed_paragraphs, typed_text
from core.words import natural


def read_as_day(text):
    with contextlib.suppress(ValueError):
        read_day_or_month(text)


SHORT, LONG = 10_000, 80_000
"""Characters. What grows with the square of the length takes 64 times as long for the second."""

FUNCTIONS = {
    "first sentence": first_sentence,
    "natural order": natural,
    "day": read_as_day,
    "lines": typed_text,
    "paragraphs": typed_paragraphs,
    "hints": lambda text: hints_in(text, date(2026, 1, 1)),
    "links": is_nothing_but_links,
    "refused form": lambda text: with_error_first(f'<p>{text}</p><input value="{text}">'.encode()),
}
PIECES = (
    ".",
    ". ",
    ".”",
    " ",
    "(. A ",
    "1,000,",
    "a-",
    "• ",
    "-\n",
    "Dr. ",
    "\t\n",
    "' ",
    "a b=",
    "1/1/15 ",
    "A.b",
)


def processor_time(function, text):
    """The least of three runs, in seconds."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        function(text)
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.slow
@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_eight_times_the_text_takes_about_eight_times_as_long(function):
    growth = {}
    for piece in PIECES:
        short, long = (processor_time(function, f"{piece * (n // len(piece))}x") for n in (SHORT, LONG))
        growth[piece] = long / max(short, 0.0005)
    assert {piece: times for piece, times in growth.items() if times > 24} == {}
