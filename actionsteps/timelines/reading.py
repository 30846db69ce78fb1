"""What a timeline as it is written proposes: days and recurrence, for a person to confirm.

What is not understood proposes nothing. A timeline is never changed by what is read in it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from core.words import day_in_words
from partnerships.models import Period, PeriodKind

from ..models import ActionPlan, Repeats
from .moments import MONTH, NAMES_A_TIME, Moment, SchoolYear, read_moment, split
from .occasions import MONTH_NAMES, NoRecurrence, occasions, recurrence_in_words

JULY = 7

LONGEST = 200
"""Characters. `Action.timeline` holds no more."""


@dataclass(frozen=True)
class Proposal:
    """The days and the recurrence of a step, as fields of it."""

    due_on: date
    due_on_is_month: bool = False
    starts_on: date | None = None
    starts_on_is_month: bool = False
    repeats: Repeats = Repeats.ONCE
    repeats_every: int = 1
    months: tuple[int, ...] = ()
    remark: str = ""
    """What was assumed, or left out."""

    @property
    def repeats_in(self) -> str:
        return ",".join(map(str, self.months))

    @property
    def words(self) -> str:
        """“each September and December, from September 2023 to December 2023”, “until September 2023”."""
        until = _in_words(self.due_on, self.due_on_is_month)
        if self.starts_on is None:
            return f"until {until}"
        span = f"from {_in_words(self.starts_on, self.starts_on_is_month)} to {until}"
        how_often = recurrence_in_words(self.repeats, self.repeats_every, self.months)
        return f"{how_often}, {span}" if how_often else span


def school_year_of(plan: ActionPlan) -> SchoolYear:
    """The year that a plan is for, else the one its edition is called by; of an edition of several years the one
    that runs, or else its first. At most two queries."""
    if plan.period is not None:
        return plan.period.start, plan.period.end
    edition, today = plan.edition, timezone.localdate()
    called = Period.objects.filter(kind=PeriodKind.SCHOOL_YEAR, label=edition.label).first()
    if called is not None:
        return called.start, called.end
    begins, ends = edition.effective_from or today, edition.effective_to or date.max
    if named := re.fullmatch(r"(20[0-9]{2})-(?:20)?([0-9]{2})", edition.label):
        first_year, last_year = int(named[1]), 2000 + int(named[2])
        if last_year == first_year + 1:
            begins, ends = date(first_year, JULY, 1), date(last_year, JULY, 1)
    day = today if begins <= today < ends else begins
    first = date(day.year - (day.month < JULY), JULY, 1)
    return first, first + relativedelta(years=1, days=-1)


def read_timeline(text: str, school_year: SchoolYear) -> Proposal | None:
    """What a timeline proposes in a school year of these days, both counted; None where it says no day."""
    plain = _plain(text)
    if not plain or len(plain) > LONGEST:
        return None
    if (found := _read(plain, school_year)) is not None:
        return found
    for left_out in _endings(plain):
        if (found := _read(plain.removesuffix(left_out).rstrip(" ,.;("), school_year)) is not None:
            words = left_out.strip(" ,.;()")
            return replace(found, remark=" ".join([found.remark, f"“{words}” is left out."]).strip())
    return None


def _plain(text: str) -> str:
    text = re.sub(r"\s*[‐-―]\s*", "-", text.casefold())
    return re.sub(r"\s+", " ", text).strip(" .,;")


def _endings(text: str) -> list[str]:
    """What may be left out at the end, the shortest first: a remark in brackets, the rest of a list, “before ...”.

    Not where it names another time.
    """
    places = [found.start() for found in re.finditer(r"\.? ?\(|, | before ", text)]
    return [text[place:] for place in reversed(places) if not NAMES_A_TIME.search(text[place:])]


def _read(text: str, year: SchoolYear) -> Proposal | None:
    readers: list[Callable[[str, SchoolYear], Proposal | None]] = [
        _all_year,
        _moment,
        _span,
        _often,
        _list,
        _clauses,
    ]
    return next((found for read in readers if (found := read(text, year)) is not None), None)


def _all_year(text: str, year: SchoolYear) -> Proposal | None:
    """“Throughout the year”, “2023-2024 school year”: its first and its last day."""
    whole = r"(?:throughout|during|over|for) the (?:whole |entire )?(?:school )?year|all (?:school )?year(?: long)?"
    ends = r"(?:by )?(?:the )?end of (?:the )?(?:school )?year|annually|yearly|once a year"
    if re.fullmatch(rf"(?:.* )?(?:{whole})", text) and not _NOT.search(text):
        return Proposal(year[1], starts_on=year[0])
    if re.fullmatch(rf"{year[0].year}-(?:{year[1].year}|{year[1]:%y})(?: school year)?", text):
        return Proposal(year[1], starts_on=year[0])
    return Proposal(year[1]) if re.fullmatch(ends, text) else None


def _moment(text: str, year: SchoolYear) -> Proposal | None:
    """“September 2023”, “by Mid-December”, “no later than 10/15/2023”."""
    text = re.sub(r"^(?:by|in|on|until|no later than|due|due in|due by|during) (?:the )?", "", text)
    if (found := read_moment(text, year)) is None:
        return None
    starts = found.first if found.remark and not found.is_day else None
    return Proposal(found.last, not found.is_day, starts, starts is not None, remark=found.remark)


def _span(text: str, year: SchoolYear) -> Proposal | None:
    """“Nov-Mar”, “September -May 2024”, “from October 15 to November 1”."""
    ends = re.fullmatch(r"(?:from |between )?(.+?)(?: ?- ?| to | through | thru | until | and )(.+)", text)
    if not ends or (" and " in text and not text.startswith("between ")):
        return None
    return _between(read_moment(ends[1].strip(), year), read_moment(ends[2].strip(), year))


def _between(first: Moment | None, last: Moment | None) -> Proposal | None:
    if first is None or last is None:
        return None
    starts, due = first.first, last.last
    if last.has_year and not first.has_year:  # “September-May 2024” begins in the year before
        starts = starts.replace(year=due.year - (starts.replace(year=due.year) > due))
    elif first.has_year and not last.has_year:
        due += relativedelta(years=starts.year - due.year)
        due += relativedelta(years=due < starts)
    if due < starts:
        return None
    remark = " ".join(filter(None, dict.fromkeys([first.remark, last.remark])))
    return Proposal(due, not last.is_day, starts, not first.is_day, remark=remark)


_WEEKDAY = "(?:mon|tues|wednes|thurs|fri)day"
_OFTEN = {
    r"weekly|(?:every|each) week|once a week|(?:every|each) (?:mon|tues|wednes|thurs|fri)day": (
        Repeats.WEEKLY,
        1,
    ),
    r"every (?:other|two|2|second) weeks?|fortnightly": (Repeats.WEEKLY, 2),
    r"monthly|(?:every|each) month|once a month": (Repeats.MONTHLY, 1),
    r"(?:first|second|third|last) (?:mon|tues|wednes|thurs|fri)day of (?:each|every|the) month": (
        Repeats.MONTHLY,
        1,
    ),
    r"every (?:other|two|2|second) months?": (Repeats.MONTHLY, 2),
    r"quarterly|(?:every|each) quarter|every (?:three|3) months": (Repeats.MONTHLY, 3),
}
"""“Biweekly” and “bimonthly” mean one thing to one person and another to the next, so they say nothing."""


def _often(text: str, year: SchoolYear) -> Proposal | None:
    """“Monthly”, “every other week from October to May”."""
    for pattern, (repeats, every) in _OFTEN.items():
        if found := re.match(rf"(?:{pattern})(?=$|[ ,:;(-])", text):
            rest = text[found.end() :].strip(" ,:;()-")
            span = (
                _all_year(rest, year) or _span(rest, year) if rest else Proposal(year[1], starts_on=year[0])
            )
            if span is None or span.starts_on is None:
                return None
            by_month = repeats == Repeats.MONTHLY and (span.starts_on_is_month or not rest)
            start = span.starts_on.replace(day=1) if by_month else span.starts_on
            found_words = "" if "day" not in found[0] else f"The weekday of “{found[0]}” is left to you."
            return replace(
                span,
                starts_on=start,
                starts_on_is_month=by_month,
                repeats=repeats,
                repeats_every=every,
                remark=" ".join(filter(None, [span.remark, found_words])),
            )
    return None


_EACH = re.compile(r"^(?:each|every) | (?:of )?(?:each|every) year$| annually$")
_CLAUSE = re.compile(rf"\b(?:by|in) ({MONTH}(?:(?:, | and | & |, and ){MONTH})*)\b")
_NOT = re.compile(r"\b(?:not|no|never|except|after|before|until|unless|without)\b")


def _list(text: str, year: SchoolYear) -> Proposal | None:
    """“September, January, June”, “Spring of each year and each August”: a yearly step in these months."""
    parts = list(split(re.sub(r"^(?:in|by|during) ", "", text)))
    moments = [read_moment(_EACH.sub("", part), year) for part in parts]
    if len(parts) == 1 and not _EACH.search(text):
        return None
    return _in_months(moments)


def _clauses(text: str, year: SchoolYear) -> Proposal | None:
    """“Create by November for deployment in December and May”: the months that stand after “by” and “in”."""
    rest = _CLAUSE.sub("", text)
    named = [part for found in _CLAUSE.finditer(text) for part in split(found[1])]
    says_more = (
        NAMES_A_TIME.search(rest) or re.search(r"\b(?:each|every|[a-z]+ly)\b", rest) or _NOT.search(rest)
    )
    return None if not named or says_more else _in_months([read_moment(part, year) for part in named])


def _in_months(moments: list[Moment | None]) -> Proposal | None:
    """What happens in several months, each once. None where yearly occasions would be others than those named."""
    found = [moment for moment in moments if moment is not None]
    if not found or len(found) < len(moments):
        return None
    months = tuple(sorted({moment.last.month for moment in found}))
    starts = min(moment.last.replace(day=1) for moment in found)
    due = max(moment.last for moment in found) + relativedelta(day=31)
    try:
        days = occasions(Repeats.YEARLY, 1, months, starts, due, whole_months=True)
    except NoRecurrence:
        return None
    if days != sorted({moment.last + relativedelta(day=31) for moment in found}):
        return None
    remarks = [moment.remark for moment in found]
    remarks += ["The days are left to you."] if any(m.is_day and not m.remark for m in found) else []
    remark = " ".join(filter(None, dict.fromkeys(remarks)))
    if len(days) == 1:
        return Proposal(due, True, remark=remark)
    return Proposal(due, True, starts, True, Repeats.YEARLY, 1, months, remark)


def _in_words(day: date, is_month: bool) -> str:
    return f"{MONTH_NAMES[day.month - 1]} {day.year}" if is_month else day_in_words(day)
