"""Words and texts: names in a row, natural order, two wordings compared."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language


def in_words(names: Iterable[str]) -> str:
    """“A”, “A and B”, “A, B and C”."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def spelled(number: int) -> str:
    """“no”, “two”; from eleven on in digits."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def counted(number: int, what: str) -> str:
    """“1 step”, “3 steps”: of words that take an s."""
    return f"{number} {what}{'' if number == 1 else 's'}"


@lru_cache(maxsize=10_000)
def natural(name: str) -> str:
    """A key that puts District 9 before District 10, 1.9 before 1.10 and École beside Ecole.

    A number is written after how many digits it has; accents and capitals only decide between names that are equal
    without them. Keys are compared character by character. (`core.sorting` keeps them in the database.)
    """
    bare = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(character for character in bare if not unicodedata.combining(character))
    numbered = re.sub(r"[0-9]+", _by_length, " ".join(plain.split()))
    return f"{numbered}\x01{name}".replace("\0", "")


def _by_length(number: re.Match[str]) -> str:
    digits = number[0].lstrip("0")
    return f"{len(digits):03}{digits}"


def compare_words(before: str, after: str) -> list[tuple[str, str]]:
    """Two texts as one, with the words that go and come."""
    old, new = before.split(), after.split()
    pieces = []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", " ".join(old[start:end])))
            continue
        if start < end:
            pieces.append(("deleted", " ".join(old[start:end])))
        if new_start < new_end:
            pieces.append(("inserted", " ".join(new[new_start:new_end])))
    return pieces


def day_in_words(day: date) -> str:
    """“Apr 2, 2024”. A list has the same few days in a hundred places."""
    return _day_in_words(day, get_language())


@lru_cache(maxsize=1000)
def _day_in_words(day: date, language: str | None) -> str:
    return date_format(day, "M j, Y")


def dollars(amount: Decimal) -> str:
    """“$120,000”, “$1,250.50”: cents only where there are any."""
    return f"${amount:,.0f}" if amount == int(amount) else f"${amount:,.2f}"
