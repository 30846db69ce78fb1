"""The locks on adopted text: once an edition is adopted, nothing in it changes."""

from .locks import Lock
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

IN_ADOPTED = (
    "EXISTS (SELECT 1 FROM partnerships_edition e WHERE e.id = {row}.edition_id AND e.status <> 'draft')"
)
SCALE_IN_USE = (
    "EXISTS (SELECT 1 FROM partnerships_edition e WHERE e.scale_id = {row}.%s AND e.status <> 'draft')"
)


def _columns(model, *, but=()):
    return tuple(
        field.column
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in but
    )


def _lock(model, condition, *, but=(), **options):
    return Lock(model._meta.db_table, condition, SENTENCE, _columns(model, but=but), **options)


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
        _lock(model, IN_ADOPTED)
        for model in (Section, GlossaryTerm, Endorsement, SignatoryRole, Category, Item)
    ),
    # The rows of a partnership's evidence table are its own and stay open.
    _lock(Measure, "{row}.kind = 'agreed' AND " + IN_ADOPTED),
    Lock(
        Measure.items.through._meta.db_table,
        "EXISTS (SELECT 1 FROM partnerships_measure m JOIN partnerships_edition e ON e.id = m.edition_id "
        "WHERE m.id = {row}.measure_id AND m.kind = 'agreed' AND e.status <> 'draft')",
        SENTENCE,
        ("measure_id", "item_id"),
    ),
    # The printed words of a scale belong to the text; its labels and colours on screens do not.
    _lock(RatingScale, SCALE_IN_USE % "id", but=("name",), insert=False),
    _lock(RatingLevel, SCALE_IN_USE % "scale_id", but=("label", "colour", "position")),
]
