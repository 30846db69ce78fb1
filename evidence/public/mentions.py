"""The figures of words that nobody could read as a value: notes, and cells that are prose.

Rather too many than too few: what looks like a count of students is taken for one, in digits of any script or in
words.
"""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from evidence.suppression.cells import Mention

_UNITS = (
    *(
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS = {
    **{word: number for number, word in enumerate(_UNITS)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
    **{"hundred": 100, "hundreds": 100, "thousand": 1000, "thousands": 1000, "dozen": 12, "dozens": 12},
    **{"none": 0, "nobody": 0, "couple": 2, "handful": 5},
}
_SHARES = {"half": 50, "third": 33, "thirds": 67, "quarter": 25, "quarters": 75, "fifth": 20, "tenth": 10}
_STUDENTS = (
    r"(?:students?|pupils?|child(?:ren)?|seniors?|graduates?|learners?|boys?|girls?|kids?|scholars?)\b"
)
_NAMED = re.compile(_STUDENTS, re.IGNORECASE)

_WORD = rf"(?:{'|'.join(_NUMBERS)})"
_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_TIME = r"(?:years?|yrs?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?)\b"
_NOT_STUDENTS = rf"(?! (?:[a-z-]+ ){{0,2}}{_STUDENTS})"
"""In “In May 12 students moved” no day is meant."""
_NO_COUNT = re.compile(
    rf"(?:\b[0-9]{{1,2}}[/.-][0-9]{{1,2}}(?:[/.-][0-9]{{2,4}})\b"
    rf"|\b{_MONTHS} [0-9]{{1,2}}(?:,? [0-9]{{4}})?\b|\b[0-9]{{1,2}} {_MONTHS}"
    r"|\b(?:19|20)[0-9]{2}(?: ?[-–/] ?(?:[0-9]{2}|[0-9]{4}))?\b|\b[12][0-9]-[12][0-9]\b"
    rf"|\b(?:[0-9]{{1,3}}(?: or [0-9])?|{_WORD})[ -]?{_TIME}"
    rf"|\bone of (?:the|our|its|these|those)\b){_NOT_STUDENTS}"
    r"|\b(?:class of|cohort|in|since|for|during) (?:19|20)[0-9]{2}\b"
    r"|[*×] ?100 ?%?(?![0-9])|https?://\S+|\$ ?[0-9][0-9,.]*|\b(?:FY|SY) ?'?[0-9]{2}(?:[0-9]{2})?\b|\bQ[1-4]\b"
    r"|\b[0-9]{1,3}(?:st|nd|rd|th)\b|\bK ?[-–] ?[0-9]{1,2}\b|\bcovid-19\b"
    r"|\b504(?= plans?\b)|\bsection 504\b|\bone[- ](?:to|on)[- ]one\b|\bone another\b|\btwo or more races\b"
    r"|\b(?:grades?|tiers?|levels?|cycle|categor(?:y|ies)|items?|phase|term|section|algebra|indicators?|title)"
    rf" (?:[0-9]{{1,3}}(?:\.[0-9]{{1,2}})?(?: ?(?:[-–]|and|or|to) ?[0-9]{{1,2}})?|{_WORD})\b",
    re.IGNORECASE,
)
"""Days, years, grades, ranks, money, the names of things, and the “*100%” of a formula."""
_BAND = re.compile(
    r"(?:\b(?:at least|at most|less than|more than|under|over|below)|[<>≥≤]|[0-9]{1,3} ?[-–]) ?[0-9.]{1,5} ?%",
    re.IGNORECASE,
)
"""“At least 80% in gen ed” before a value is the name of a group."""
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+"
_FIGURE = re.compile(
    rf"(?P<count>{_NUMBER}) ?(?:/|⁄|out of|of)(?: the| all)? ?(?P<of>{_NUMBER})(?![0-9.,]*[0-9]*%)"
    rf"|(?P<percent>(?:{_NUMBER})(?:\.[0-9]+)?|\.[0-9]+) ?(?:%|(?:percent|per cent|pct)\b)"
    rf"|\bn ?= ?(?P<n>{_NUMBER})"
    r"|(?P<decimal>[0-9]*\.[0-9]+)"
    rf"|(?P<number>{_NUMBER})",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(
    rf"\b(?:(?P<share>half|(?<=a )(?:third|quarter)|(?:(?<=one )|(?<=two )|(?<=three ))"
    rf"(?:thirds?|quarters?|fifth|tenth))(?= (?:of|the)\b)"
    rf"|(?P<tens>{'|'.join(_TENS)})[- ](?P<unit>{'|'.join(_UNITS[1:10])})"
    rf"|(?P<word>{_WORD[3:-1]})"
    rf"|(?P<none>no|single|few)(?: [a-z-]+){{0,3}} {_STUDENTS})\b",
    re.IGNORECASE,
)
_OF_STUDENTS = re.compile(
    r"(?: (?!with\b|for\b|to\b|by\b|from\b|per\b|about\b|and\b|in\b|on\b|at\b|between\b|that\b|who\b|when\b)"
    rf"[\w’'-]+){{0,3}} {_STUDENTS}",
    re.IGNORECASE,
)
_SINGULAR = ("student", "pupil", "child", "senior", "graduate", "learner", "boy", "girl", "kid", "scholar")
_STUDENTS_BEFORE = re.compile(rf"{_STUDENTS}(?: ?[:–-] ?| \()$", re.IGNORECASE)
_OF_EVERYONE = re.compile(
    rf"(?:(?:all|every|each|both)(?: [a-z-]+){{0,3}} {_STUDENTS}|every(?:one|body)\b)", re.IGNORECASE
)


def mentions_in(text: str) -> tuple[Mention, ...]:
    """All figures of a text that may count students: “4 of 5”, “n = 25”, “33%”, “8”, “two students”."""
    return tuple(one.mention for one in written_in(text))


class Written(NamedTuple):
    """A figure as it stands in a text."""

    words: str
    mention: Mention
    of_students: bool
    """Whether students are named with it: “3 of 7 students”, “students: 3”, not “3 meetings with students”."""


def written_in(text: str) -> list[Written]:
    counting = _counting(text)
    figures = (*_in_digits(counting), *_in_words(counting))
    return [_written(counting, found, mention) for found, mention in figures]


def _written(text: str, found: re.Match[str], mention: Mention) -> Written:
    after = _OF_STUDENTS.match(text, found.end())
    if after and mention.count not in (0, 1) and after[0].casefold().endswith(_SINGULAR):
        after = None  # “4 Student Services”
    before = _STUDENTS_BEFORE.search(text, 0, found.start())
    start, end = before.start() if before else found.start(), after.end() if after else found.end()
    return Written(text[start:end].strip(), mention, bool(after or before) or names_students(found[0]))


def mentions_around(words: str) -> tuple[Mention, ...]:
    """The same of what stands around figures that were understood: “At least 80%” is a name there."""
    return mentions_in(_BAND.sub(" ", _plain(words)))


def mentions_in_value(text: str) -> tuple[Mention, ...]:
    """The same of a value that is prose. “All students graduated” speaks of everyone."""
    of_everyone = (Mention(percent=Decimal(100)),) if _OF_EVERYONE.match(_plain(text).strip()) else ()
    return (*mentions_in(text), *of_everyone)


def has_decimals(text: str) -> bool:
    """Whether there is a number with decimals that is no percentage: no count, and nobody knows what it is."""
    return any(found["decimal"] for found in _FIGURE.finditer(_counting(text)))


def names_students(words: str) -> bool:
    return bool(_NAMED.search(words))


def _plain(text: str) -> str:
    """One space between words, and digits as they are typed here: not ３, ③ or ٣."""
    digits = (
        str(digit) if not sign.isascii() and (digit := unicodedata.digit(sign, None)) is not None else sign
        for sign in text
    )
    return " ".join(unicodedata.normalize("NFKC", "".join(digits)).split())


def _counting(text: str) -> str:
    return _NO_COUNT.sub(" ", _plain(text))


def _in_digits(text: str) -> Iterator[tuple[re.Match[str], Mention]]:
    for found in _FIGURE.finditer(text):
        if found["of"]:
            yield found, Mention(_whole(found["count"]), _whole(found["of"]))
        elif found["percent"]:
            yield found, Mention(percent=Decimal(found["percent"].replace(",", "")))
        elif found["n"]:
            yield found, Mention(denominator=_whole(found["n"]))
        elif found["number"]:
            yield found, Mention(_whole(found["number"]))


def _in_words(text: str) -> Iterator[tuple[re.Match[str], Mention]]:
    for found in _IN_WORDS.finditer(text):
        one = {name: word.casefold() for name, word in found.groupdict().items() if word}
        if share := one.get("share"):
            yield found, Mention(percent=Decimal(_SHARES[share]))
        elif none := one.get("none"):
            yield found, Mention({"single": 1, "few": 3}.get(none, 0))
        elif tens := one.get("tens"):
            yield found, Mention(_NUMBERS[tens] + _NUMBERS[one["unit"]])
        else:
            yield found, Mention(_NUMBERS[one["word"]])


def _whole(digits: str) -> int:
    return int(digits.replace(",", ""))
