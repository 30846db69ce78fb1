"""Locks in the database: a row stays in its table, and names only what stands in its edition and partnership."""

from django.db import models

from core.locks import Lock, columns_of

from .models import EvidenceRow, EvidenceTable

FOREIGN_EDITION = (
    "NOT EXISTS (SELECT 1 FROM partnerships_edition e, partnerships_partnership p, partnerships_category c "
    "WHERE e.id = {row}.edition_id AND p.id = {row}.partnership_id AND c.id = {row}.category_id "
    "AND e.agreement_id = p.agreement_id AND c.edition_id = e.id)"
)

FOREIGN_TABLE = (
    "NOT EXISTS (SELECT 1 FROM partnerships_edition e, partnerships_partnership p "
    "WHERE e.id = {row}.edition_id AND p.id = {row}.partnership_id AND e.agreement_id = p.agreement_id)"
)

FOREIGN_PARENT = (
    "{row}.parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM evidence_evidencerow r "
    "WHERE r.id = {row}.parent_id AND r.partnership_id = {row}.partnership_id "
    "AND r.category_id = {row}.category_id)"
)

# What a row names, of a table of the adopted text.
FOREIGN_TO = (
    "NOT EXISTS (SELECT 1 FROM {table} t, evidence_evidencerow r WHERE t.id = {{row}}.{what}_id "
    "AND r.id = {{row}}.evidencerow_id AND t.edition_id = r.edition_id "
    "AND (t.local_to_id IS NULL OR t.local_to_id = r.partnership_id))"
)


def _lock_on_naming(through: type[models.Model], what: str) -> Lock:
    return Lock(
        through._meta.db_table,
        FOREIGN_TO.format(table=f"partnerships_{what}", what=what),
        f"A row names only {what}s of its own edition and partnership.",
        columns_of(through),
        delete=False,
    )


ROWS = EvidenceRow._meta.db_table

LOCKS = [
    Lock(
        EvidenceTable._meta.db_table,
        FOREIGN_TABLE,
        "The edition belongs to another agreement than the partnership's.",
        ("partnership_id", "edition_id"),
        delete=False,
    ),
    Lock(
        ROWS,
        FOREIGN_EDITION,
        "The row's category belongs to an edition of another agreement than the partnership's.",
        ("partnership_id", "edition_id", "category_id"),
        delete=False,
        name="edition",
    ),
    Lock(
        ROWS,
        "TRUE",
        "A row stays in the table of its partnership and edition.",
        ("partnership_id", "edition_id"),
        insert=False,
        delete=False,
        name="table",
    ),
    Lock(
        ROWS,
        FOREIGN_PARENT,
        "A row stands beneath a row of its own table and category.",
        ("parent_id", "category_id"),
        delete=False,
        name="parent",
    ),
    _lock_on_naming(EvidenceRow.measures.through, "measure"),
    _lock_on_naming(EvidenceRow.items.through, "item"),
]
