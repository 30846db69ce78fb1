"""Rows of evidence side by side."""

import pytest
from django.urls import reverse

from evidence.models import ObservationStatus
from reports.row_charts import _ends
from tests import factories as make

from .test_measure_trend import periods
from .test_trends import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(years, client):
    def page(**query):
        client.force_login(years.viewer)
        return client.get(reverse("evidence-dashboard", args=[years.partnership.slug]), query)

    return page


@pytest.fixture
def category(years):
    return years.draft("2020").categories.get()


@pytest.mark.slow
def test_rows_that_count_students_stand_side_by_side_with_their_latest_value(years, category, look):
    first, second = periods(years, 2)
    values = (first, "80%"), (second, "84%")
    make.make_row(
        category,
        years.partnership,
        *values,
        label="Graduation",
        unit="%",
        better="higher",
        counts_students=True,
        students_at_least=400,
    )
    make.make_row(category, years.partnership, *values, label="Teacher fill", unit="%")
    make.adopt(category.edition)
    words = text_of(look())
    assert "Graduation 84% 2021-2022 ↑ 4 percentage points higher, better than the value before" in words
    assert "Its values : Graduation Period Value Target 2020-2021 80% 2021-2022 84%" in words
    assert "Teacher fill" not in words
    assert "Teacher fill" in text_of(look(category=category.number))
    assert look(category="99").status_code == 404


def test_what_cannot_be_drawn_is_told_in_words_and_what_is_awaited_says_so(years, category, look):
    first, second = periods(years, 2)
    make.make_row(
        category,
        years.partnership,
        (first, "Yes"),
        (second, "*", ObservationStatus.FORTHCOMING),
        label="Growth",
        counts_students=True,
    )
    make.make_row(category, years.partnership, (second, "TBD"), label="Outcomes", counts_students=True)
    make.adopt(category.edition)
    words = text_of(look())
    assert "Growth Yes 2020-2021 2021-2022: forthcoming" in words
    assert "Without a value yet Outcomes : to be determined" in words


@pytest.mark.parametrize("rows", [1, 8])
def test_as_many_queries_for_many_rows_as_for_one(
    years, category, client, rows, django_assert_max_num_queries
):
    first, second = periods(years, 2)
    for _ in range(rows):
        row = make.make_row(category, years.partnership, (first, "8"), (second, "9"), counts_students=True)
        row.definitions.create(from_period=first, formula="Of all").targets.create(period=second, number=8)
    make.adopt(category.edition)
    client.force_login(years.viewer)
    with django_assert_max_num_queries(9):
        client.get(reverse("evidence-dashboard", args=[years.partnership.slug]))


@pytest.mark.parametrize(
    ("values", "most", "ends"),
    [
        ([96.4, 98.1, 100], 100.0, (95, 100)),
        ([1, 1], 100.0, (0, 1)),
        ([22, 82], 100.0, (0, 100)),
        ([5, 5], None, (0, 5)),
        ([-3, 4], None, (-3, 4)),
        ([0, 0], None, (0, 1)),
    ],
)
def test_a_scale_begins_where_its_values_can_be_seen_to_move(values, most, ends):
    assert _ends(values, most) == pytest.approx(ends)
