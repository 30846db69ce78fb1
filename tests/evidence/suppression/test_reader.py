"""Whatever is published, no hidden count is known to within less than the minimum."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from evidence.suppression.cells import MINIMUM, Cell, Kind, total
from evidence.suppression.suppress import suppress

from .solving_reader import SolvingReader
from .tables_of_figures import tables

pytestmark = pytest.mark.slow

TINY = 1e-6


def small_figures(cell, minimum):
    """What of a hidden cell has to be kept, beside its count."""
    if not cell.counts_students or cell.denominator is None:
        return [Kind.COUNT]
    kinds = [Kind.COUNT]
    if cell.denominator < minimum:
        kinds.append(Kind.DENOMINATOR)
    if cell.count is not None and cell.denominator - cell.count < minimum:
        kinds.append(Kind.REST)
    return kinds


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables(), st.sampled_from([MINIMUM, MINIMUM, 5, 16]))
def test_no_hidden_count_is_known_to_within_less_than_the_minimum(table, minimum):
    cells, sums = table
    outcome = suppress(cells, sums, minimum=minimum)
    assume(not outcome.known_anyway)  # once in thousands; no document is made of such a table
    reader = SolvingReader(cells, sums, outcome)
    for cell in cells:
        if cell.key in outcome.hidden:
            for kind in small_figures(cell, minimum):
                assert reader.known_to_within(cell.key, kind) >= minimum - TINY, (cell, kind)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables(), st.randoms(use_true_random=False))
def test_the_same_table_gives_the_same_answer_in_whatever_order_it_comes(table, random):
    cells, sums = table
    again, sums_again = [*cells], [*sums]
    random.shuffle(again)
    random.shuffle(sums_again)
    assert suppress(again, sums_again) == suppress(cells, sums)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_what_a_year_publishes_is_not_changed_by_the_next(table):
    """So a reader who kept last year's table learns nothing from laying this year's beside it."""
    cells, sums = table
    everything = suppress(cells, sums).hidden
    for period in {cell.period for cell in cells}:
        until = {cell.key: cell for cell in cells if cell.period <= period}
        known = [one for one in sums if {one.whole.cell, *(part.cell for part in one.parts)} <= until.keys()]
        then = suppress(until.values(), known).hidden
        assert then == {key: hidden for key, hidden in everything.items() if key in until}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 60), min_size=2, max_size=12))
def test_beside_small_parts_of_a_total_at_most_one_more_cell_is_hidden(counts):
    parts = [Cell(f"part {number}", count) for number, count in enumerate(counts)]
    cells = [Cell("all", sum(counts)), *parts]
    hidden = suppress(cells, [total("all", *(part.key for part in parts))]).hidden
    small = [cell for cell in cells if cell.count < MINIMUM]
    assert len(small) <= len(hidden) <= len(small) + bool(small)
