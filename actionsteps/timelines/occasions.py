"""The days of a step that repeats."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from heapq import merge
from itertools import islice
from typing import Any

from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, WEEKLY, YEARLY, rrule

from core.words import in_words

from ..models import ActionStep, Repeats

MOST_OCCASIONS = 260
"""Five years of weeks. More is a slip in a date."""

MONTH_NAMES = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]


class NoRecurrence(ValueError):
    """What was typed gives no days. Its text says why."""


def occasions(
    repeats: str,
    every: int,
    months: Collection[int],
    first: date | None,
    last: date | None,
    *,
    whole_months: bool = False,
) -> list[date]:
    """The days from `first` to `last`, both counted; none of what does not repeat.

    In a month that is too short for the day of `first` it is the last one. Of `whole_months` only the month counts:
    each occasion is the last day of its month. `months` are those of a yearly one, by default that of `first`;
    every other year is counted for each of them from the first time it comes.

    Raises NoRecurrence where there is no end, no day falls between, or more than MOST_OCCASIONS do.
    """
    if not repeats:
        return []
    if first is None or last is None:
        raise NoRecurrence("A step that repeats has a first and a last day.")
    last = _end_of_month(last) if whole_months else last
    found = list(islice(_days(repeats, every, months, first, last, whole_months), MOST_OCCASIONS + 1))
    if not found:
        raise NoRecurrence("No occasion falls between the first and the last day.")
    if len(found) > MOST_OCCASIONS:
        raise NoRecurrence(
            f"That is more than {MOST_OCCASIONS} occasions. Let it end earlier, or repeat less often."
        )
    return found


def _days(
    repeats: str, every: int, months: Collection[int], first: date, last: date, whole_months: bool
) -> Iterator[date]:
    start = first.replace(day=1) if whole_months else first
    between: dict[str, Any] = {"interval": every, "dtstart": _midnight(start), "until": _midnight(last)}
    in_month = {"bymonthday": range(28, 32) if whole_months else _days_up_to(first.day), "bysetpos": -1}
    if repeats == Repeats.WEEKLY:
        return (day.date() for day in rrule(WEEKLY, **between))
    if repeats == Repeats.MONTHLY:
        return (day.date() for day in rrule(MONTHLY, **between, **in_month))
    series = []
    for month in sorted(set(months) or {first.month}):
        begins = start + relativedelta(years=month < start.month, month=month, day=1)
        begins = start if begins < start else begins
        of_month = {**between, **in_month, "bymonth": month, "dtstart": _midnight(begins)}
        series.append(day.date() for day in rrule(YEARLY, **of_month))
    return merge(*series)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _days_up_to(day: int) -> list[int]:
    """The days of a month of which the last that it has is meant: of the 31st in April the 30th."""
    return [day] if day <= 28 else list(range(28, day + 1))


def _end_of_month(day: date) -> date:
    return day + relativedelta(day=31)


def months_of(text: str) -> list[int]:
    """The months of `ActionStep.repeats_in`, in the order of the year. What is no month is left out."""
    numbers = {int(part) for part in text.split(",") if part.strip().isdecimal()}
    return sorted(numbers & set(range(1, 13)))


def occasions_of(step: ActionStep) -> list[date]:
    """A step's days, none where it happens once. Raises NoRecurrence as `occasions` does."""
    return occasions(
        step.repeats,
        step.repeats_every,
        months_of(step.repeats_in),
        step.starts_on,
        step.due_on,
        whole_months=step.starts_on_is_month,
    )


def recurrence_in_words(repeats: str, every: int, months: Collection[int]) -> str:
    """“every week”, “every other month”, “each January, June and September”; empty of what does not repeat."""
    if not repeats:
        return ""
    named = in_words(MONTH_NAMES[month - 1] for month in sorted(months)) if months else ""
    if repeats == Repeats.YEARLY and named:
        return f"each {named}" if every == 1 else f"{named} of {_every(every, 'year')}"
    return _every(every, {Repeats.WEEKLY: "week", Repeats.MONTHLY: "month"}.get(Repeats(repeats), "year"))


def _every(number: int, what: str) -> str:
    return {1: f"every {what}", 2: f"every other {what}"}.get(number, f"every {number} {what}s")
