"""Days and months as people here write them: 9/27/2024, 9-27-24, Sept. 27, 2024, 27 Sep 2024, 2024-09-27."""

import re
from datetime import date

from django.utils import timezone

EARLIEST = 2000
YEARS_AHEAD = 10
"""From the one to this many years from now, years are taken as they are. Any other is asked about: it is a slip of
the finger, such as 0226 and 2062."""

LONGEST = 80
"""Characters. No date is longer."""

EXAMPLES = "9/27/2024 or Sept. 27, 2024"


class UnlikelyDate(ValueError):
    """It is written like a date, and cannot be meant: no day of the calendar, or a year far off."""


_MONTHS = [date(2000, month, 1).strftime("%B").casefold() for month in range(1, 13)]
_WEEKDAYS = [date(2000, 5, day).strftime("%A").casefold() for day in range(1, 8)]

_YEAR = r"(?P<year>[0-9]{1,5})"
_MONTH, _DAY = r"(?P<month>[0-9]{1,2})", r"(?P<day>[0-9]{1,2})"
_NAME = r"(?P<name>[a-z]{3,9})\.?"
_FORMS = [
    re.compile(pattern)
    for pattern in (
        rf"(?P<year>[0-9]{{4}})-{_MONTH}-{_DAY}",
        rf"{_MONTH}(?P<between>[-/.]){_DAY}(?P=between){_YEAR}",
        rf"{_NAME} ?{_DAY}(?:st|nd|rd|th)?(?:, ?| ){_YEAR}",
        rf"{_DAY}(?:st|nd|rd|th)?(?: of)? ?{_NAME}(?:, ?| ){_YEAR}",
        rf"{_DAY}-{_NAME}-{_YEAR}",
        rf"{_NAME}(?:, ?| ){_YEAR}",
        rf"{_MONTH}/(?P<year>[0-9]{{3,5}})",
        rf"(?P<year>[0-9]{{4}})-{_MONTH}",
    )
]
"""A year of two digits stands only where nothing else can: in 9/27/24 and 27-Sep-24."""

_WEEKDAY = re.compile(r"(?P<weekday>[a-z]{3,9})\.?(?:, ?| )(?P<rest>.*[0-9].*[0-9].*)", re.DOTALL)


def read_day_or_month(text: str, *, earliest: int = EARLIEST, latest: int | None = None) -> tuple[date, bool]:
    """(the day, whether it stands for its month).

    Raises ValueError with the sentence a person reads for what is no date, and UnlikelyDate for no day of the
    calendar, and a year before `earliest` or after `latest`, which is `YEARS_AHEAD` unless it is given.
    """
    latest = latest or timezone.localdate().year + YEARS_AHEAD
    plain = " ".join(text.replace(" ,", ",").split()).casefold()
    if len(plain) > LONGEST:
        raise ValueError(_not_a_date(text))
    weekday = None
    if (found := _WEEKDAY.fullmatch(plain)) and (weekday := _place(found["weekday"], _WEEKDAYS)) is not None:
        plain = found["rest"]
    for form in _FORMS:
        if found := form.fullmatch(plain):
            break
    else:
        raise ValueError(_not_a_date(text))
    parts = found.groupdict()
    month = _month(parts)
    year = _year(parts["year"], earliest, latest, of_two="between" in parts or "-" in plain)
    if not parts.get("day"):
        return date(year, month, 1), True
    try:
        day = date(year, month, int(parts["day"]))
    except ValueError:
        name = _MONTHS[month - 1].capitalize()
        raise UnlikelyDate(f"There is no {name} {int(parts['day'])} in {year}. Which day is it?") from None
    if weekday is not None and day.weekday() != weekday:
        right = _WEEKDAYS[day.weekday()].capitalize()
        raise UnlikelyDate(f"{day:%B} {day.day}, {year} is a {right}. Which day is it?")
    return day, False


def read_day(text: str, *, earliest: int = EARLIEST, latest: int | None = None) -> date:
    """A whole date. Raises ValueError as `read_day_or_month` does, and for a month without its day."""
    day, month_only = read_day_or_month(text, earliest=earliest, latest=latest)
    if month_only:
        raise ValueError(f"Which day of {day:%B} {day.year} is it? Write it like {EXAMPLES}.")
    return day


def must_be_plausible(year: int, earliest: int, latest: int) -> None:
    """Ask about a year far off: 9/27/0226."""
    if not earliest <= year <= latest:
        raise UnlikelyDate(f"Is the year {year} right? Write a year from {earliest} to {latest}.")


def _month(parts: dict[str, str | None]) -> int:
    if number := parts.get("month"):
        if not 1 <= int(number) <= 12:
            raise UnlikelyDate(f"There is no month {int(number)}. Write the month first: {EXAMPLES}.")
        return int(number)
    place = _place(parts["name"] or "", _MONTHS)
    if place is None:
        raise ValueError(f"“{parts['name']}” is not a month. Write the date like {EXAMPLES}.")
    return place + 1


def _year(digits: str | None, earliest: int, latest: int, *, of_two: bool) -> int:
    year = int(digits or 0)
    if digits and len(digits) == 2 and of_two:
        year += 2000
    must_be_plausible(year, earliest, latest)
    return year


def _place(name: str, names: list[str]) -> int | None:
    """Of a name that is written out or cut after three letters or more: Sep, Sept, September."""
    return next((place for place, whole in enumerate(names) if whole.startswith(name)), None)


def _not_a_date(text: str) -> str:
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    return f"“{shown}” is not a date that can be read. Write it like {EXAMPLES}."
