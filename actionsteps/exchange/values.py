"""What is meant by what somebody typed into a cell: the same in the words in which the workbook says it."""

import re
from collections.abc import Callable

from core.dates import read_day_or_month
from core.forms import day_or_month
from core.words import in_words as named
from core.workbooks.entries import fitting, short

from ..models import Repeats, StepStatus
from ..models.feedback import FEEDBACK_MAX_LENGTH
from ..models.steps import TEXT_MAX_LENGTH
from ..progress.forms import WORDS_MAX_LENGTH
from ..timelines.occasions import MONTH_NAMES, recurrence_in_words
from .layout import ACTION, LABELS, TIMELINE, kind_of
from .standing import StandingPlan, in_words, plain

_STATUSES = f"{', '.join(StepStatus.labels[:-1])} or {StepStatus.labels[-1]}"

LONGEST = {
    "title": 200,
    ACTION: TEXT_MAX_LENGTH,
    TIMELINE: 200,
    "owner": 120,
    "progress": WORDS_MAX_LENGTH,
    "note": TEXT_MAX_LENGTH,
}
"""Characters."""

NEEDED = {
    "category": "A step stands in {category}. Type its number.",
    "status": f"A step has a status. Type {_STATUSES}.",
}
"""What cannot be empty."""


def meant(part: str, text: str, standing: StandingPlan) -> str:
    """A text in the workbook's own words. Raises ValueError with the sentence a person reads."""
    kind = kind_of(part)
    text = fitting(text, LABELS[kind].casefold(), LONGEST.get(kind, len(text)))
    if not text and kind in NEEDED:
        raise ValueError(NEEDED[kind].format(category=standing.words.category.a))
    read = READERS.get(kind)
    return read(text, standing) if read and text else text


def _category(text: str, standing: StandingPlan) -> str:
    typed = re.sub(r"^([0-9]+)\.0(?= |$)", r"\1", plain(text)).casefold()
    for one in standing.categories:
        if typed in (str(one.number).casefold(), one.title.casefold(), in_words(one).casefold()):
            return in_words(one)
    numbers = named(str(one.number) for one in standing.categories)
    raise ValueError(
        f"“{short(text)}” is none of the {standing.words.category.many}. Type its number: {numbers}."
    )


def _answers(text: str, standing: StandingPlan) -> str:
    return "\n".join(fitting(one, "statement", FEEDBACK_MAX_LENGTH) for one in standing.statements_in(text))


def _items(text: str, standing: StandingPlan) -> str:
    found = []
    for typed in re.split(r"[,;&\s]+|\band\b", text):
        if not typed:
            continue
        item = standing.items.get(typed.casefold()) or standing.items.get(typed.rstrip(".").casefold())
        if item is None:
            of_all = f"none of the agreement's {standing.words.item.many}"
            raise ValueError(f"“{short(typed)}” is {of_all}. Type them like 1.3, 2.7.")
        found.append(item)
    order = list(standing.items.values())
    return ", ".join(item.reference for item in sorted(set(found), key=order.index))


def _owner(text: str, standing: StandingPlan) -> str:
    typed = plain(text).casefold()
    people = standing.people_called(typed)
    if len(people) > 1:
        raise ValueError("Several people here have this name. Type the e-mail address of the one you mean.")
    if not people and "@" in typed:
        raise ValueError("Nobody in the partnership has this e-mail address. Type a name, or a role.")
    return standing.name_of(people[0]) if people else plain(text)


def _day(text: str, standing: StandingPlan) -> str:
    return day_or_month(*read_day_or_month(text))


def _status(text: str, standing: StandingPlan) -> str:
    typed = plain(text).casefold().replace("_", " ")
    if typed not in StepStatus.labels:
        raise ValueError(f"“{short(text)}” is not a status. Type {_STATUSES}.")
    return typed


def _repeats(text: str, standing: StandingPlan) -> str:
    return recurrence_in_words(*recurrence_of(text))


READERS: dict[str, Callable[[str, StandingPlan], str]] = {
    "category": _category,
    "answers": _answers,
    "items": _items,
    "owner": _owner,
    "starts": _day,
    "due": _day,
    "repeats": _repeats,
    "status": _status,
}

_OFTEN = {
    "once": (Repeats.ONCE, 1),
    "weekly": (Repeats.WEEKLY, 1),
    "monthly": (Repeats.MONTHLY, 1),
    "quarterly": (Repeats.MONTHLY, 3),
    "yearly": (Repeats.YEARLY, 1),
    "annually": (Repeats.YEARLY, 1),
}
_UNITS = {"week": Repeats.WEEKLY, "month": Repeats.MONTHLY, "year": Repeats.YEARLY}
_EVERY = re.compile(r"(?:every|each)(?: (other|[0-9]{1,2}))? (week|month|year)s?")


def recurrence_of(text: str) -> tuple[Repeats, int, list[int]]:
    """What `recurrence_in_words` says, and the like: (how often, every how many, in which months).

    Raises ValueError with the sentence a person reads.
    """
    typed = plain(text).casefold().strip(" .")
    if typed in _OFTEN:
        return (*_OFTEN[typed], [])
    if found := _EVERY.fullmatch(typed):
        return _UNITS[found[2]], _number(found[1]), []
    months, _, every = typed.partition(" of ")
    year = _EVERY.fullmatch(every) if every else None
    names = [
        one for one in re.split(r",\s*|\s+and\s+|\s+", re.sub(r"^(?:each|every|in)\s+", "", months)) if one
    ]
    known = {name.casefold()[:3]: number for number, name in enumerate(MONTH_NAMES, 1)}
    numbers = [known.get(name[:3], 0) if _is_month(name) else 0 for name in names]
    if not names or not all(numbers) or (every and (year is None or year[2] != "year")):
        raise ValueError(
            f"“{short(text)}” is not understood. Type every week, every other month, every year, or each January "
            "and June."
        )
    return Repeats.YEARLY, _number(year[1]) if year else 1, sorted(set(numbers))


def _is_month(name: str) -> bool:
    return len(name) >= 3 and any(month.casefold().startswith(name.rstrip(".")) for month in MONTH_NAMES)


def _number(text: str | None) -> int:
    """Of “every other” 2, of “every” 1."""
    return 2 if text == "other" else int(text or 1)
