"""The daily e-mail tells of a clock before it is due, on the day, and when it is late."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.cases_due import case_lines, due_clocks
from notifications.digests import Happenings, lines_for
from tests import factories as make
from tests.actionsteps.clocks.making import ago, make_case, make_clock, make_finding

pytestmark = pytest.mark.django_db


def lines(person, days_after, days=1):
    """What is told so many days after today, where the last e-mail was `days` before."""
    now = timezone.localtime() + timedelta(days=days_after)
    clocks = [one for of_partnership in due_clocks(now).values() for one in of_partnership]
    return [line.text for line in case_lines(person, clocks, now.date() - timedelta(days=days), now.date())]


@pytest.fixture
def case():
    case = make_case(number="IEP-12")
    make_clock(case, ago(10))
    return case


@pytest.mark.slow
def test_it_is_told_a_week_before_the_day_before_on_the_day_and_when_it_is_late(case):
    liaison = make.make_liaison(case.partnership)
    told = {days: lines(liaison, days) for days in range(35)}
    assert [days for days, text in told.items() if text] == [13, 19, 20, 21, 27]
    assert told[20] == [
        f"Cases of {case.partnership.partner.short_name}: IEP-12, Hold the meeting, due "
        f"{(ago(-20)):%b} {ago(-20).day}, {ago(-20).year} (due today)."
    ]
    assert "(1 day late)" in told[21][0]


def test_a_finding_is_told_too():
    finding = make_finding(notified_on=ago(365 - 20), opened_on=ago(340))
    liaison = make.make_liaison(finding.partnership)
    told = [text for days in range(10, 22) for text in lines(liaison, days)]
    assert f"{finding.number}, Correct the finding, due" in told[0]


def test_who_only_reads_an_administrator_and_an_outsider_are_told_nothing(case):
    people = [
        make.make_viewer(case.partnership),
        make.make_administrator(),
        make.make_liaison(make.make_partnership()),
    ]
    assert [lines(person, 20) for person in people] == [[], [], []]


def test_it_stands_in_the_e_mail_as_something_to_do(case):
    liaison = make.make_liaison(case.partnership)
    now = timezone.now() + timedelta(days=20)
    happenings = Happenings([liaison], since=now - timedelta(days=1), now=now)
    (line,) = [
        line for line in lines_for(liaison, now - timedelta(days=1), happenings) if "Cases of" in line.text
    ]
    assert line.to_do
