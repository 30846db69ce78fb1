"""What is still due: until when, from whom, and what nobody has entered yet."""

from datetime import date

import pytest
from django.urls import reverse

from evidence.models import Observation, ObservationStatus
from evidence.rows.due import Urgency, due, last_day, not_entered, urgency_of
from evidence.rows.editing import end_row
from evidence.tables import category_tables
from tests import factories as make

from .test_rows import Binder

pytestmark = pytest.mark.django_db

TODAY = date(2026, 2, 15)
FORTHCOMING = ObservationStatus.FORTHCOMING


class Awaiting(Binder):
    def wait(self, row, status=FORTHCOMING, period=None, **fields):
        fields = {"text": "*", "period": period or self.now, **fields}
        return Observation.objects.create(row=row, status=status, **fields)

    @property
    def listed(self):
        owed = due(category_tables(self.partnership, self.edition), TODAY)
        return [(one.urgency, one.when, one.name, one.who) for one in owed]


@pytest.fixture
def binder():
    return Awaiting()


@pytest.mark.parametrize(
    ("expected_on", "urgency"),
    [
        (date(2026, 2, 14), Urgency.OVERDUE),
        (date(2026, 1, 1), Urgency.OVERDUE),
        (date(2026, 2, 15), Urgency.NOW),
        (date(2026, 2, 1), Urgency.NOW),
        (date(2026, 2, 16), Urgency.LATER),
        (date(2026, 3, 1), Urgency.LATER),
        (None, Urgency.UNDATED),
    ],
)
def test_a_month_is_due_until_its_last_day(expected_on, urgency):
    assert urgency_of(expected_on, TODAY) == urgency
    assert last_day(date(2028, 2, 1)) == date(2028, 2, 29)


def test_what_is_due_is_listed_by_date_and_person_and_at_last_what_has_no_date(binder):
    anna = make.make_user(name="Anna")
    binder.wait(binder.maths, ObservationStatus.TO_BE_DETERMINED)
    binder.wait(binder.rides, expected_on=date(2026, 3, 1))
    binder.wait(
        binder.data, ObservationStatus.EMBARGOED, expected_on=date(2026, 2, 10), owed_by_name="The state"
    )
    binder.wait(binder.reading, expected_on=date(2026, 3, 1), owed_by=anna)
    assert binder.listed == [
        (Urgency.OVERDUE, "Feb 10, 2026", "Formative data", "The state"),
        (Urgency.LATER, "March 2026", "Formative data: aReading", "Anna"),
        (Urgency.LATER, "March 2026", "Ride time", ""),
        (Urgency.UNDATED, "", "Formative data: aMath", ""),
    ]


def test_what_is_reported_or_cannot_be_measured_is_not_due(binder):
    for row, status in (
        (binder.rides, ObservationStatus.UNABLE_TO_MEASURE),
        (binder.maths, ObservationStatus.NOT_APPLICABLE),
    ):
        binder.wait(row, status)
    assert binder.listed == []


def test_nothing_is_due_after_a_row_has_ended(binder):
    waits = binder.wait(binder.rides, period=binder.next)
    binder.rides.last_period = binder.now
    binder.rides.save()
    assert binder.listed == []
    Observation.objects.filter(pk=waits.pk).update(period=binder.now)
    assert [name for _, _, name, _ in binder.listed] == ["Ride time"]


def test_a_part_of_a_row_is_named(binder):
    part = binder.rides.breakdowns.create(name="School").parts.create(label="Wydown")
    binder.wait(binder.rides, part=part)
    assert [name for _, _, name, _ in binder.listed] == ["Ride time, Wydown"]


def test_empty_cells_of_the_column_that_has_begun_are_not_entered(binder):
    for year, period in enumerate((binder.before, binder.now, binder.next), 2025):
        period.start, period.end = date(year, 1, 1), date(year, 12, 31)
        period.save()
    Observation.objects.filter(row=binder.data).delete()  # a heading: nothing is entered in its own cells
    make.Observation.objects.create(row=binder.reading, period=binder.now, text="85%")
    make.Observation.objects.create(row=binder.reading, period=binder.next, text="86%")
    end_row(binder.maths, binder.before, seen="", by=binder.liaison)
    (found,) = not_entered(category_tables(binder.partnership, binder.edition), date(2026, 5, 1))
    assert (found.period, [str(row.record) for row in found.rows], found.of) == (binder.now, ["Ride time"], 2)


def test_readers_see_on_the_page_what_is_due(client, binder):
    binder.wait(binder.rides, expected_on=date(2020, 2, 1), owed_by_name="The state")
    client.force_login(make.make_viewer(binder.adopted().partnership))
    page = client.get(reverse("evidence", args=[binder.partnership.slug])).content.decode()
    assert 'Still due: 1 value, <b class="late">1 overdue</b>' in page
    page = client.get(reverse("evidence-due", args=[binder.partnership.slug])).content.decode()
    assert "1 value is to come in the tables of 2023-2024." in page
    assert "The state" in page
    assert "Category 1: 3 of 4 values for" in page


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 20])
def test_what_is_due_takes_as_many_queries_for_one_as_for_twenty(
    client, binder, count, django_assert_num_queries
):
    for _ in range(count):
        binder.wait(binder.row(parent=binder.data), expected_on=date(2026, 3, 1), owed_by=binder.liaison)
    client.force_login(make.make_viewer(binder.adopted().partnership))
    with django_assert_num_queries(7):
        client.get(reverse("evidence-due", args=[binder.partnership.slug]))
