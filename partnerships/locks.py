"""The locks on text, which no longer changes once it is adopted and is all of one agreement, and on memberships."""

from collections.abc import Container
from typing import Any

from django.db import models

from accounts.models import Membership
from core.locks import Lock, columns_of

from .models import (
    OF_ANOTHER_AGREEMENT,
    Category,
    Edition,
    Endorsement,
    GlossaryTerm,
    Item,
    Measure,
    NarrowedMembership,
    Partnership,
    RatingLevel,
    RatingScale,
    Section,
    SignatoryRole,
    Signature,
    SignatureEvent,
)

SENTENCE = "This edition is adopted: its text no longer changes. Start the next edition to change it."

ALL_OR_NAMED = "A membership reaches all partnerships or those that it names, not both."
TEXT = (Section, Category, Item, Measure, GlossaryTerm, Endorsement, SignatoryRole)
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

# What belongs to one agreement names nothing of another.
FOREIGN_CATEGORY = (
    "NOT EXISTS (SELECT 1 FROM partnerships_category c WHERE c.id = {row}.category_id "
    "AND c.edition_id = {row}.edition_id)"
)
FOREIGN_PARENT = (
    "{{row}}.parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {table} p WHERE p.id = {{row}}.parent_id "
    "AND p.category_id = {{row}}.category_id)"
)
FOREIGN_LOCAL = (
    "{row}.local_to_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_partnership p, "
    "partnerships_edition e WHERE p.id = {row}.local_to_id AND e.id = {row}.edition_id "
    "AND e.agreement_id = p.agreement_id)"
)
FOREIGN_ITEM = (
    "NOT EXISTS (SELECT 1 FROM partnerships_item i, partnerships_measure m WHERE i.id = {row}.item_id "
    "AND m.id = {row}.measure_id AND i.edition_id = m.edition_id)"
)
FOREIGN_SIGNATURE = (
    "NOT EXISTS (SELECT 1 FROM partnerships_signatoryrole r, partnerships_edition e, partnerships_partnership p "
    "WHERE r.id = {row}.role_id AND e.id = r.edition_id AND p.id = {row}.partnership_id "
    "AND e.agreement_id = p.agreement_id)"
)
OTHER_EDITION = (
    "NOT EXISTS (SELECT 1 FROM partnerships_signatoryrole r WHERE r.id = {row}.role_id "
    "AND r.edition_id = {row}.edition_id)"
)
FOREIGN_SCAN = (
    "{row}.scan_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_scan s WHERE s.id = {row}.scan_id "
    "AND s.partnership_id = {row}.partnership_id)"
)


def _lock(model: type[models.Model], condition: str, *, but: Container[str] = (), **options: Any) -> Lock:
    return Lock(model._meta.db_table, condition, SENTENCE, columns_of(model, but=but), **options)


def _lock_in(model: type[models.Model], editions: str, *, but: Container[str] = (), **options: Any) -> Lock:
    """Closed as soon as one of its editions is no longer a draft, which none becomes while it is written."""
    condition = f"EXISTS ({editions} AND e.status <> 'draft')"
    return _lock(model, condition, but=but, holds=editions, **options)


def _lock_to_one(model: type[models.Model], condition: str, sentence: str, *names: str, name: str) -> Lock:
    """Keeps a row from naming what is of another agreement, edition or partnership. `names` are its columns."""
    return Lock(model._meta.db_table, condition, sentence, names, delete=False, name=name)


def _lock_for_good(model: type[models.Model], column: str, sentence: str) -> Lock:
    return Lock(model._meta.db_table, "TRUE", sentence, (column,), insert=False, delete=False, name=column)


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
    *(_lock_in(model, OWN) for model in TEXT),
    _lock_in(Measure.items.through, OF_MEASURE),
    # The printed words of a scale belong to the text; its labels and colours on screens do not.
    _lock_in(RatingScale, BY_SCALE % {"key": "id"}, but=("name",), insert=False),
    _lock_in(RatingLevel, BY_SCALE % {"key": "scale_id"}, but=("label", "colour", "position")),
    # All of it is of one agreement, and stays in it.
    _lock_for_good(Edition, "agreement_id", "An edition stays in its agreement."),
    _lock_for_good(Partnership, "agreement_id", "A partnership stays in its agreement."),
    _lock_for_good(Category, "edition_id", "A category stays in its edition."),
    *(
        lock
        for model in (Item, Measure)
        for lock in (
            _lock_to_one(
                model,
                FOREIGN_CATEGORY,
                "The category belongs to another edition.",
                "category_id",
                "edition_id",
                name="category",
            ),
            _lock_to_one(
                model,
                FOREIGN_PARENT.format(table=model._meta.db_table),
                "What stands beneath something stands in the same category.",
                "parent_id",
                "category_id",
                name="parent",
            ),
            _lock_to_one(
                model, FOREIGN_LOCAL, OF_ANOTHER_AGREEMENT, "local_to_id", "edition_id", name="local"
            ),
        )
    ),
    _lock_to_one(
        Measure.items.through,
        FOREIGN_ITEM,
        "A measure speaks to items of its own edition.",
        "measure_id",
        "item_id",
        name="item",
    ),
    *(
        _lock_to_one(
            model,
            FOREIGN_SIGNATURE,
            "This place on a signature page belongs to another agreement.",
            "role_id",
            "partnership_id",
            name="agreement",
        )
        for model in (Signature, SignatureEvent)
    ),
    _lock_to_one(
        Signature,
        OTHER_EDITION,
        "This place belongs to the signature page of another edition.",
        "role_id",
        "edition_id",
        name="edition",
    ),
    _lock_to_one(
        Signature,
        FOREIGN_SCAN,
        "The scanned page belongs to another partnership.",
        "scan_id",
        "partnership_id",
        name="scan",
    ),
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
