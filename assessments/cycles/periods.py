"""Periods in which an edition can be assessed, the school years that nobody wrote down yet among them."""

from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst

from partnerships.models import Edition, Period, PeriodKind

LATEST_DUE, YEARS_AFTER = 2100, 2
"""The last year in which anything is due, and how many years after its period at most."""


def school_year_from(year: int) -> Period:
    """A school year that nobody wrote down yet."""
    label = f"{year}-{year + 1}"
    return Period(kind=PeriodKind.SCHOOL_YEAR, label=label, start=date(year, 7, 1), end=date(year + 1, 6, 30))


def school_years_around(day: date) -> list[Period]:
    """The school year of a day, and the next one."""
    first = day.year if day.month >= 7 else day.year - 1
    return [school_year_from(first), school_year_from(first + 1)]


def rates(edition: Edition, period: Period) -> bool:
    """Whether the edition is assessed in periods of this kind. A word that names no kind fits all but months."""
    kinds = [kind for kind in PeriodKind if kind.label == edition.cycle_word]
    return period.kind in kinds if kinds else period.kind != PeriodKind.MONTH


def question_of_year(due_on: date, period: Period) -> str:
    """What to ask about a due date long after its period; empty where there is nothing to ask."""
    if due_on.year <= period.end.year + YEARS_AFTER:
        return ""
    day = date_format(period.end, "M j, Y")
    return f"Is the year {due_on.year} right? {capfirst(period.name)} ends on {day}."
