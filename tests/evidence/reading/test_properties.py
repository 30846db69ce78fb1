"""What is read prints back as it was, and nothing that is typed takes long or breaks."""

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.reading import (
    LONGEST_CELL,
    ValueFigure,
    ValueKind,
    in_words,
    printed,
    problems,
    read_value,
    remarks,
)

NUMBERS = st.decimals(-999_999, 999_999, places=2) | st.integers(-999_999, 999_999).map(Decimal)
COUNTS = st.integers(0, 999_999)
WORDS = st.sampled_from(["Reading", "At least 80% in gen ed", "40-79%, in gen ed", "4yr college", "non-IEP"])
DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))

BY_ITSELF = st.one_of(
    st.builds(ValueFigure, st.just(ValueKind.PERCENT), NUMBERS, unit=st.just("%")),
    st.builds(ValueFigure, st.just(ValueKind.MONEY), NUMBERS, unit=st.just("$")),
    st.builds(
        ValueFigure, st.just(ValueKind.DURATION), NUMBERS, unit=st.sampled_from(["min", "hours", "days"])
    ),
    st.builds(
        ValueFigure,
        st.just(ValueKind.PERCENTILE),
        st.integers(0, 100).map(Decimal),
        unit=st.just("percentile"),
    ),
    st.builds(ValueFigure, st.just(ValueKind.FRACTION), NUMBERS | st.none(), COUNTS, COUNTS),
)
SIGNED = st.builds(ValueFigure, st.just(ValueKind.PERCENT), NUMBERS, n=COUNTS | st.none(), unit=st.just("%"))
PLAIN = st.one_of(
    BY_ITSELF,
    SIGNED,
    st.builds(ValueFigure, st.just(ValueKind.COUNT), COUNTS.map(Decimal)),
    st.builds(ValueFigure, st.just(ValueKind.NUMBER), st.decimals(-999, 999, places=1)),
    st.builds(ValueFigure, st.just(ValueKind.DAY), day=DAYS),
    st.builds(ValueFigure, st.just(ValueKind.MONTH), day=DAYS.map(lambda day: day.replace(day=1))),
)
LABELLED = st.builds(
    lambda label, figure: ValueFigure(**vars(figure) | {"label": label}), WORDS, BY_ITSELF | SIGNED
)

TYPED = st.text(st.sampled_from("0123456789 .,%/()-−–:;$nN=*\n\u202f\u00a0AMof out min Reading"), max_size=60)
HOSTILE = (
    "9",
    "9.",
    ".",
    "(",
    "9 ",
    "9%",
    "1,000,",
    "9/",
    "a - ",
    "a: 9",
    ": ",
    "- ",
    "n=",
    "9\n",
    "9% (",
    "a ",
    "\u202f",
)


@given(PLAIN)
def test_a_printed_figure_is_read_as_the_same_figure_and_printed_again(figure):
    reading = read_value(printed(figure))
    assert (reading.figure, reading.kind) == (figure, figure.kind)
    assert printed(reading.figure) == reading.text


@pytest.mark.slow
@given(st.lists(LABELLED, min_size=2, max_size=6))
def test_lines_of_figures_are_read_as_they_were(figures):
    text = "\n".join(map(printed, figures))
    assert list(read_value(text).figures) == figures


@pytest.mark.slow
@given(TYPED | st.text(max_size=80), st.sampled_from(["", "%", "$", "min", "students"]), st.booleans())
def test_whatever_is_typed_is_kept_and_answered_in_words(text, unit, decimal_comma):
    year = (date(2023, 7, 1), date(2024, 6, 30))
    reading = read_value(text, unit=unit, period=year, decimal_comma=decimal_comma)
    assert reading.text == text
    assert in_words(reading)
    assert all(remark.sentence for remark in remarks(reading, unit=unit))
    assert all(problems(reading, period=year))


@pytest.mark.parametrize("end", ["", "x", "%"])
def test_eight_times_the_text_takes_about_eight_times_as_long(end):
    slow = {}
    for piece in HOSTILE:
        taken = []
        for length in (LONGEST_CELL // 8, LONGEST_CELL):
            text = (piece * length)[: length - 1] + end
            runs = []
            for _ in range(3):
                start = time.process_time()
                read_value(text)
                runs.append(time.process_time() - start)
            taken.append(min(runs))
        if taken[1] / max(taken[0], 0.0005) > 24:
            slow[piece] = taken
    assert slow == {}
