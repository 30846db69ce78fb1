"""What documents say in another language than English: what staff translated, and fixed phrases of ours.

A document asks for each of its texts by `say`. What was asked is kept, so the page on which staff translate shows
exactly the texts that a document says.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from partnerships.models import Partnership

from .models import Language, Translation
from .spanish import PHRASES

SHARED = frozenset({"agreement", "category", "edition", "item", "level", "organization", "row", "scale"})
"""Words with which the places of texts begin that all partnerships of an agreement share. A level has its scale in
its place, a row is one of all partnerships: `category:1`, `level:Status:2`, `row:teacher-fill`."""


@dataclass(frozen=True)
class Spoken:
    """A text as a document says it."""

    text: str
    language: str
    """What it is in: English where it has no translation, or one of another text than stands now."""
    is_stale: bool = False
    """Whether a translation of a former text was left out."""

    def __str__(self) -> str:
        return self.text


@dataclass
class Translations:
    """The texts of one partnership in one language."""

    language: str = Language.ENGLISH
    rows: dict[str, Translation] = field(default_factory=dict)
    """By place."""
    asked: dict[str, str] = field(default_factory=dict)
    """By place the English texts that were asked for, in the order of asking."""

    def say(self, place: str, text: str) -> Spoken:
        """A text of the record. A translation of what it said before is not said: it may no longer be true."""
        if not text.strip():
            return Spoken(text, self.language)
        self.asked.setdefault(place, text)
        row = self.rows.get(place)
        if row is None or not row.text:
            return Spoken(text, Language.ENGLISH)
        if row.is_stale(text):
            return Spoken(text, Language.ENGLISH, is_stale=True)
        return Spoken(row.text, self.language)

    def phrase(self, english: str) -> str:
        """A fixed phrase of a template. Raises KeyError for one that has no Spanish."""
        return english if self.language == Language.ENGLISH else PHRASES[english]


def is_shared(place: str) -> bool:
    """Whether the text at a place is the same in all partnerships of an agreement."""
    return place.partition(":")[0] in SHARED


def translations_for(partnership: Partnership, language: str) -> Translations:
    """In one query; in none for English."""
    if language == Language.ENGLISH:
        return Translations()
    return Translations(language, by_place(rows_for(partnership, language)))


def rows_for(partnership: Partnership, language: str) -> Iterable[Translation]:
    """Those of the partnership, and those it shares with the others of its agreement."""
    of_agreement = Translation.objects.filter(agreement=partnership.agreement_id, language=language)
    return of_agreement.filter(Q(partnership=None) | Q(partnership=partnership))


def by_place(rows: Iterable[Translation]) -> dict[str, Translation]:
    """A shared text is translated once for all; nothing else of a partnership counts for it."""
    return {row.place: row for row in rows if is_shared(row.place) == (row.partnership_id is None)}
