"""The locks on text, which no longer changes once it is adopted and is all of one agreement, and on memberships."""

from collections.abc import Container
from typing import Any

from django.db import models

from accounts.models import Membership
from core.locks import Lock, columns_of

from .locks_of_one_agreement import OF_ONE_AGREEMENT
from .models import (
    Addendum,
    AddendumConfirmation,
    Category,
    ConferencePoint,
    Edition,
    Endorsement,
    GlossaryTerm,
    Item,
    Measure,
    NarrowedMembership,
    Passage,
    PrintedHeading,
    RatingLevel,
    RatingScale,
    Section,
    SignatoryRole,
)

SENTENCE = "This edition is adopted: its text no longer changes. Start the next edition to change it."

ALL_OR_NAMED = "A membership reaches all partnerships or those that it names, not both."
OF_ADDITION = (
    "This addition is adopted: its text no longer changes. A new addition that replaces it changes it."
)
WITH_PARTIES = "This addition is with the parties: its text does not change before it is taken back."

CLOSED_ADDITIONS = (
    ("adopted", OF_ADDITION, "addendum"),
    ("proposed", WITH_PARTIES, "proposed"),
)
"""(status, the sentence that refuses, name of the lock)"""

TEXT = (
    Section,
    Category,
    Item,
    Passage,
    Measure,
    GlossaryTerm,
    Endorsement,
    SignatoryRole,
    ConferencePoint,
    PrintedHeading,
)
"""What stands in an edition. Its rating scales stand beside it."""

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

SHARED_MEASURE = (
    "EXISTS (SELECT 1 FROM partnerships_measure o WHERE o.id = {row}.measure_id AND o.addendum_id IS NULL)"
)
BY_ADDENDUM_OF_MEASURE = (
    "SELECT 1 FROM partnerships_addendum e WHERE e.id = (SELECT m.addendum_id FROM partnerships_measure m "
    "WHERE m.id = {row}.measure_id)"
)
BY_ADDENDUM = "SELECT 1 FROM partnerships_addendum e WHERE e.id = {row}.addendum_id"


def _lock(
    model: type[models.Model],
    condition: str,
    sentence: str = SENTENCE,
    *,
    but: Container[str] = (),
    **options: Any,
) -> Lock:
    return Lock(model._meta.db_table, condition, sentence, columns_of(model, but=but), **options)


def close_with_edition(
    model: type[models.Model], editions: str, *, but: Container[str] = (), **options: Any
) -> Lock:
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
    *(close_with_edition(model, OWN) for model in TEXT if model not in (Item, Measure)),
    # What a partnership adds by itself is closed when that is adopted, and not with the edition.
    *(
        _lock(
            model,
            f"{{row}}.addendum_id IS NULL AND EXISTS ({OWN} AND e.status <> 'draft')",
            holds=OWN,
        )
        for model in (Item, Measure)
    ),
    *(
        _lock(
            model,
            f"EXISTS ({BY_ADDENDUM} AND e.status = '{status}')",
            sentence,
            holds=BY_ADDENDUM,
            name=name,
        )
        for model in (Item, Measure)
        for status, sentence, name in CLOSED_ADDITIONS
    ),
    *(
        _lock(
            Addendum,
            f"{{row}}.status = '{status}'",
            sentence,
            but=("status", "proposal", "replaced_from", "adopted_at", "adopted_by"),
            insert=False,
            name=name,
        )
        for status, sentence, name in CLOSED_ADDITIONS
    ),
    Lock(
        Addendum._meta.db_table,
        "OLD.status = 'adopted' AND NEW.status <> 'adopted' OR OLD.replaced_from IS NOT NULL",
        "An adopted addition never becomes a draft again, and is replaced once.",
        ("status", "replaced_from"),
        insert=False,
        delete=False,
        name="status",
    ),
    _lock(
        AddendumConfirmation,
        f"EXISTS ({BY_ADDENDUM} AND e.status <> 'draft')",
        "What a party confirmed stays while the addition is with the parties, and once it is adopted.",
        insert=False,
    ),
    close_with_edition(Measure.items.through, f"{OF_MEASURE} AND {SHARED_MEASURE}"),
    _lock(
        Measure.items.through,
        f"EXISTS ({BY_ADDENDUM_OF_MEASURE} AND e.status <> 'draft')",
        OF_ADDITION,
        holds=BY_ADDENDUM_OF_MEASURE,
        name="addendum",
    ),
    # The printed words of a scale belong to the text; its labels and colours on screens do not.
    close_with_edition(RatingScale, BY_SCALE % {"key": "id"}, but=("name", "sort_key"), insert=False),
    close_with_edition(RatingLevel, BY_SCALE % {"key": "scale_id"}, but=("label", "colour", "position")),
    *OF_ONE_AGREEMENT,
    # Whether a membership reaches all partnerships or those it names is never left to be guessed.
    Lock(
        NarrowedMembership._meta.db_table,
        "EXISTS (SELECT 1 FROM accounts_membership m WHERE m.id = {row}.membership_id AND m.reaches_all)",
        ALL_OR_NAMED,
        columns_of(NarrowedMembership),
        delete=False,
        holds="SELECT 1 FROM accounts_membership m WHERE m.id = {row}.membership_id",
    ),
    Lock(
        Membership._meta.db_table,
        "{row}.reaches_all AND EXISTS "
        "(SELECT 1 FROM partnerships_narrowedmembership n WHERE n.membership_id = {row}.id)",
        ALL_OR_NAMED,
        ("reaches_all",),
        insert=False,
        delete=False,
        name="reach",
    ),
]


def locked_fields(model: type[models.Model]) -> list[Any]:
    """The fields of a model that change no more once an edition is adopted. What is compared, and seen, before."""
    columns = {
        column
        for lock in LOCKS
        if lock.sentence == SENTENCE and lock.table == model._meta.db_table
        for column in lock.columns
    }
    return [field for field in model._meta.concrete_fields if field.column in columns]
