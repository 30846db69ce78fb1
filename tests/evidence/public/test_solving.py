"""A reader with everything that is public of records solves for what is not."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from evidence.models import RowKind
from evidence.public.reader import decide
from evidence.suppression.cells import MINIMUM
from evidence.suppression.outcome import Suppression
from tests.evidence.suppression.solving_reader import SolvingReader
from tests.evidence.suppression.test_reader import TINY, small_figures

from .tables import broken_down, period, prose, row, rows_beneath, value

pytestmark = pytest.mark.slow


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(broken_down(), rows_beneath()))
def test_no_small_count_of_a_table_of_records_is_known_to_within_less_than_the_minimum(table):
    public = decide(table.values, MINIMUM)
    assume(not public.known_anyway)  # no document is made then
    hidden = {cell.key: why for cell in table.cells if (why := public.hidden.get(int(cell.key.rstrip("ab"))))}
    reader = SolvingReader(table.cells, table.sums, Suppression(hidden))
    for cell in table.cells:
        rest = MINIMUM if cell.denominator is None else cell.denominator - cell.count
        if min(cell.count, rest) < MINIMUM:
            assert cell.key in hidden, cell
            for kind in small_figures(cell, MINIMUM):
                assert reader.known_to_within(cell.key, kind) >= MINIMUM - TINY, (cell, kind)


@st.composite
def small_counts_in_prose(draw):
    count = draw(st.integers(0, MINIMUM - 1))
    before = draw(st.sampled_from(["", "Reading - 82% (n=450)\n", "February 2025\n", "EMBARGOED\n", "TBD: "]))
    after = draw(st.sampled_from(["", "\nMath - 65% (n=250)", " of 57 districts", ", see note", " *"]))
    return before + prose(draw, count) + after


@settings(max_examples=400, deadline=None)
@given(small_counts_in_prose(), st.sampled_from(["", "%", "students"]), st.sampled_from(RowKind.values))
def test_no_small_count_leaves_in_a_text_however_it_is_written(text, unit, kind):
    of = row(1, unit=unit, kind=kind, students_at_least=500)
    public = decide([value(1, of, period(1), text)], MINIMUM)
    assert public.hidden.keys() == {1}
