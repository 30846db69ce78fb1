"""The rows that speak to an item, with their latest values."""

import pytest

from evidence.latest import latest_values, rows_that_speak_to_items
from evidence.models import EvidenceRow
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def category():
    return make.make_category()


@pytest.fixture
def partnership(category):
    return make.make_partnership(agreement=category.edition.agreement)


def speaking(partnership, item):
    return rows_that_speak_to_items(partnership, item.edition_id).get(item.pk)


def test_a_row_that_serves_an_item_speaks_to_it_with_its_latest_reported_value(category, partnership):
    item = make.make_item(category)
    before, now = make.make_period(label="2022-2023"), make.make_period(label="2023-2024")
    row = make.make_row(category, partnership, (before, "95%"), (now, "*"), label="Attendance")
    row.items.add(item)
    assert speaking(partnership, item) == [("Attendance", "95% (2022-2023)")]
    assert latest_values([row])[row.pk].text == "95%"


def test_a_row_stands_once_though_it_serves_the_item_and_answers_two_measures_of_it(category, partnership):
    item, other = make.make_item(category), make.make_item(category)
    measures = [make.make_measure(category) for _ in range(2)]
    for measure in measures:
        measure.items.set([item, other])
    row = make.make_row(category, partnership, label="Attendance", answers=measures)
    row.items.add(item)
    assert speaking(partnership, item) == speaking(partnership, other) == [("Attendance", "no value yet")]


def test_a_row_that_leads_in_is_told_by_the_rows_beneath_it(category, partnership):
    item, period = make.make_item(category), make.make_period(label="2023-2024")
    above = make.make_row(category, partnership, label="Formative data:")
    above.items.add(item)
    make.make_row(category, partnership, (period, "22%"), label="aReading", parent=above)
    assert speaking(partnership, item) == [("Formative data: aReading", "22% (2023-2024)")]


def test_other_partnerships_rows_and_those_that_serve_nothing_do_not_speak(category, partnership):
    item = make.make_item(category)
    theirs = make.make_row(category, make.make_partnership(agreement=partnership.agreement))
    theirs.items.add(item)
    make.make_row(category, partnership)
    assert speaking(partnership, item) is None


def test_a_small_count_of_students_is_marked_as_not_public(category, partnership):
    item, period = make.make_item(category), make.make_period(label="2023-2024")
    for label, text in [("CBI", "8 students"), ("Seniors", "30 students")]:
        row = make.make_row(category, partnership, (period, text), label=label, counts_students=True)
        row.items.add(item)
    make.adopt(category.edition)
    assert speaking(partnership, item) == [
        ("CBI", "8 students (2023-2024), not public"),
        ("Seniors", "30 students (2023-2024)"),
    ]


def test_a_row_told_by_its_parts_alone_speaks_with_those_of_the_newest_period(category, partnership):
    item = make.make_item(category)
    row = make.make_row(category, partnership, label="Coaching helps")
    row.items.add(item)
    middle, high = make.make_parts(row, "Middle School", "High School")
    before, now = make.make_period(label="2022-2023"), make.make_period(label="2023-2024")
    for period, part, text in [(before, middle, "2.90"), (now, high, "4.24"), (now, middle, "3.05")]:
        make.make_value(row, period, text, part=part)
    assert speaking(partnership, item) == [
        ("Coaching helps", "Middle School 3.05; High School 4.24 (2023-2024)")
    ]
    EvidenceRow.objects.update(counts_students=True)
    assert speaking(partnership, item) == [("Coaching helps", "told apart, see its evidence")]
