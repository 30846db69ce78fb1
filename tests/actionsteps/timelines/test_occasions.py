"""Compared with days that are counted one by one, without rules of recurrence."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actionsteps.timelines.occasions import (
    MOST_OCCASIONS,
    NoRecurrence,
    occasions,
    recurrence_in_words,
)

MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAYS = st.dates(date(2020, 1, 1), date(2028, 12, 31))
SPANS = st.integers(0, 1200).map(timedelta)
EVERY = st.integers(1, 5)
MONTHS = st.sets(st.integers(1, 12), max_size=5)


def counted(*arguments, **options):
    try:
        return occasions(*arguments, **options)
    except NoRecurrence:
        return []


@MANY
@given(DAYS, SPANS, EVERY)
def test_weeks_are_seven_days_apart(first, span, every):
    days = [first + timedelta(days=number) for number in range(0, span.days + 1, 7 * every)]
    assert counted("weekly", every, (), first, first + span) == days


@MANY
@given(DAYS, SPANS, EVERY)
def test_months_have_the_day_of_the_first_or_their_last(first, span, every):
    steps = [first + relativedelta(months=every * number) for number in range(60)]
    assert counted("monthly", every, (), first, first + span) == [day for day in steps if day <= first + span]


@MANY
@given(DAYS, SPANS, EVERY, MONTHS)
def test_each_month_of_a_yearly_one_comes_back_every_so_many_years(first, span, every, months):
    days = []
    for month in months or {first.month}:
        came = [first + relativedelta(years=number, month=month) for number in range(6)]
        came = [day for day in came if day >= first]
        days += [day for day in came[::every] if day <= first + span]
    assert counted("yearly", every, months, first, first + span) == sorted(days)


@MANY
@given(DAYS, SPANS, MONTHS)
def test_of_whole_months_the_last_day_counts(first, span, months):
    last, found = first + span, []
    for year in range(first.year, last.year + 1):
        for month in months or {first.month}:
            if (first.year, first.month) <= (year, month) <= (last.year, last.month):
                found.append(date(year, month, monthrange(year, month)[1]))
    assert counted("yearly", 1, months, first, last, whole_months=True) == sorted(found)


def test_a_short_month_has_its_last_day():
    assert occasions("monthly", 1, (), date(2024, 1, 31), date(2024, 5, 30)) == [
        date(2024, 1, 31),
        date(2024, 2, 29),
        date(2024, 3, 31),
        date(2024, 4, 30),
    ]


@pytest.mark.parametrize("first, last", [(date(2024, 1, 1), None), (None, date(2024, 1, 1))])
def test_a_recurrence_without_end_is_refused(first, last):
    with pytest.raises(NoRecurrence, match="a first and a last day"):
        occasions("weekly", 1, (), first, last)


def test_too_many_and_none_are_refused():
    with pytest.raises(NoRecurrence, match=f"more than {MOST_OCCASIONS} occasions"):
        occasions("weekly", 1, (), date(2024, 1, 1), date(2204, 1, 1))
    with pytest.raises(NoRecurrence, match="No occasion falls between"):
        occasions("yearly", 1, {9}, date(2024, 1, 1), date(2024, 5, 31))
    assert len(occasions("weekly", 1, (), date(2024, 1, 1), date(2024, 1, 1) + timedelta(weeks=259))) == 260


def test_recurrences_in_words():
    assert recurrence_in_words("", 1, ()) == ""
    assert recurrence_in_words("weekly", 2, ()) == "every other week"
    assert recurrence_in_words("monthly", 3, ()) == "every 3 months"
    assert recurrence_in_words("yearly", 1, {9, 1, 6}) == "each January, June and September"
    assert recurrence_in_words("yearly", 2, {5}) == "May of every other year"
