"""Which days count: business days and holidays, school days and where they end, months of any length."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

DAY = timedelta(days=1)

LONGEST_BREAK = timedelta(days=120)
"""Between two school years. A longer gap is a school year that nobody entered, not a break."""


@dataclass(frozen=True)
class Term:
    """From the first day of school to the last. Weekends are no school days, nor are the days in `off`."""

    first: date
    last: date
    off: frozenset[date] = frozenset()

    def has_school_on(self, day: date) -> bool:
        return self.first <= day <= self.last and day.weekday() < 5 and day not in self.off


class NotCounted(Exception):
    """The school calendar does not reach as far as the count; its text is the sentence people read."""


@dataclass(frozen=True)
class Calendar:
    """The days of one organization: its school years, and the holidays of its state beside the federal ones."""

    terms: tuple[Term, ...] = ()
    holidays: frozenset[date] = frozenset()
    whose: str = ""
    """The short name of the organization, for sentences."""
    _known: list[tuple[date, date]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known: list[tuple[date, date]] = []
        for term in sorted(self.terms, key=lambda term: term.first):
            if known and term.first - known[-1][1] <= LONGEST_BREAK:
                known[-1] = (known[-1][0], max(known[-1][1], term.last))
            else:
                known.append((term.first - LONGEST_BREAK, term.last))
        object.__setattr__(self, "_known", known)

    def is_school_day(self, day: date) -> bool:
        """Raises NotCounted for a day of which the calendar says nothing."""
        if any(first <= day <= last for first, last in self._known):
            return any(term.has_school_on(day) for term in self.terms)
        raise NotCounted(self._why_not(day))

    def is_business_day(self, day: date, *, counting_holidays: bool = False) -> bool:
        """Monday through Friday, except for federal and state holidays, unless the rule counts those too."""
        if day.weekday() > 4:
            return False
        return counting_holidays or not (day in self.holidays or day in federal_holidays(day.year))

    def has_school_at_all(self) -> bool:
        return any(term.has_school_on(day) for term in self.terms for day in days_of(term.first, term.last))

    def _why_not(self, day: date) -> str:
        whose = self.whose or "the school"
        if not self.terms:
            return f"There is no school calendar of {whose}, so school days cannot be counted."
        if not self.has_school_at_all():
            return f"The school calendar of {whose} has no school days, so none can be counted."
        before = [last for _, last in self._known if last < day]
        if not before:
            first = min(term.first for term in self.terms)
            return f"The school calendar of {whose} begins on {in_full(first)}: days before it are not known."
        return (
            f"The school calendar of {whose} ends on {in_full(max(before))}: enter the school year after it."
        )


def in_full(day: date) -> str:
    """“May 28, 2027”."""
    return f"{day:%b} {day.day}, {day.year}"


def days_of(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included."""
    return (first + number * DAY for number in range((last - first).days + 1))


def days_off(spans: Iterable[tuple[date, date]]) -> frozenset[date]:
    return frozenset(day for first, last in spans for day in days_of(first, last))


def plus_months(day: date, months: int) -> date:
    """The same day of another month, or its last: one month after January 31 is February 28 or 29."""
    month = day.year * 12 + day.month - 1 + months
    year, month = divmod(month, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@lru_cache(maxsize=200)
def federal_holidays(year: int) -> frozenset[date]:
    """The legal public holidays of 5 U.S.C. 6103, on the day they are kept: of a Saturday the Friday before, of a
    Sunday the Monday after. Also New Year's Day of the next year where it is kept on December 31."""
    fixed = [date(year, 1, 1), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25), date(year + 1, 1, 1)]
    if year >= 2021:
        fixed.append(date(year, 6, 19))
    kept = {_kept_on(day) for day in fixed}
    mondays = {_weekday_of(year, month, 0, nth) for month, nth in ((1, 3), (2, 3), (9, 1), (10, 2))}
    last_monday_of_may = date(year, 5, 31) - date(year, 5, 31).weekday() * DAY
    thanksgiving = _weekday_of(year, 11, 3, 4)
    return frozenset(day for day in kept | mondays | {last_monday_of_may, thanksgiving} if day.year == year)


def _kept_on(day: date) -> date:
    return {5: day - DAY, 6: day + DAY}.get(day.weekday(), day)


def _weekday_of(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth Monday (0) to Sunday (6) of a month."""
    first = date(year, month, 1)
    return first + ((weekday - first.weekday()) % 7 + 7 * (nth - 1)) * DAY
