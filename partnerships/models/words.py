"""The words of an agreement for what it holds: “item” or “goal”, “school year” or “review”."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.text import capfirst

from .period_kinds import PeriodKind

PLAIN = r"^[a-z]+([ -][a-z]+)*$"
NOT_PLAIN = "Use lower-case letters, with single spaces or hyphens between them: “process goal”."

SOUNDS_LIKE_A_VOWEL = re.compile(r"(?!uni|us[aeiou]|eu|one\b|once)[aeiou]|hou?r|hon(est|or)|heir")


class WordField(models.CharField[Any, Any]):
    """A word as it stands within a sentence. The database refuses what is empty or no plain lower-case word."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_length": 40, **options})
        self.validators.append(RegexValidator(PLAIN, NOT_PLAIN))


@dataclass(frozen=True)
class Word:
    """What one of a kind is called, and what several are: “goal”, “goals”. In a template it says the one."""

    one: str
    many: str

    def __str__(self) -> str:
        return self.one

    @property
    def a(self) -> str:
        """The one with its article: “a goal”, “an item”."""
        return f"{'an' if SOUNDS_LIKE_A_VOWEL.match(self.one) else 'a'} {self.one}"

    @property
    def capitalised(self) -> str:
        """As a sentence or a heading begins: “Goal”."""
        return capfirst(self.one)

    def of(self, number: int) -> str:
        """“goal” for one, “goals” for none or several."""
        return self.one if number == 1 else self.many

    def counted(self, number: int) -> str:
        """“1 goal”, “3 goals”, “0 goals”."""
        return f"{number} {self.of(number)}"


CYCLE = Word("cycle", "cycles")


@dataclass(frozen=True)
class EditionWords:
    """What an edition calls its items, its categories, what an item is given, and what it is assessed for.

    Equal words are equal, so that what is kept or prepared may hang on them.
    """

    item: Word = Word("item", "items")
    category: Word = Word("category", "categories")
    level: Word = Word("rating", "ratings")
    cycle: Word = Word("school year", "school years")

    @property
    def round(self) -> Word:
        """What is held again and again: “review”. “Cycle” where its word names a kind of period."""
        return CYCLE if self.cycle.one in PeriodKind.labels else self.cycle


KINDS = ("item", "category", "level", "cycle")
WORD_FIELDS = tuple(name for kind in KINDS for name in (f"{kind}_word", f"{kind}_words"))
"""The fields of an edition with its words, each for one and for several."""


@lru_cache(maxsize=500)
def words_of(*fields: str) -> EditionWords:
    """The words in the values of `WORD_FIELDS`."""
    return EditionWords(*(Word(*fields[place : place + 2]) for place in range(0, len(fields), 2)))
