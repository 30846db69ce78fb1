"""Where the figures of a measure over years come from: the row of the partnership's evidence that answers it."""

from datetime import date
from fractions import Fraction
from types import SimpleNamespace

import pytest

from determinations.figures.measures import series_of
from determinations.models import ChangeUnit, Quantity, QuantityKind, YearsCompared
from evidence.models import Definition
from tests.factories import (
    adopt,
    make_category,
    make_edition,
    make_measure,
    make_partnership,
    make_period,
    make_row,
)

pytestmark = pytest.mark.django_db


def year(first):
    return make_period(label=f"{first}-{first + 1}", start=date(first, 7, 1), end=date(first + 1, 6, 30))


@pytest.fixture
def mpi():
    """A measure of three years, and the years."""
    edition = make_edition()
    category = make_category(edition)
    measure = make_measure(category, label="MPI in Math")
    partnership = make_partnership(agreement=adopt(edition).agreement)
    quantity = Quantity(
        pk=1,
        kind=QuantityKind.CHANGE,
        measure=measure,
        years=3,
        change=ChangeUnit.PERCENT,
        span=YearsCompared.FIRST_TO_LAST,
    )
    return SimpleNamespace(
        category=category,
        measure=measure,
        partnership=partnership,
        years=[year(2016), year(2017), year(2018)],
        series=lambda until: series_of(partnership, [quantity], until)[measure.pk],
    )


def test_figures_are_those_of_the_years_up_to_the_rounds_own(mpi):
    cells = zip(mpi.years, ("301.5", "310", "320.25"), strict=True)
    make_row(mpi.category, mpi.partnership, *cells, answers=[mpi.measure])
    numbers = [one.number for one in mpi.series(mpi.years[2]).years]
    assert numbers == [Fraction(603, 2), 310, Fraction(1281, 4)]
    assert mpi.series(mpi.years[1]).years[0].why_none == "There is no figure of 2015-2016 yet."


def test_what_is_forthcoming_or_no_number_is_said(mpi):
    cells = zip(mpi.years, ("301", "TBD", "high"), strict=True)
    make_row(mpi.category, mpi.partnership, *cells, answers=[mpi.measure])
    assert [one.why_none for one in mpi.series(mpi.years[2]).years[1:]] == [
        "There is no figure of 2017-2018: it is to be determined.",
        "There is no figure of 2018-2019: “high (2018-2019)” is no number.",
    ]


def test_measure_that_no_row_answers_has_no_years(mpi):
    make_row(mpi.category, mpi.partnership, (mpi.years[2], "300"))
    assert mpi.series(mpi.years[2]).years == ()


def test_figures_are_not_compared_across_another_definition(mpi):
    cells = zip(mpi.years, ("301", "310", "320"), strict=True)
    row = make_row(mpi.category, mpi.partnership, *cells, answers=[mpi.measure])
    for place, reason in ((0, ""), (2, "A new test.")):
        Definition.objects.create(row=row, from_period=mpi.years[place], formula="MPI", reason=reason)
    told = [one.why_broken for one in mpi.series(mpi.years[2]).years]
    assert told == ["", "", "It is computed otherwise from 2018-2019 on: A new test."]


def test_rounded_percentage_is_that_of_the_counts_beside_it(mpi):
    cells = zip(mpi.years, ("60/120 (50%)", "53/120 (44.2%)", "53/120 (60%)"), strict=True)
    make_row(mpi.category, mpi.partnership, *cells, answers=[mpi.measure], unit="%")
    assert [one.number for one in mpi.series(mpi.years[2]).years] == [50, Fraction(5300, 120), 60]


def test_number_of_queries_hangs_on_nothing(mpi, django_assert_num_queries):
    for _ in range(3):
        make_row(mpi.category, mpi.partnership, (mpi.years[2], "300"), answers=[mpi.measure])
    with django_assert_num_queries(4):
        mpi.series(mpi.years[2])
