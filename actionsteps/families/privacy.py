"""What in a text seems to tell who a student is: a hint to its writer, who may know better.

Each expression runs once over the text, without going back.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MONTHS = [
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
    *(
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
    ),
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "setiembre"),
    *("octubre", "noviembre", "diciembre", "ene", "abr", "ago", "dic"),
]
NO_NAMES = {
    *MONTHS,
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("school", "district", "high", "middle", "elementary", "special", "education", "county", "board"),
    *("parent", "council", "family", "english", "spanish", "math", "reading", "science", "american"),
    *("mr", "mrs", "ms", "dr", "sr", "sra", "escuela", "distrito"),
}
"""Words with a capital that name nobody."""

SECURITY = re.compile(r"(?<![\w-])(?:\d{3}[- .]\d{2}[- .]\d{4}|\d{9})(?![\w-])")
PHONE = re.compile(r"(?<![\w-])(?:\+?1[-. ]?)?(?:\(\d{3}\)[-. ]?|\d{3}[-. ]?)\d{3}[-. ]?\d{4}(?![\w-])")
NUMERIC = re.compile(r"(?<![\w/.-])(\d{1,4})[/.-](\d{1,2})[/.-](\d{2,4})(?![\w/-])")
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
MONTH_FIRST = re.compile(rf"\b(?:{_MONTH})\.? \d{{1,2}}(?:st|nd|rd|th)?,? (\d{{4}})\b", re.IGNORECASE)
DAY_FIRST = re.compile(rf"\b\d{{1,2}}\.?(?: de)? (?:{_MONTH})\.?,?(?: del?)? (\d{{4}})\b", re.IGNORECASE)
BORN = re.compile(
    r"\b(?:born|birth|birthday|birthdate|birthdays|dob|nacid[oa]|naci[oó]|nacimiento|cumpleaños)\b",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?<=[.!?]) |\n")
WORD = re.compile(r"[^\W\d_]+")

PUPIL_YEARS = range(2, 23)
"""Years ago in which somebody was born who goes to school."""


class HintKind(StrEnum):
    PHONE = "phone"
    SECURITY = "security"
    BIRTH = "birth"


@dataclass(frozen=True)
class Hint:
    kind: HintKind
    words: str
    """As they stand in the text."""


def hints_in(text: str, today: date) -> list[Hint]:
    """In the order of the text's sentences, each once."""
    found: dict[Hint, None] = {}
    for sentence in SENTENCE_END.split(_plain(text)):
        for match in SECURITY.finditer(sentence):
            found[Hint(HintKind.SECURITY, match[0])] = None
        for match in PHONE.finditer(sentence):
            found[Hint(HintKind.PHONE, match[0])] = None
        years = _years_of_birth(sentence)
        for words, years_ago in _dates(sentence, today) if years else ():
            if years_ago in years:
                found[Hint(HintKind.BIRTH, words)] = None
    return list(found)


def _plain(text: str) -> str:
    """With one kind of blank and of hyphen. Line ends stay: a name above a date is of another line."""
    composed = unicodedata.normalize("NFKC", text)
    plain = "".join("-" if unicodedata.category(one) == "Pd" else one for one in composed)
    return "\n".join(" ".join(line.split()) for line in plain.splitlines())


def _dates(sentence: str, today: date) -> Iterator[tuple[str, int]]:
    """(words, how many years ago) of every day that is written out."""
    for match in NUMERIC.finditer(sentence):
        first, _, last = match.groups()
        year = int(first) if len(first) == 4 else int(last)
        if year < 100:
            year += 2000 if year <= today.year % 100 else 1900
        yield match[0], today.year - year
    for pattern in (MONTH_FIRST, DAY_FIRST):
        for match in pattern.finditer(sentence):
            yield match[0], today.year - int(match[1])


def _years_of_birth(sentence: str) -> range:
    """So many years ago somebody may be born of whom a sentence speaks; none where it speaks of nobody."""
    if BORN.search(sentence):
        return range(1, 120)
    return PUPIL_YEARS if _names_somebody(sentence) else range(0)


def _names_somebody(sentence: str) -> bool:
    """Whether a word that does not begin the sentence has a capital, as names do."""
    words = WORD.findall(sentence)
    names = [word.istitle() and len(word) > 1 and word.casefold() not in NO_NAMES for word in words]
    return any(names[1:])
