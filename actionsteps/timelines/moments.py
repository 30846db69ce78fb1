"""The days, months and seasons that timelines name: “Sept. 2023”, “Mid-December 2023”, “Spring date 2024”."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from core.dates import UnlikelyDate, read_day

from .occasions import MONTH_NAMES

SchoolYear = tuple[date, date]
"""The first and the last day of the year that a plan is for: a month without a year is the one in it."""


def _cut_or_whole(name: str) -> str:
    return rf"{name[:3]}(?:{name[3:]})?".casefold()


SEASONS = {"fall": (9, 11), "autumn": (9, 11), "winter": (12, 2), "spring": (3, 5), "summer": (6, 8)}
"""The months they are read as. A person confirms it."""

PARTS = {
    "early": (1, 10),
    "beginning of": (1, 10),
    "mid": (1, 15),
    "middle of": (1, 15),
    "late": (16, 31),
    "end of": (16, 31),
}
"""The days of a month that are meant."""

MONTH = rf"(?:{'|'.join(_cut_or_whole(name) for name in MONTH_NAMES)}|sept)\b\.?"
NAMES_A_TIME = re.compile(rf"[0-9]|\b{MONTH}|\b(?:{'|'.join(SEASONS)})\b")

_MONTH = rf"(?P<month>{MONTH})"
_SEASON = rf"(?P<season>{'|'.join(SEASONS)})(?: date| semester)?"
_PART = rf"(?:(?P<part>{'|'.join(PARTS)})[- ]?)?"
_YEAR = r"(?:,? ?(?:of )?(?P<year>20[0-9]{2}))?"
_NAMED = re.compile(rf"(?:the )?{_PART}(?:{_MONTH}|{_SEASON}){_YEAR}")
_DAY = re.compile(rf"{_MONTH} (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?{_YEAR}")


@dataclass(frozen=True)
class Moment:
    """A stretch of days as it was named, with the year it was placed in."""

    first: date
    last: date
    is_day: bool
    """A single day, or the end of a part of a month: not a whole month."""
    has_year: bool
    remark: str = ""
    """How a word was read that says no day."""


def read_moment(text: str, year: SchoolYear) -> Moment | None:
    """What a text of small letters and single blanks names; None where it says anything else."""
    if found := _NAMED.fullmatch(text):
        return _named(found, year)
    if found := _DAY.fullmatch(text):
        month, number = _number(found["month"]), int(found["day"])
        day = _placed(month, found["year"], year) + relativedelta(day=number)
        return Moment(day, day, True, bool(found["year"])) if day.day == number else None
    try:
        day = read_day(text)
    except (UnlikelyDate, ValueError):
        return None
    return Moment(day, day, True, True)


def _named(found: re.Match[str], year: SchoolYear) -> Moment:
    has_year, part = bool(found["year"]), found["part"]
    if found["season"]:
        first_month, last_month = SEASONS[found["season"]]
        last = _placed(last_month, found["year"], year) + relativedelta(day=31)
        first = last + relativedelta(months=-((last_month - first_month) % 12), day=1)
        names = f"{MONTH_NAMES[first_month - 1]} to {MONTH_NAMES[last_month - 1]}"
        return Moment(first, last, False, has_year, f"“{found['season'].capitalize()}” is read as {names}.")
    first = _placed(_number(found["month"]), found["year"], year)
    if not part:
        return Moment(first, first + relativedelta(day=31), False, has_year)
    begins, ends = (first + relativedelta(day=number) for number in PARTS[part])
    remark = f"“{part.capitalize()}” is read as until the {ends.day}th."
    return (
        Moment(begins, ends, True, has_year, remark)
        if ends.day < 28
        else Moment(begins, ends, False, has_year)
    )


def _number(name: str) -> int:
    return next(
        number for number, month in enumerate(MONTH_NAMES, 1) if month.casefold().startswith(name[:3])
    )


def _placed(month: int, year: str | None, within: SchoolYear) -> date:
    """The first day of a month: in the year that is named, else the first time that it comes in the school year."""
    first, _ = within
    if year:
        return date(int(year), month, 1)
    return first + relativedelta(years=month < first.month, month=month, day=1)


def split(text: str) -> Iterator[str]:
    """The parts of a list: “September, January and June”."""
    return (part.strip() for part in re.split(r",(?! ?20[0-9]{2})|;|&| and | / ", text) if part.strip())
