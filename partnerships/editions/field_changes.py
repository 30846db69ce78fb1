"""The fields in which two records of two editions differ: all that are locked, so that none is forgotten."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst

from core.words import compare_words
from partnerships.locks import locked_fields

Pieces = list[tuple[str, str]]
"""Two wordings as one: each piece with whether it is the same, inserted or deleted."""

IDENTITY = {"addendum", "agreement", "edition", "lineage"}
"""What a record is, or where: the two that are compared have it in common, or never."""

LABELS = {
    "category_numbering": "Categories are numbered",
    "counts_students": "Counts students",
    "effective_from": "First day",
    "effective_to": "Last day",
    "flag_label": "What the flag says",
    "is_plan": "Is a plan",
    "lead_in": "Words before the items",
    "local_to": "Only for",
    "met_from": "Implemented from",
    "parent": "Stands beneath",
    "rates_own_items": "Each partnership has its own",
    "scale": "Rated on",
    "subject": "Is for",
    "words": "Printed words",
}
"""Where the name of a field does not say it."""


@dataclass(frozen=True)
class FieldChange:
    label: str
    pieces: Pieces

    @property
    def is_layout(self) -> bool:
        """Whether only blanks and line breaks differ."""
        return all(kind == "same" for kind, _ in self.pieces)


def field_changes(
    old: models.Model, new: models.Model, *, but: Iterable[str] = (), also: Iterable[str] = ()
) -> Iterator[FieldChange]:
    """The locked fields of a record that differ from those of its earlier self, its place aside."""
    left_out = {*IDENTITY, "position", *but}
    names = [one.name for one in locked_fields(type(new)) if one.name not in left_out]
    for name in (*names, *also):
        was, now = value_of(old, name), value_of(new, name)
        if was != now:
            yield FieldChange(_label(type(new), name), compare_words(was, now))


def _label(model: type[models.Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return LABELS.get(name) or capfirst(str(field.verbose_name))


def value_of(record: Any, name: str) -> str:
    """What a field of a record says, in words."""
    value = getattr(record, name)
    if name == "local_to":
        return value.partner.short_name if value else "everybody"
    if name == "subject":
        return value.short_name if value else "the partner itself"
    if name == "scale" and value is None:
        return "the edition's scale"
    if record._meta.get_field(name).choices:
        return str(getattr(record, f"get_{name}_display")())
    if isinstance(value, bool):
        return "yes" if value else "no"
    if hasattr(value, "year"):
        return date_format(value, "F j, Y")
    return "" if value is None else str(value)
