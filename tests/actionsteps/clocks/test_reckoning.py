"""A clock as it stands: hand-worked cases, and the working that people read."""

from datetime import date, datetime, time

import pytest

from actionsteps.clocks.reckoning import possible, rule_in_words
from actionsteps.models import ClockBound as Bound
from actionsteps.models import ClockEventKind as Kind
from actionsteps.models import ClockUnit as Unit

from .making import as_of, event, make_rule

START = event(Kind.STARTED, date(2026, 10, 1))
THIRTY = make_rule()


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 10, 20), "11 days left"),
        (date(2026, 10, 30), "1 day left"),
        (date(2026, 10, 31), "due today"),
        (date(2026, 11, 1), "1 day late"),
        (date(2026, 11, 5), "5 days late"),
    ],
)
def test_a_clock_says_how_many_days_are_left_or_how_late_it_is(day, state):
    clock = as_of(day, THIRTY, START)
    assert (clock.due.date(), clock.state, clock.is_late) == (date(2026, 10, 31), state, "late" in state)


def test_stopped_from_to_and_extended_each_stand_in_the_working():
    clock = as_of(
        date(2026, 10, 20),
        THIRTY,
        START,
        event(Kind.STOPPED, date(2026, 10, 5), words="Illness."),
        event(Kind.RESUMED, date(2026, 10, 15)),
        event(Kind.EXTENDED, date(2026, 10, 16), amount=5, unit=Unit.SCHOOL_DAYS, words="Agreed in writing."),
    )
    assert [(line.what, line.gives, line.why) for line in clock.lines] == [
        ("Started: the request", "Oct 1, 2026", ""),
        ("Stopped", "Oct 5, 2026 to Oct 15, 2026", "Illness."),
        ("At most 30 calendar days", "Nov 10, 2026", ""),
        ("Extended by 5 school days", "Nov 17, 2026", "Agreed in writing."),
        ("Due", "Nov 17, 2026", ""),
    ]


def test_a_clock_that_stands_still_is_not_late_and_says_what_is_left():
    clock = as_of(date(2026, 12, 24), THIRTY, START, event(Kind.STOPPED, date(2026, 10, 11)))
    assert (clock.due, clock.is_late, clock.state) == (None, False, "stopped, 20 calendar days left")


def test_a_clock_that_was_stopped_too_late_is_late_all_the_same():
    clock = as_of(date(2026, 11, 20), THIRTY, START, event(Kind.STOPPED, date(2026, 11, 10)))
    assert (clock.state, clock.is_late) == ("20 days late", True)


def test_a_restart_begins_anew():
    """“... start again on the date the amended complaint is filed.”"""
    clock = as_of(
        date(2026, 10, 20),
        THIRTY,
        START,
        event(Kind.EXTENDED, date(2026, 10, 5), amount=10, unit=Unit.CALENDAR_DAYS),
        event(Kind.RESTARTED, date(2026, 10, 12)),
    )
    assert clock.due.date() == date(2026, 11, 11)


def test_an_early_start_moves_it_forward():
    """“The forty-five (45) day timeline for the due process hearing starts the day after ... waive.”"""
    rule = make_rule(amount=45)
    clock = as_of(
        date(2026, 10, 1),
        rule,
        event(Kind.STARTED, date(2026, 10, 21)),
        event(Kind.RESTARTED, date(2026, 10, 2)),
    )
    assert clock.due.date() == date(2026, 11, 16)


def test_what_was_taken_back_counts_no_more():
    stop = event(Kind.STOPPED, date(2026, 10, 5), taken_back_at=datetime(2026, 10, 6))
    assert as_of(date(2026, 10, 20), THIRTY, START, stop).due.date() == date(2026, 10, 31)


@pytest.mark.parametrize(
    ("ended", "state"),
    [(date(2026, 10, 31), "done in time"), (date(2026, 11, 3), "done 3 days too late")],
)
def test_what_is_done_was_in_time_or_late(ended, state):
    assert as_of(date(2027, 1, 1), THIRTY, START, event(Kind.ENDED, ended)).state == state


def test_at_least_is_never_late_and_can_be_too_early():
    rule = make_rule(bound=Bound.AT_LEAST, amount=3, unit=Unit.YEARS)
    waits = as_of(date(2029, 9, 30), rule, START)
    assert (waits.state, waits.is_late) == ("not for 1 day yet", False)
    assert as_of(date(2029, 10, 1), rule, START).state == "may be done"
    early = as_of(date(2029, 10, 1), rule, START, event(Kind.ENDED, date(2029, 9, 1)))
    assert early.state == "done 30 days too early"


def test_before_counts_back_from_a_day_to_come():
    rule = make_rule(bound=Bound.BEFORE, amount=5, unit=Unit.BUSINESS_DAYS, from_event="the hearing")
    clock = as_of(date(2026, 10, 7), rule, event(Kind.STARTED, date(2026, 10, 14)))
    assert (clock.due.date(), clock.state) == (date(2026, 10, 6), "1 day late")
    assert clock.lines[0].what == "Counted back from the day to come: the hearing"


def test_a_date_of_each_year_before_and_by():
    by = make_rule(unit=Unit.FIXED_DATE, on_month=9, on_day=30)
    before = make_rule(unit=Unit.FIXED_DATE, on_month=11, on_day=1, bound=Bound.BEFORE)
    assert as_of(date(2026, 10, 1), by, START).due.date() == date(2027, 9, 30)
    assert as_of(date(2026, 10, 1), before, START).due.date() == date(2026, 10, 31)
    assert (rule_in_words(by), rule_in_words(before)) == (
        "by September 30 of each year",
        "before November 1 of each year",
    )


def test_an_age_is_due_on_the_birthday_and_may_be_done_before():
    clock = as_of(
        date(2026, 9, 1), make_rule(amount=3, unit=Unit.AGE), event(Kind.STARTED, date(2026, 10, 1))
    )
    assert (clock.state, clock.due.date()) == ("30 days left", date(2026, 10, 1))


def test_hours_are_due_at_a_time_of_day():
    rule = make_rule(amount=48, unit=Unit.HOURS)
    start = event(Kind.STARTED, date(2026, 10, 1), happened_at=time(14, 30))
    clock = as_of(datetime(2026, 10, 3, 15), rule, start)
    assert (clock.due_in_words, clock.state) == ("Oct 3, 2026, 2:30 PM", "late since today")
    done = event(Kind.ENDED, date(2026, 10, 3), happened_at=time(14, 29))
    assert as_of(datetime(2026, 10, 5), rule, start, done).state == "done in time"


def test_hours_of_training_are_no_time():
    clock = as_of(date(2026, 10, 1), make_rule(amount=16, unit=Unit.TRAINING_HOURS), START)
    assert clock.why_not == "It counts hours of training, not time: it has no due date."


def test_a_rule_that_allows_no_extension_can_be_started_again_but_neither_stopped_nor_extended():
    clock = as_of(date(2026, 10, 2), THIRTY, START)
    assert possible(clock, ["none"]) == [Kind.ENDED, Kind.RESTARTED, Kind.LIFTED]
    assert Kind.STOPPED in possible(clock, [])
