"""Locks in the database: what is final stays as it is, and a rating is of a rated item of its own edition."""

from partnerships.locks import Lock

from .models import Assessment, Highlight, Rating

SENTENCE = "This assessment is final: nothing in it changes any more."

FINAL = (
    "EXISTS (SELECT 1 FROM assessments_assessment a WHERE a.id = {row}.assessment_id AND a.status = 'final')"
)

FOREIGN_ITEM = (
    "NOT EXISTS (SELECT 1 FROM partnerships_item i, assessments_assessment a, assessments_cycle c "
    "WHERE i.id = {row}.item_id AND a.id = {row}.assessment_id AND c.id = a.cycle_id "
    "AND i.edition_id = c.edition_id AND i.is_rated "
    "AND (i.local_to_id IS NULL OR i.local_to_id = a.partnership_id))"
)


def _columns(model, *, but=()):
    return tuple(f.column for f in model._meta.concrete_fields if not f.primary_key and f.name not in but)


LOCKS = [
    Lock(
        Assessment._meta.db_table,
        "OLD.status = 'final'",
        SENTENCE,
        _columns(Assessment, but=("updated_at",)),
        insert=False,
    ),
    Lock(Rating._meta.db_table, FINAL, SENTENCE, _columns(Rating, but=("updated_at",))),
    Lock(Highlight._meta.db_table, FINAL, SENTENCE, _columns(Highlight)),
    Lock(
        Rating._meta.db_table,
        FOREIGN_ITEM,
        "Only rated items of the assessment's own edition and partnership can be rated.",
        ("assessment_id", "item_id"),
        delete=False,
        name="item",
    ),
]
