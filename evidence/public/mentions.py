"""The figures of words that nobody could read as a value: notes, and cells that are prose.

Rather too many than too few: what looks like a count of students is taken for one.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from evidence.suppression.cells import Mention

_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_NO_COUNT = re.compile(
    r"\b[0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-][0-9]{2,4})\b"  # a day
    rf"|\b{_MONTHS} [0-9]{{1,2}}(?:,? [0-9]{{4}})?\b|\b[0-9]{{1,2}} {_MONTHS}"
    r"|\b(?:19|20)[0-9]{2}(?: ?[-–/] ?(?:[0-9]{2}|[0-9]{4}))?\b|\b[12][0-9]-[12][0-9]\b"  # years
    r"|\b[0-9]{1,3}(?:st|nd|rd|th)\b|\bK ?[-–] ?[0-9]{1,2}\b"
    r"|\b[0-9](?: or [0-9])?[ -]?(?:years?|yrs?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?)\b"
    r"|\b(?:grades?|tiers?|levels?|cycle|categor(?:y|ies)|items?|phase|term|section|algebra|indicators?)"
    r" [0-9]{1,3}(?:\.[0-9]{1,2})?(?: ?(?:[-–]|and|or|to) ?[0-9]{1,2})?\b",
    re.IGNORECASE,
)
"""Days, years, grades, ranks and the names of things."""
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+"
_FIGURE = re.compile(
    rf"(?P<count>{_NUMBER}) ?(?:/|out of|of)(?: the| all)? ?(?P<of>{_NUMBER})(?![0-9.,]*[0-9]*%)"
    rf"|(?P<percent>(?:{_NUMBER})(?:\.[0-9]+)?|\.[0-9]+) ?(?:%|percent\b)"
    rf"|\bn ?= ?(?P<n>{_NUMBER})"
    r"|[0-9]*\.[0-9]+"
    rf"|(?P<number>{_NUMBER})",
    re.IGNORECASE,
)
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_STUDENTS = r"(?:students?|pupils?|child(?:ren)?|seniors?|graduates?|learners?|boys?|girls?)\b"
_NAMED = re.compile(_STUDENTS, re.IGNORECASE)
_IN_WORDS = re.compile(
    rf"\b(?P<word>{'|'.join(_WORDS)}|none|zero|single)(?: [a-z-]+){{0,3}} {_STUDENTS}", re.IGNORECASE
)


def mentions_in(text: str) -> tuple[Mention, ...]:
    """All figures of a text that may count students: “4 of 5”, “n = 25”, “33%”, “8”, “two students”."""
    return (*_in_digits(_NO_COUNT.sub(" ", text)), *mentions_in_words(text))


def mentions_in_words(text: str) -> tuple[Mention, ...]:
    """“Two students moved”, where digits are understood already."""
    found = (one["word"].casefold() for one in _IN_WORDS.finditer(" ".join(text.split())))
    same = {"none": 0, "zero": 0, "single": 1}
    return tuple(Mention(same[word] if word in same else _WORDS.index(word)) for word in found)


def names_students(words: str) -> bool:
    return bool(_NAMED.search(words))


def _in_digits(text: str) -> Iterator[Mention]:
    for found in _FIGURE.finditer(text):
        if found["of"]:
            yield Mention(_whole(found["count"]), _whole(found["of"]))
        elif found["percent"]:
            yield Mention(percent=Decimal(found["percent"].replace(",", "")))
        elif found["n"]:
            yield Mention(denominator=_whole(found["n"]))
        elif found["number"]:
            yield Mention(_whole(found["number"]))


def _whole(digits: str) -> int:
    return int(digits.replace(",", ""))
