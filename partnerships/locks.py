"""The locks on adopted text: once an edition is adopted, nothing in it changes."""

from collections.abc import Container
from typing import Any

from django.db import models

from core.locks import Lock, columns_of

from .models import (
    Category,
    Edition,
    Endorsement,
    GlossaryTerm,
    Item,
    Measure,
    RatingLevel,
    RatingScale,
    Section,
    SignatoryRole,
)

SENTENCE = "This edition is adopted: its text no longer changes. Start the next edition to change it."

# The editions a row of text belongs to, to judge and to hold.
OWN = "SELECT 1 FROM partnerships_edition e WHERE e.id = {row}.edition_id"
OF_MEASURE = (
    "SELECT 1 FROM partnerships_edition e WHERE e.id = (SELECT m.edition_id FROM partnerships_measure m "
    "WHERE m.id = {row}.measure_id)"
)
BY_SCALE = (
    "SELECT 1 FROM partnerships_edition e WHERE (e.scale_id = {row}.%(key)s OR EXISTS "
    "(SELECT 1 FROM partnerships_item i WHERE i.edition_id = e.id AND i.scale_id = {row}.%(key)s))"
)


def _lock(model: type[models.Model], condition: str, *, but: Container[str] = (), **options: Any) -> Lock:
    return Lock(model._meta.db_table, condition, SENTENCE, columns_of(model, but=but), **options)


def _lock_in(model: type[models.Model], editions: str, *, but: Container[str] = (), **options: Any) -> Lock:
    """Closed as soon as one of its editions is no longer a draft, which none becomes while it is written."""
    condition = f"EXISTS ({editions} AND e.status <> 'draft')"
    return _lock(model, condition, but=but, holds=editions, **options)


LOCKS = [
    # Of the edition itself, the last day may still be set, and the status moves forward only.
    _lock(
        Edition,
        "{row}.status <> 'draft'",
        but=("status", "effective_to", "note", "adopted_at", "adopted_by"),
        insert=False,
    ),
    Lock(
        Edition._meta.db_table,
        "OLD.status <> 'draft' AND NEW.status IN ('draft', 'adopted')",
        "An adopted edition never becomes a draft again.",
        ("status",),
        insert=False,
        delete=False,
        name="status",
    ),
    *(
        _lock_in(model, OWN)
        for model in (Section, GlossaryTerm, Endorsement, SignatoryRole, Category, Item, Measure)
    ),
    _lock_in(Measure.items.through, OF_MEASURE),
    # The printed words of a scale belong to the text; its labels and colours on screens do not.
    _lock_in(RatingScale, BY_SCALE % {"key": "id"}, but=("name",), insert=False),
    _lock_in(RatingLevel, BY_SCALE % {"key": "scale_id"}, but=("label", "colour", "position")),
]
