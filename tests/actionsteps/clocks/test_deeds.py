"""What people do to a clock, what is refused, and two people at once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from actionsteps.clocks.deeds import happen, start, take_back
from actionsteps.clocks.reckoning import ClockRefused
from actionsteps.models import CaseClock, ClockBound, ClockUnit, ExceptionEffect
from actionsteps.models import ClockEventKind as Kind
from core.conflicts import Conflict
from tests import factories as make

from .making import SCHOOL, ago, event, make_case, make_clock, make_rule, seen

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def clock():
    return make_clock(make_case(), ago(20))


def do(clock, kind, day, **fields):
    user = make.make_user()
    return happen(clock, event(kind, day, **fields), seen=seen(clock), calendar=SCHOOL, by=user)


def test_a_clock_is_stopped_goes_on_and_ends(clock):
    do(clock, Kind.STOPPED, ago(15))
    do(clock, Kind.RESUMED, ago(10))
    do(clock, Kind.ENDED, ago(1))
    clock.refresh_from_db()
    assert clock.ended_on == ago(1)
    assert [one.kind for one in clock.events.all()] == ["started", "stopped", "resumed", "ended"]
    assert all(one.by for one in clock.events.all()[1:])


@pytest.mark.parametrize(
    ("kind", "days", "sentence"),
    [
        (Kind.ENDED, 21, "this cannot be before it"),
        (Kind.STOPPED, 21, "this cannot be before it"),
        (Kind.ENDED, -1, "a day to come"),
        (Kind.RESUMED, 1, "is not stopped"),
        (Kind.RESTARTED, -3, "a day to come"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(clock, kind, days, sentence):
    with pytest.raises(ClockRefused, match=sentence):
        do(clock, kind, ago(days))
    assert clock.events.count() == 1


def test_it_cannot_go_on_before_it_was_stopped(clock):
    do(clock, Kind.STOPPED, ago(5))
    with pytest.raises(ClockRefused, match="The clock stopped on"):
        do(clock, Kind.RESUMED, ago(6))


def test_the_database_refuses_an_end_before_the_start(clock):
    with pytest.raises(IntegrityError, match="cannot end before it starts"), transaction.atomic():
        CaseClock.objects.filter(pk=clock.pk).update(ended_on=ago(30))


def test_what_counts_back_is_done_before_its_day():
    hearing = timezone.localdate() + timedelta(days=30)
    clock = make_clock(make_case(), hearing, bound=ClockBound.BEFORE, amount=5, unit=ClockUnit.BUSINESS_DAYS)
    do(clock, Kind.ENDED, ago(0))
    clock.refresh_from_db()
    assert clock.ended_on == ago(0)


def test_a_rule_without_extension_is_quoted(clock):
    clock.rule.exceptions.create(effect=ExceptionEffect.NONE, words="The timeline may not be extended.")
    with pytest.raises(ClockRefused, match="“The timeline may not be extended"):
        do(clock, Kind.STOPPED, ago(5))


def test_what_one_person_did_not_see_is_not_written_over(clock):
    before = seen(clock)
    do(clock, Kind.STOPPED, ago(5))
    with pytest.raises(Conflict):
        happen(clock, event(Kind.ENDED, ago(1)), seen=before, calendar=SCHOOL, by=make.make_user())
    assert clock.events.count() == 2


def test_a_mistake_is_taken_back_and_stays_to_be_read(clock):
    do(clock, Kind.ENDED, ago(2))
    take_back(clock, seen=seen(clock), by=make.make_user())
    clock.refresh_from_db()
    assert clock.ended_on is None
    assert clock.events.last().taken_back_by
    with pytest.raises(ClockRefused, match="Only its start is left"):
        take_back(clock, seen=seen(clock), by=make.make_user())


def test_the_same_clock_runs_once_in_a_case(clock):
    with pytest.raises(ClockRefused, match="runs in the case already"):
        start(clock.case, clock.rule, ago(1), by=make.make_user())
    do(clock, Kind.ENDED, ago(2))
    start(clock.case, clock.rule, ago(1), by=make.make_user())
    with pytest.raises(ClockRefused, match="started anew"):
        take_back(clock, seen=seen(clock), by=make.make_user())


def test_hours_of_training_and_days_to_come_do_not_start():
    case = make_case()
    with pytest.raises(ClockRefused, match="hours of training"):
        make_clock(case, ago(1), unit=ClockUnit.TRAINING_HOURS, amount=16)
    with pytest.raises(ClockRefused, match="a day to come"):
        make_clock(case, ago(-1), number="2")


def test_the_database_refuses_a_rule_of_another_agreement():
    rule = make_rule(make.make_agreement())
    with pytest.raises(IntegrityError, match="another agreement"), transaction.atomic():
        CaseClock.objects.create(case=make_case(), rule=rule, started_on=ago(1))


@pytest.mark.parametrize("amount", [0, 20_000])
def test_an_absurd_amount_is_refused(amount):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_rule(make.make_agreement(), amount=amount)
    rule = make_rule(amount=amount)
    rule.agreement = make.make_agreement()
    with pytest.raises(Exception, match="from 1 to what can be meant"):
        rule.validate_constraints()
