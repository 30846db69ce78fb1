"""The daily e-mail tells once of evidence that became due, and once that it is overdue."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from evidence.models import Observation, ObservationStatus
from notifications.digests import Happenings, lines_for
from notifications.evidence_due import evidence_lines, owed_since
from notifications.models import ReminderChoice
from tests import factories as make

pytestmark = pytest.mark.django_db

DUE = date(2026, 2, 1)
"""The month of February."""


@pytest.fixture
def value():
    category = make.make_category()
    partnership = make.make_partnership(agreement=category.edition.agreement)
    row = make.make_row(category, partnership, label="Ride time")
    make.adopt(category.edition)
    period = make.make_period(label="2025-2026")
    return Observation.objects.create(
        row=row, period=period, text="*", status=ObservationStatus.FORTHCOMING, expected_on=DUE
    )


def lines(person, today, days=1):
    last = today - timedelta(days=days)
    owed = [one for of_partnership in owed_since(last, today).values() for one in of_partnership]
    return [(line.text, line.to_do) for line in evidence_lines(person, owed, last, today)]


def test_it_is_told_on_the_day_and_when_it_is_overdue(value):
    liaison, name = make.make_liaison(value.row.partnership), value.row.partnership.partner.short_name
    due = f"Evidence of {name} is due: Ride time for 2025-2026 (February 2026)."
    assert lines(liaison, DUE) == [(due, True)]
    assert lines(liaison, DUE + timedelta(days=1)) == []
    overdue = due.replace("2026)", "2026, overdue)")
    assert lines(liaison, date(2026, 3, 1)) == [(overdue, True)]
    assert lines(liaison, date(2026, 3, 2)) == []
    assert lines(liaison, date(2026, 3, 3), days=3) == [(overdue, True)]


def test_who_is_named_is_asked_and_those_who_enter_are_told_when_it_is_late(value):
    liaison, clerk = make.make_liaison(value.row.partnership), make.make_viewer(value.row.partnership)
    value.owed_by = clerk
    value.save()
    assert [to_do for _, to_do in lines(clerk, DUE)] == [True]
    assert lines(liaison, DUE) == []
    ((text, to_do),) = lines(liaison, date(2026, 3, 1))
    assert (f"overdue, from {clerk.name}" in text, to_do) == (True, False)


def test_a_reader_and_what_came_meanwhile_are_left_alone(value):
    assert lines(make.make_viewer(value.row.partnership), DUE) == []
    value.text, value.status = "20 min", ObservationStatus.REPORTED
    value.save()
    assert lines(make.make_liaison(value.row.partnership), DUE) == []


def test_many_values_are_one_sentence(value):
    for _ in range(4):
        row = make.make_row(value.row.category, value.row.partnership)
        Observation.objects.create(
            row=row, period=value.period, text="*", status=ObservationStatus.FORTHCOMING, expected_on=DUE
        )
    ((text, _),) = lines(make.make_liaison(value.row.partnership), DUE)
    assert text.endswith(" and 2 more.")


def test_it_stands_in_the_daily_e_mail_unless_reminders_are_unwanted(value):
    partnership, now = value.row.partnership, timezone.now()
    liaison = make.make_liaison(partnership)
    Observation.objects.filter(pk=value.pk).update(expected_on=timezone.localdate(now))
    since = now - timedelta(days=1)

    def told():
        happenings = Happenings([liaison], since=since, now=now)
        return [(line.path, line.to_do) for line in lines_for(liaison, since, happenings)]

    assert told() == [(f"/partnerships/{partnership.slug}/evidence/due/", True)]
    ReminderChoice.objects.create(user=liaison, due=False)
    assert told() == []
