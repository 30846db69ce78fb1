"""A reader lays a new document beside one that was made before."""

import json
from itertools import zip_longest

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.models import PartsAdd
from evidence.public.reader import decide
from evidence.suppression.cells import MINIMUM, Cell, CellFigure, Sum
from evidence.suppression.outcome import Hidden, Reason, Suppression
from tests.evidence.suppression.solving_reader import SolvingReader
from tests.evidence.suppression.test_reader import TINY

from .tables import COUNTS, period, row, value

YEAR = period(1)


def told(public):
    return public.hidden.keys(), public.known_before, public.known_anyway


def table(total, *counts, printed=(), hidden=()):
    """A row with those beneath it; `printed` and `hidden` are the texts of each in a document before."""
    above = row(1, parts_add=PartsAdd.TO_WHOLE)
    texts = [total, *counts]
    rows = [above, *(row(key, parent=above) for key in range(2, len(texts) + 1))]
    before = [
        [*([[shown, False]] if shown else []), *([[withheld, True]] if withheld else [])]
        for shown, withheld, _ in zip_longest(printed, hidden, texts)
    ]
    return [
        value(key, of, YEAR, text, documented=json.dumps(old) if old else "")
        for key, (of, text, old) in enumerate(zip(rows, texts, before, strict=True), 1)
    ]


def test_what_was_printed_guards_nothing_so_another_value_is_hidden():
    assert told(decide(table("70", "5", "25", "40"), MINIMUM)) == ({2, 3}, set(), set())
    again = decide(table("70", "5", "25", "40", printed=["70", "", "25", ""]), MINIMUM)
    assert told(again) == ({2, 4}, set(), set())


def test_a_value_that_was_corrected_is_hidden_with_its_total_where_the_rest_was_printed():
    corrected = decide(table("50", "5", "45", printed=["70", "25", "45"]), MINIMUM)
    assert told(corrected) == ({1, 2}, set(), set())


def test_a_total_that_was_printed_and_is_empty_now_still_adds_up():
    assert told(decide(table("", "5", "45"), MINIMUM)) == ({2}, set(), set())
    assert told(decide(table("", "5", "45", printed=["50", "", ""]), MINIMUM)) == ({2, 3}, set(), set())


def test_what_a_document_printed_or_lets_be_worked_out_is_told():
    assert told(decide([value(1, row(1), YEAR, "8", documented='[["8", false]]')], MINIMUM)) == (
        {1},
        {1},
        set(),
    )
    assert told(decide(table("50", "5", "45", printed=["50", "", "45"]), MINIMUM)) == ({2}, {2}, set())


def afterwards(then, now):
    """What the public reads of a table, and what it reads of a later one beside a document of the first."""
    first = decide(table(*map(str, then)), MINIMUM)
    printed = [str(count) if key not in first.hidden else "" for key, count in enumerate(then, 1)]
    hidden = [str(count) if key in first.hidden else "" for key, count in enumerate(then, 1)]
    return first, decide(table(*map(str, now), printed=printed, hidden=hidden), MINIMUM)


def test_the_change_of_a_total_does_not_tell_what_was_hidden_before():
    """By 5, the second count grew by 5; beside the third it would be known to be from 5 to 10."""
    then, now = (15, 5, 0, 10), (20, 5, 5, 10)
    first, later = afterwards(then, now)
    assert told(first) == ({2, 3, 4}, set(), set())
    assert told(decide(table("20", "5", "5", "10", printed=["15"]), MINIMUM)) == ({2, 3}, set(), set())
    assert told(later) == ({2, 3, 4}, set(), set())


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(COUNTS, min_size=2, max_size=6), st.data())
def test_who_has_both_documents_knows_no_hidden_count_to_within_less_than_the_minimum(counts, data):
    after = [data.draw(st.one_of(st.just(count), COUNTS)) for count in counts]
    then, now = (sum(counts), *counts), (sum(after), *after)
    first, public = afterwards(then, now)
    cells, sums, shown = {}, [], set()
    for name, counted, decided in (("then", then, first), ("now", now, public)):
        keys = [f"{key}" if then[key] == now[key] else f"{key} {name}" for key in range(len(now))]
        cells |= {key: Cell(key, count) for key, count in zip(keys, counted, strict=True)}
        shown |= {key for place, key in enumerate(keys, 1) if place not in decided.hidden}
        sums.append(Sum(CellFigure(keys[0]), tuple(map(CellFigure, keys[1:]))))
    outcome = Suppression(dict.fromkeys(cells.keys() - shown, Hidden(Reason.SMALL, "")))
    reader = SolvingReader(cells.values(), sums, outcome)
    for key, cell in cells.items():
        is_told = int(key.split()[0]) + 1 in public.known_before
        if cell.count < MINIMUM and not key.endswith("then") and not is_told:
            assert key not in shown, cell
            assert reader.known_to_within(key) >= MINIMUM - TINY, cell
