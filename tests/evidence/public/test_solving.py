"""A reader with everything that is public of records solves for what is not."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.public.reader import decide
from evidence.suppression.cells import MINIMUM
from evidence.suppression.outcome import Suppression
from tests.evidence.suppression.solving_reader import SolvingReader
from tests.evidence.suppression.test_reader import TINY, small_figures

from .tables import broken_down, rows_beneath

pytestmark = pytest.mark.slow


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(broken_down(), rows_beneath()))
def test_no_small_count_of_a_table_of_records_is_known_to_within_less_than_the_minimum(table):
    public = decide(table.values, MINIMUM)
    hidden = {cell.key: why for cell in table.cells if (why := public.hidden.get(int(cell.key.rstrip("ab"))))}
    reader = SolvingReader(table.cells, table.sums, Suppression(hidden))
    for cell in table.cells:
        rest = MINIMUM if cell.denominator is None else cell.denominator - cell.count
        if min(cell.count, rest) < MINIMUM:
            assert cell.key in hidden, cell
            for kind in small_figures(cell, MINIMUM):
                assert reader.known_to_within(cell.key, kind) >= MINIMUM - TINY, (cell, kind)
    assert not public.known_anyway
