"""Locks in the database: a document and what belongs to it are of one agreement."""

from core.locks import Lock, columns_of, stays_with

from .models import DocumentRun, Logo, Publication, PublicRecord, Translation

FOREIGN_EDITION = (
    "{row}.edition_id IS NOT NULL AND {row}.partnership_id IS NOT NULL AND NOT EXISTS "
    "(SELECT 1 FROM partnerships_edition e, "
    "partnerships_partnership p WHERE e.id = {row}.edition_id AND p.id = {row}.partnership_id "
    "AND e.agreement_id = p.agreement_id)"
)

FOREIGN_RUN = (
    "{row}.run_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM reports_documentrun r WHERE r.id = {row}.run_id AND "
    "(r.agreement_id = {row}.agreement_id OR r.agreement_id IN (SELECT p.agreement_id "
    "FROM partnerships_partnership p WHERE p.id = {row}.partnership_id OR p.id IN (SELECT a.partnership_id "
    "FROM assessments_assessment a WHERE a.id = {row}.assessment_id))))"
)
FOREIGN_TRANSLATION = (
    "{row}.partnership_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_partnership p "
    "WHERE p.id = {row}.partnership_id AND p.agreement_id = {row}.agreement_id)"
)

ISSUED = "{row}.status = 'ready'"
"""What is issued stays as it is: the file, its checksum, and what is said of it."""

LOCKS = [
    Lock(
        Publication._meta.db_table,
        ISSUED,
        "This document was issued: it stays as it is.",
        columns_of(Publication, but=("task_id",)),
        insert=False,
        name="issued",
        by_what_it_becomes=False,
    ),
    Lock(
        Publication._meta.db_table,
        FOREIGN_EDITION,
        "The edition belongs to another agreement than the partnership's.",
        ("partnership_id", "edition_id"),
        delete=False,
    ),
    Lock(
        Publication._meta.db_table,
        FOREIGN_RUN,
        "The documents asked for together belong to another agreement.",
        ("run_id", "agreement_id", "partnership_id", "assessment_id"),
        delete=False,
        name="run",
    ),
    Lock(
        Translation._meta.db_table,
        FOREIGN_TRANSLATION,
        "The partnership belongs to another agreement.",
        ("partnership_id", "agreement_id"),
        delete=False,
    ),
    Lock(
        Logo._meta.db_table,
        "TRUE",
        "A logo never changes: upload another one.",
        ("content", "content_type", "sha256", "organization_id"),
        insert=False,
        delete=False,
        name="drawn",
    ),
    Lock(
        PublicRecord._meta.db_table,
        "TRUE",
        "What was published stays as it was: publish anew, or withdraw it.",
        columns_of(PublicRecord, but=("replaced_at", "withdrawn_at", "withdrawn_by", "withdrawn_why")),
        insert=False,
        delete=False,
        name="published",
    ),
    stays_with(DocumentRun, "agreement_id", "What was asked for together stays in its agreement."),
    stays_with(Translation, "agreement_id", "A translation stays in its agreement."),
]
