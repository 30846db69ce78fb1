"""The texts that staff translate, and saving what they typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from core.conflicts import Conflict, mark_of
from core.history import last_change, save_as
from partnerships.models import Partnership

from .models import Translation
from .translating import by_place, is_shared, rows_for

HEADINGS = {
    "agreement": "The agreement",
    "category": "Title of a part of the agreement",
    "heard": "What families said",
    "highlight": "Strength or area of focus",
    "level": "Level of the scale",
}
"""What a text is, by the word with which its place begins."""

WAS_CHANGED = "The English text was changed after you opened the page. Look at it, then save again."


@dataclass(frozen=True)
class Typed:
    """What a person typed for one text, and what they saw."""

    text: str
    version: int
    """Of the translation they saw; 0 where there was none."""
    original: str
    """The mark of the English text they saw."""
    still_holds: bool = False
    """Whether the translation stands although the English text was changed."""


@dataclass(frozen=True)
class TextToTranslate:
    """A text in English, what it is in the other language, and what a person typed for it, if any."""

    place: str
    original: str
    row: Translation | None = None
    may_edit: bool = True
    typed: Typed | None = None
    conflict: Conflict | None = None
    problem: str = ""

    @property
    def key(self) -> str:
        """In forms and addresses: short, and of letters and digits."""
        return mark_of(self.place)

    @property
    def mark(self) -> str:
        return mark_of(self.original)

    @property
    def heading(self) -> str:
        return HEADINGS.get(self.place.partition(":")[0], "Text")

    @property
    def is_shared(self) -> bool:
        return is_shared(self.place)

    @property
    def version(self) -> int:
        return self.row.version if self.row else 0

    @property
    def text(self) -> str:
        """What stands in its field."""
        return self.typed.text if self.typed else self.standing

    @property
    def standing(self) -> str:
        return self.row.text if self.row else ""

    @property
    def state(self) -> str:
        if not self.standing:
            return "missing"
        return "stale" if self.row and self.row.is_stale(self.original) else "done"

    @property
    def is_refused(self) -> bool:
        return bool(self.conflict or self.problem)

    @property
    def has_unsaved(self) -> bool:
        """Whether its person typed something that does not stand."""
        return self.typed is not None and (self.typed.text != self.standing or self.typed.still_holds)


def texts_to_translate(
    partnership: Partnership, language: str, texts: Mapping[str, str], *, may_edit_shared: bool
) -> list[TextToTranslate]:
    """The texts, which come by place, in their order. In one query."""
    rows = by_place(rows_for(partnership, language))
    return [
        TextToTranslate(place, original, rows.get(place), may_edit=may_edit_shared or not is_shared(place))
        for place, original in texts.items()
    ]


def typed_for_none(
    partnership: Partnership, language: str, lines: Iterable[TextToTranslate], sent: Mapping[str, str]
) -> list[str]:
    """What was typed, by key, for texts that the summary no longer has, unless it was saved before."""
    keys = {line.key for line in lines}
    if not (left := {key: text for key, text in sent.items() if text and key not in keys}):
        return []
    saved = {mark_of(row.place): row.text for row in rows_for(partnership, language)}
    return [text for key, text in left.items() if text != saved.get(key)]


def save_typed(
    partnership: Partnership, language: str, lines: Iterable[TextToTranslate], *, by: User
) -> list[TextToTranslate]:
    """Save what was typed for each text that its person may translate, and say how each stands then.

    What is refused keeps what was typed, and has seen what stands now: sent again, it replaces that.
    """
    return [
        _save(partnership, language, line, by) if line.typed and line.may_edit else line for line in lines
    ]


def _save(partnership: Partnership, language: str, line: TextToTranslate, by: User) -> TextToTranslate:
    typed = line.typed
    if typed is None or not line.has_unsaved:
        return replace(line, typed=None)
    if typed.original != line.mark:
        return replace(line, problem=WAS_CHANGED)
    try:
        return replace(line, typed=None, row=_write(partnership, language, line, typed, by))
    except ValidationError as refused:
        return replace(line, problem=" ".join(refused.messages))
    except Conflict as met:
        return replace(line, conflict=met, row=_standing(partnership, language, line.place))


def _write(
    partnership: Partnership, language: str, line: TextToTranslate, typed: Typed, by: User
) -> Translation:
    """Raises Conflict where somebody else wrote after its person looked."""
    place = {
        "agreement": partnership.agreement,
        "partnership": None if line.is_shared else partnership,
        "language": language,
        "place": line.place,
    }
    try:
        with transaction.atomic():
            row = Translation.objects.select_for_update().filter(**place).first() or Translation(
                **place, version=0
            )
            if row.version != typed.version and row.text != typed.text:
                raise _conflict(row)
            row.text, row.original, row.updated_by = typed.text, line.original, by
            row.version += 1
            row.clean_fields(exclude=["text"] if not typed.text else None)
            save_as(row, by=by)
    except IntegrityError:  # somebody else was the first
        raise _conflict(Translation.objects.get(**place)) from None
    return row


def _conflict(row: Translation) -> Conflict:
    who: tuple[Any, datetime | None] = last_change(row)
    return Conflict({"Translation": row.text}, by=who[0], at=who[1])


def _standing(partnership: Partnership, language: str, place: str) -> Translation | None:
    return by_place(rows_for(partnership, language)).get(place)
