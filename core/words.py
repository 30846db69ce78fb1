"""Words and texts: names in a row, natural order, two wordings compared."""

import re
from collections.abc import Iterable
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language


def in_words(names: Iterable[str]) -> str:
    """“A”, “A and B”, “A, B and C”."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def natural(name: str) -> list[int | str]:
    """A key that puts District 9 before District 10."""
    parts = re.split(r"(\d+)", name.casefold())
    return [int(part) if place % 2 else part for place, part in enumerate(parts)]


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
