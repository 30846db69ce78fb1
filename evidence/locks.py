"""Locks in the database: a row stays in its table, and names only what stands in its edition and partnership."""

from django.db import models

from core.locks import Lock, columns_of, stays_with

from .models import (
    ComponentValue,
    EvidenceColumn,
    EvidenceRow,
    EvidenceTable,
    Observation,
    Reconciliation,
    ReconciliationTerm,
    RequestedCell,
    SamplingTurn,
)

FOREIGN_EDITION = (
    "NOT EXISTS (SELECT 1 FROM partnerships_edition e, partnerships_category c "
    "WHERE e.id = {row}.edition_id AND c.id = {row}.category_id AND c.edition_id = e.id "
    "AND EXISTS (SELECT 1 FROM partnerships_partnership p "
    "WHERE p.id = {row}.partnership_id AND p.agreement_id = e.agreement_id))"
)

FOREIGN_TABLE = (
    "NOT EXISTS (SELECT 1 FROM partnerships_edition e, partnerships_partnership p "
    "WHERE e.id = {row}.edition_id AND p.id = {row}.partnership_id AND e.agreement_id = p.agreement_id)"
)

FOREIGN_PARENT = (
    "{row}.parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM evidence_evidencerow r "
    "WHERE r.id = {row}.parent_id AND r.category_id = {row}.category_id "
    "AND r.partnership_id = {row}.partnership_id)"
)

FOREIGN_COLUMN = (
    "NOT EXISTS (SELECT 1 FROM partnerships_category c, "
    "partnerships_edition e, partnerships_partnership p WHERE c.id = {row}.category_id "
    "AND e.id = c.edition_id AND p.id = {row}.partnership_id AND p.agreement_id = e.agreement_id)"
)

FOREIGN_PART = (
    "{row}.part_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM evidence_breakdownpart p, evidence_breakdown b "
    "WHERE p.id = {row}.part_id AND b.id = p.breakdown_id AND b.row_id = {row}.row_id)"
)

FOREIGN_COMPONENT = (
    "NOT EXISTS (SELECT 1 FROM evidence_observation o, evidence_component c, evidence_definition d "
    "WHERE o.id = {row}.observation_id AND c.id = {row}.component_id AND d.id = c.definition_id "
    "AND d.row_id = o.row_id)"
)

FOREIGN_REQUEST = (
    "NOT EXISTS (SELECT 1 FROM evidence_datarequest q, evidence_evidencerow r WHERE q.id = {row}.request_id "
    "AND r.id = {row}.row_id AND r.partnership_id = q.partnership_id)"
)

# A district of another agreement, or the whole itself, which is nobody's turn.
FOREIGN_DISTRICT = (
    "NOT EXISTS (SELECT 1 FROM evidence_samplingturn t, evidence_samplingplan s, evidence_evidencerow r, "
    "partnerships_edition e, partnerships_partnership p, partnerships_agreement a "
    "WHERE t.id = {row}.samplingturn_id AND s.id = t.plan_id AND r.id = s.row_id AND e.id = r.edition_id "
    "AND p.id = {row}.partnership_id AND p.agreement_id = e.agreement_id AND a.id = p.agreement_id "
    "AND p.partner_id <> a.lead_id)"
)

BEFORE_PLAN = (
    "EXISTS (SELECT 1 FROM evidence_samplingplan s, partnerships_period f, partnerships_period p "
    "WHERE s.id = {row}.plan_id AND f.id = s.from_period_id AND p.id = {row}.period_id "
    'AND p."start" < f."start")'
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


FOREIGN_SUM = (
    "NOT EXISTS (SELECT 1 FROM partnerships_edition e, partnerships_partnership p "
    "WHERE e.id = {row}.edition_id AND p.id = {row}.partnership_id AND e.agreement_id = p.agreement_id) "
    "OR ({row}.item_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_item i "
    "WHERE i.id = {row}.item_id AND i.edition_id = {row}.edition_id)) "
    "OR ({row}.contradiction_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_contradiction c "
    "WHERE c.id = {row}.contradiction_id AND c.edition_id = {row}.edition_id))"
)
FOREIGN_TERM = (
    "{row}.row_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM evidence_evidencerow r, evidence_reconciliation s "
    "WHERE r.id = {row}.row_id AND s.id = {row}.reconciliation_id AND r.partnership_id = s.partnership_id)"
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
    Lock(
        EvidenceColumn._meta.db_table,
        FOREIGN_COLUMN,
        "The column's category belongs to an edition of another agreement than the partnership's.",
        ("partnership_id", "category_id"),
        delete=False,
    ),
    Lock(
        Observation._meta.db_table,
        FOREIGN_PART,
        "A value is of a part of its own row.",
        ("row_id", "part_id"),
        delete=False,
    ),
    Lock(
        ComponentValue._meta.db_table,
        FOREIGN_COMPONENT,
        "A value's components are those of its own row's definitions.",
        ("observation_id", "component_id"),
        delete=False,
    ),
    Lock(
        RequestedCell._meta.db_table,
        FOREIGN_REQUEST,
        "Only values of rows of the partnership are asked for.",
        ("request_id", "row_id"),
        delete=False,
        name="row",
    ),
    Lock(
        RequestedCell._meta.db_table,
        FOREIGN_PART,
        "A value that is asked for is of a part of its own row.",
        ("row_id", "part_id"),
        delete=False,
        name="part",
    ),
    Lock(
        Reconciliation._meta.db_table,
        FOREIGN_SUM,
        "A sum is of its partnership's agreement, and names only what stands in its edition.",
        ("partnership_id", "edition_id", "item_id", "contradiction_id"),
        delete=False,
    ),
    Lock(
        ReconciliationTerm._meta.db_table,
        FOREIGN_TERM,
        "A sum is made of figures of its own partnership.",
        ("row_id",),
        delete=False,
    ),
    stays_with(ReconciliationTerm, "reconciliation_id", "A figure stays in its sum.", name="sum"),
    Lock(
        SamplingTurn.districts.through._meta.db_table,
        FOREIGN_DISTRICT,
        "Only districts of the plan's agreement are asked.",
        columns_of(SamplingTurn.districts.through),
        delete=False,
    ),
    Lock(
        SamplingTurn._meta.db_table,
        BEFORE_PLAN,
        "A plan says whom to ask from the period on in which it begins.",
        ("plan_id", "period_id"),
        delete=False,
    ),
    _lock_on_naming(EvidenceRow.measures.through, "measure"),
    _lock_on_naming(EvidenceRow.items.through, "item"),
]
