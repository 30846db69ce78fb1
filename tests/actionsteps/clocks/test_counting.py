"""When a span is over: against hand-worked cases, and against counting day by day."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionsteps.clocks.counting import Span, StandsStill, Stop, end_of, latest_before, next_on
from actionsteps.clocks.days import Calendar, NotCounted, Term, days_off, federal_holidays
from actionsteps.models import ClockUnit as Unit

CHICAGO = ZoneInfo("America/Chicago")
YEAR = Term(
    date(2026, 8, 17),
    date(2027, 5, 28),
    days_off([(date(2026, 11, 25), date(2026, 11, 27)), (date(2026, 12, 21), date(2027, 1, 1))]),
)
SCHOOL = Calendar((YEAR,), frozenset({date(2027, 2, 12)}), "Middle")
DAYS = st.dates(date(2026, 8, 17), date(2027, 2, 1))


def at(day, hour=0, minute=0):
    return datetime.combine(day, time(hour, minute), tzinfo=CHICAGO)


def ends(amount, unit, start, *stops, calendar=SCHOOL):
    stopped = [Stop(at(since), until and at(until)) for since, until in stops]
    return end_of(Span(amount, unit), at(start), stopped, calendar).date()


@pytest.mark.parametrize(
    ("amount", "unit", "start", "end"),
    [
        (30, Unit.CALENDAR_DAYS, date(2026, 10, 1), date(2026, 10, 31)),
        (60, Unit.CALENDAR_DAYS, date(2023, 12, 31), date(2024, 2, 29)),
        (1, Unit.MONTHS, date(2027, 1, 31), date(2027, 2, 28)),
        (1, Unit.MONTHS, date(2028, 1, 31), date(2028, 2, 29)),
        (6, Unit.MONTHS, date(2026, 8, 31), date(2027, 2, 28)),
        (1, Unit.YEARS, date(2024, 2, 29), date(2025, 2, 28)),
        (4, Unit.YEARS, date(2024, 2, 29), date(2028, 2, 29)),
        (3, Unit.YEARS, date(2023, 9, 15), date(2026, 9, 15)),
        # Wednesday, October 7: Columbus Day on the 12th is no business day.
        (3, Unit.BUSINESS_DAYS, date(2026, 10, 7), date(2026, 10, 13)),
        # Tuesday before Thanksgiving: no school from Wednesday to Friday.
        (2, Unit.SCHOOL_DAYS, date(2026, 11, 24), date(2026, 12, 1)),
        (10, Unit.SCHOOL_DAYS, date(2026, 12, 14), date(2027, 1, 11)),
        # In summer: the first day of school is the first that counts.
        (1, Unit.SCHOOL_DAYS, date(2026, 7, 10), date(2026, 8, 17)),
        (3, Unit.AGE, date(2026, 9, 2), date(2026, 9, 2)),
    ],
)
def test_hand_worked_cases(amount, unit, start, end):
    assert ends(amount, unit, start) == end


def test_the_report_of_district_profiles_is_due_120_days_after_the_submission():
    assert ends(120, Unit.CALENDAR_DAYS, date(2012, 2, 1)) == date(2012, 5, 31)


def test_a_business_day_that_counts_holidays():
    """Ten business days before the removal on Monday, January 4: with and without Christmas and New Year's Day."""
    removal = at(date(2027, 1, 4))
    without = latest_before(Span(10, Unit.BUSINESS_DAYS), removal, SCHOOL).date()
    counting = latest_before(Span(10, Unit.BUSINESS_DAYS, counts_holidays=True), removal, SCHOOL).date()
    assert (without, counting) == (date(2026, 12, 17), date(2026, 12, 21))


def test_holidays_of_a_weekend_are_kept_on_the_weekday_beside_it():
    assert date(2026, 7, 3) in federal_holidays(2026)  # July 4 is a Saturday
    assert date(2027, 12, 31) in federal_holidays(2027)  # New Year's Day of 2028 is one
    assert date(2028, 1, 1) not in federal_holidays(2028)
    assert len(federal_holidays(2026)) == 11


def test_a_state_holiday_is_no_business_day():
    assert ends(1, Unit.BUSINESS_DAYS, date(2027, 2, 11)) == date(
        2027, 2, 16
    )  # the 15th is Washington's Birthday


def test_hours_pass_when_the_clocks_are_put_forward_and_back():
    spring, autumn = at(date(2027, 3, 13), 12), at(date(2026, 10, 31), 12)
    assert end_of(Span(48, Unit.HOURS), spring, [], SCHOOL) == at(date(2027, 3, 15), 13)
    assert end_of(Span(48, Unit.HOURS), autumn, [], SCHOOL) == at(date(2026, 11, 2), 11)


def test_hours_stand_still_too():
    stop = Stop(at(date(2026, 10, 1), 14), at(date(2026, 10, 2), 9, 30))
    end = end_of(Span(24, Unit.HOURS), at(date(2026, 10, 1), 12), [stop], SCHOOL)
    assert end == at(date(2026, 10, 3), 7, 30)


def test_days_before_a_hearing():
    hearing = at(date(2026, 10, 14))
    assert latest_before(Span(5, Unit.BUSINESS_DAYS), hearing, SCHOOL).date() == date(2026, 10, 6)
    assert latest_before(Span(5, Unit.CALENDAR_DAYS), hearing, SCHOOL).date() == date(2026, 10, 9)
    assert latest_before(Span(1, Unit.YEARS), at(date(2028, 2, 29)), SCHOOL).date() == date(2027, 2, 28)


def test_a_date_of_each_year_is_the_next_one():
    assert next_on(9, 30, date(2026, 10, 1)) == date(2027, 9, 30)
    assert next_on(9, 30, date(2026, 9, 30)) == date(2026, 9, 30)
    assert next_on(2, 29, date(2026, 1, 1)) == date(2028, 2, 29)


def test_a_clock_stopped_on_monday_that_goes_on_on_wednesday_leaves_out_tuesday_and_wednesday():
    assert ends(5, Unit.CALENDAR_DAYS, date(2026, 10, 1), (date(2026, 10, 5), date(2026, 10, 7))) == date(
        2026, 10, 8
    )


def test_a_clock_that_stands_still_says_what_is_left():
    with pytest.raises(StandsStill) as still:
        ends(10, Unit.SCHOOL_DAYS, date(2026, 10, 1), (date(2026, 10, 7), None))
    assert still.value.left == 6


def test_a_stop_on_or_after_the_last_day_changes_nothing():
    assert ends(5, Unit.CALENDAR_DAYS, date(2026, 10, 1), (date(2026, 10, 6), None)) == date(2026, 10, 6)


@pytest.mark.parametrize(
    ("calendar", "sentence"),
    [
        (
            Calendar(whose="Middle"),
            "There is no school calendar of Middle, so school days cannot be counted.",
        ),
        (
            Calendar((Term(date(2026, 8, 1), date(2026, 8, 2)),), whose="Middle"),  # a weekend
            "The school calendar of Middle has no school days, so none can be counted.",
        ),
        (SCHOOL, "The school calendar of Middle ends on May 28, 2027: enter the school year after it."),
    ],
)
def test_school_days_that_are_not_known_are_a_sentence_and_no_endless_loop(calendar, sentence):
    with pytest.raises(NotCounted) as unknown:
        ends(1000, Unit.SCHOOL_DAYS, date(2026, 8, 1), calendar=calendar)
    assert str(unknown.value) == sentence


def test_a_school_year_that_nobody_entered_is_no_break():
    with pytest.raises(NotCounted, match="begins on Aug 17, 2026"):
        ends(5, Unit.SCHOOL_DAYS, date(2025, 3, 3))


@pytest.mark.slow
@given(st.integers(1, 60), DAYS, st.sampled_from([Unit.CALENDAR_DAYS, Unit.BUSINESS_DAYS, Unit.SCHOOL_DAYS]))
def test_days_are_counted_as_one_counts_them_in_a_calendar(amount, start, unit):
    every = [start + timedelta(days=number) for number in range(1, 400)]
    weekdays = [day for day in every if day.weekday() < 5]
    holidays = SCHOOL.holidays | federal_holidays(2026) | federal_holidays(2027) | federal_holidays(2028)
    counted = {
        Unit.CALENDAR_DAYS: every,
        Unit.BUSINESS_DAYS: [day for day in weekdays if day not in holidays],
        Unit.SCHOOL_DAYS: [day for day in weekdays if YEAR.first <= day <= YEAR.last and day not in YEAR.off],
    }[unit]
    assert ends(amount, unit, start) == counted[amount - 1]


@pytest.mark.slow
@given(st.integers(1, 40), DAYS, st.integers(0, 50), st.integers(0, 50), st.sampled_from([*Unit][1:6]))
def test_stops_lengthen_exactly_by_the_days_they_cover(amount, start, after, length, unit):
    """Of school and business days by as many of these; of everything else by calendar days."""
    since = start + timedelta(days=after)
    until = since + timedelta(days=length)
    if unit == Unit.YEARS:
        amount = min(amount, 3)
    before = ends(amount, unit, start, calendar=LONG)
    stopped = ends(amount, unit, start, (since, until), calendar=LONG)
    counts = {Unit.SCHOOL_DAYS: LONG.is_school_day, Unit.BUSINESS_DAYS: LONG.is_business_day}.get(unit)

    def days(first, last):
        between = [first + timedelta(days=number) for number in range(1, (last - first).days + 1)]
        return sum(1 for day in between if counts is None or counts(day))

    assert days(before, stopped) == (days(since, until) if since < before else 0)


LONG = Calendar(tuple(Term(date(year, 8, 15), date(year + 1, 6, 1)) for year in range(2026, 2032)))


@pytest.mark.slow
@given(st.integers(1, 30), DAYS, st.sampled_from([Unit.CALENDAR_DAYS, Unit.BUSINESS_DAYS]))
def test_counting_back_is_counting_on_the_other_way_round(amount, event, unit):
    """Between the last day and the event lie exactly so many days of the unit, the last day among them."""
    last = latest_before(Span(amount, unit), at(event), SCHOOL).date()
    days = [last + timedelta(days=number) for number in range((event - last).days)]
    assert sum(unit == Unit.CALENDAR_DAYS or SCHOOL.is_business_day(day) for day in days) == amount
    assert unit == Unit.CALENDAR_DAYS or SCHOOL.is_business_day(last)


@pytest.mark.slow
@given(st.integers(1, 24), st.dates(date(2020, 1, 1), date(2032, 12, 31)))
def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month(months, start):
    end = ends(months, Unit.MONTHS, start)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    is_last = (end + timedelta(days=1)).day == 1
    assert end.day == start.day or (is_last and end.day < start.day)


@pytest.mark.slow
@given(st.integers(1, 400), st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)))
def test_so_many_hours_later_so_many_hours_have_passed(hours, start):
    start = start.replace(tzinfo=CHICAGO)
    end = end_of(Span(hours, Unit.HOURS), start, [], SCHOOL)
    assert end.timestamp() - start.timestamp() == hours * 3600
