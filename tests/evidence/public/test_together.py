"""Partners whose figures are public beside each other's and those of the whole."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.public.reader import decide
from evidence.suppression.cells import MINIMUM, Cell, denominators_total, total
from evidence.suppression.outcome import Hidden, Reason, Suppression
from tests.evidence.suppression.solving_reader import SolvingReader
from tests.evidence.suppression.test_reader import TINY

from .tables import COUNTS, period, row, value

WHOLE = 1
YEAR = period(1)


def beside(*said, whole=WHOLE):
    """What the public reads of a row of the whole and of each partner, by their keys."""
    rows = [row(key, partnership_id=key, lineage="same") for key in range(1, len(said) + 1)]
    values = [value(key, of, YEAR, text) for key, (of, text) in enumerate(zip(rows, said, strict=True), 1)]
    return decide(values, MINIMUM, whole=whole)


def test_another_partner_is_hidden_where_the_whole_would_tell_the_one():
    alone = beside("400", "5", "95", "300", whole=None)
    assert alone.hidden.keys() == {2}
    assert beside("400", "5", "95", "300").hidden.keys() == {2, 3}


def test_what_does_not_add_up_tells_nothing():
    assert beside("500", "5", "95", "300").hidden.keys() == {2}


def test_same_rows_of_two_partners_are_not_taken_for_one():
    assert beside("50", "50", "5", whole=None).hidden.keys() == {3}


def test_one_partner_is_told_nothing_of_another():
    public = beside("400", "5", "95", "300")
    own = public.only({3})
    assert (own.hidden.keys(), own.hidden_texts) == ({3}, {3: "95"})
    assert not own.others_are_known


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=2, max_size=7))
def test_who_lays_all_partners_beside_the_whole_knows_no_small_count(counted):
    """Each says so many of so many, as a profile does."""
    partners = [(count, count + rest) for count, rest in counted]
    whole = tuple(sum(numbers) for numbers in zip(*partners, strict=True))
    public = beside(*(f"{count} out of {of}" for count, of in (whole, *partners)))
    cells = [Cell(str(key), *numbers) for key, numbers in enumerate((whole, *partners), 1)]
    keys = [cell.key for cell in cells]
    sums = [total(*keys), denominators_total(*keys)]
    reader = SolvingReader(
        cells, sums, Suppression({str(key): Hidden(Reason.SMALL, "") for key in public.hidden})
    )
    for key, cell in enumerate(cells, 1):
        if cell.count < MINIMUM and key not in public.known_anyway:
            assert key in public.hidden
            assert reader.known_to_within(cell.key) >= MINIMUM - TINY
