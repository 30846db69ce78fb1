"""When a span is over. The day on which something happens is not counted; the day after it is the first.

So it is with standing still: of a clock that was stopped on Monday and goes on on Wednesday, Tuesday and Wednesday
do not count. Stops lengthen a span by exactly as many of its own days as they cover.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from actionsteps.models import ClockUnit

from .days import DAY, Calendar, plus_months


@dataclass(frozen=True)
class Span:
    """So much time: 45 calendar days, 6 months."""

    amount: int
    unit: ClockUnit
    counts_holidays: bool = False
    """Of business days: whether a holiday on a weekday is one."""


@dataclass(frozen=True)
class Stop:
    """While it stood still. Without `until` it still does."""

    since: datetime
    until: datetime | None = None


class StandsStill(Exception):
    """It is stopped, so nobody knows when it is due. `left` is what is left of its span, in its own unit, of months
    and years in days."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left = left


def counted_by(
    unit: ClockUnit, calendar: Calendar, *, counts_holidays: bool = False
) -> Callable[[date], bool]:
    """Whether a day is one of the unit's."""
    match unit:
        case ClockUnit.SCHOOL_DAYS:
            return calendar.is_school_day
        case ClockUnit.BUSINESS_DAYS:
            return lambda day: calendar.is_business_day(day, counting_holidays=counts_holidays)
    return lambda day: True


def end_of(span: Span, start: datetime, stops: Sequence[Stop], calendar: Calendar) -> datetime:
    """When a span that begins at a moment is over: its last moment of hours, any moment of its last day otherwise.

    Moments are aware, and days those of their time zone. Stops are in order and do not overlap. Raises NotCounted
    where the school calendar does not reach as far, and StandsStill.
    """
    match span.unit:
        case ClockUnit.HOURS:
            return _end_of_hours(span.amount, start, stops)
        case ClockUnit.MONTHS | ClockUnit.YEARS:
            months = span.amount * (12 if span.unit == ClockUnit.YEARS else 1)
            return _moved(start, _end_of_months(months, start.date(), stops))
        case ClockUnit.AGE:
            return start
    counts = counted_by(span.unit, calendar, counts_holidays=span.counts_holidays)
    return _moved(start, _end_of_days(span.amount, start.date(), stops, counts))


def latest_before(span: Span, event: datetime, calendar: Calendar) -> datetime:
    """The last day, or moment of hours, that still is a span before an event. Raises NotCounted."""
    match span.unit:
        case ClockUnit.HOURS:
            return _plus(event, timedelta(hours=-span.amount))
        case ClockUnit.MONTHS | ClockUnit.YEARS:
            months = span.amount * (12 if span.unit == ClockUnit.YEARS else 1)
            return _moved(event, plus_months(event.date(), -months))
        case ClockUnit.AGE:
            return event
    counts = counted_by(span.unit, calendar, counts_holidays=span.counts_holidays)
    day, left = event.date(), span.amount
    while left:
        day -= DAY
        left -= counts(day)
    return _moved(event, day)


def next_on(month: int, day: int, start: date) -> date:
    """The first such day on or after another: September 30. A February 29 waits for its year."""
    for year in range(start.year, start.year + 9):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= start:
            return found
    raise ValueError(f"There is no day {day} in month {month}.")


def _end_of_days(amount: int, start: date, stops: Sequence[Stop], counts: Callable[[date], bool]) -> date:
    day, left = start, amount
    still = [(stop.since.date(), stop.until.date() if stop.until else None) for stop in stops]
    while left:
        for since, until in still:
            if since <= day and until is None:
                raise StandsStill(left)
        day += DAY
        if not any(since < day <= (until or day) for since, until in still):
            left -= counts(day)
    return day


def _end_of_months(months: int, start: date, stops: Sequence[Stop]) -> date:
    end = plus_months(start, months)
    for stop in stops:
        since = max(stop.since.date(), start)
        if since >= end:
            continue
        if stop.until is None:
            raise StandsStill((end - since).days)
        end += max(stop.until.date() - since, timedelta())
    return end


def _end_of_hours(amount: int, start: datetime, stops: Sequence[Stop]) -> datetime:
    """By the clock on the wall an hour more or less, where it was put forward or back meanwhile."""
    end = _plus(start, timedelta(hours=amount))
    for stop in stops:
        since = max(stop.since, start)
        if _utc(since) >= _utc(end):
            continue
        if stop.until is None:
            raise StandsStill(int((_utc(end) - _utc(since)) / timedelta(hours=1)))
        end = _plus(end, max(_utc(stop.until) - _utc(since), timedelta()))
    return end


def _plus(moment: datetime, time: timedelta) -> datetime:
    return (_utc(moment) + time).astimezone(moment.tzinfo)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _moved(moment: datetime, day: date) -> datetime:
    return datetime.combine(day, moment.timetz())
