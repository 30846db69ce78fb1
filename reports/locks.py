"""A lock in the database: a document of an agreement is of an edition of the partnership's own."""

from core.locks import Lock

from .models import Publication

FOREIGN_EDITION = (
    "{row}.edition_id IS NOT NULL AND {row}.partnership_id IS NOT NULL AND NOT EXISTS "
    "(SELECT 1 FROM partnerships_edition e, "
    "partnerships_partnership p WHERE e.id = {row}.edition_id AND p.id = {row}.partnership_id "
    "AND e.agreement_id = p.agreement_id)"
)

LOCKS = [
    Lock(
        Publication._meta.db_table,
        FOREIGN_EDITION,
        "The edition belongs to another agreement than the partnership's.",
        ("partnership_id", "edition_id"),
        delete=False,
    ),
]
