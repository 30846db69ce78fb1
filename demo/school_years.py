"""Invented school years around a day, so that clocks have school days to count."""

from datetime import date, timedelta

from accounts.models import Organization
from actionsteps.models import DaysOff, SchoolCalendar
from assessments.cycles.periods import school_years_around


def make_school_years(organization: Organization, today: date) -> None:
    """Last year's, this year's and the next: from the third Monday of August to the last Friday of May."""
    this_year = school_years_around(today)[0].start.year
    for year in (this_year - 1, this_year, this_year + 1):
        calendar = SchoolCalendar.objects.create(
            organization=organization,
            first_day=_monday(date(year, 8, 15)),
            last_day=_monday(date(year + 1, 5, 31)) - timedelta(days=3),
        )
        thanksgiving = _monday(date(year, 11, 22)) + timedelta(days=2)
        spring = _monday(date(year + 1, 3, 15))
        for label, first, days, is_of_state in (
            ("Labor Day", _monday(date(year, 9, 1)), 1, False),
            ("Thanksgiving", thanksgiving, 3, False),
            ("Winter break", _monday(date(year, 12, 20)), 14, False),
            ("Martin Luther King Day", _monday(date(year + 1, 1, 15)), 1, False),
            ("Lincoln's Birthday", date(year + 1, 2, 12), 1, True),
            ("Presidents' Day", _monday(date(year + 1, 2, 15)), 1, False),
            ("Spring break", spring, 5, False),
            ("Truman Day", date(year + 1, 5, 8), 1, True),
        ):
            DaysOff.objects.create(
                calendar=calendar,
                label=label,
                first_day=first,
                last_day=first + timedelta(days=days - 1),
                is_state_holiday=is_of_state,
            )


def _monday(day: date) -> date:
    """The Monday on or after a day."""
    return day + timedelta(days=-day.weekday() % 7)
