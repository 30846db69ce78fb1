"""Locks in the database: a plan and its steps name only what stands in their partnership and edition."""

from core.locks import Lock, columns_of

from .models import ActionPlan, ActionStep

FOREIGN_EDITION = (
    "NOT EXISTS (SELECT 1 FROM partnerships_edition e, partnerships_partnership p "
    "WHERE e.id = {row}.edition_id AND p.id = {row}.partnership_id AND e.agreement_id = p.agreement_id)"
)

FOREIGN_CATEGORY = (
    "NOT EXISTS (SELECT 1 FROM partnerships_category c, actionsteps_actionplan p WHERE c.id = {row}.category_id "
    "AND p.id = {row}.plan_id AND c.edition_id = p.edition_id)"
)

FOREIGN_FEEDBACK = (
    "{row}.feedback_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM actionsteps_feedback f, actionsteps_actionplan p "
    "WHERE f.id = {row}.feedback_id AND p.id = {row}.plan_id AND f.partnership_id = p.partnership_id)"
)

FOREIGN_ITEM = (
    "NOT EXISTS (SELECT 1 FROM partnerships_item i, actionsteps_actionstep s, actionsteps_actionplan p "
    "WHERE i.id = {row}.item_id AND s.id = {row}.actionstep_id AND p.id = s.plan_id "
    "AND i.edition_id = p.edition_id AND (i.local_to_id IS NULL OR i.local_to_id = p.partnership_id))"
)

LOCKS = [
    Lock(
        ActionPlan._meta.db_table,
        FOREIGN_EDITION,
        "The edition belongs to another agreement than the partnership's.",
        ("partnership_id", "edition_id"),
        delete=False,
        name="edition",
    ),
    Lock(
        ActionPlan._meta.db_table,
        "EXISTS (SELECT 1 FROM actionsteps_actionstep s WHERE s.plan_id = {row}.id)",
        "This plan has steps: its partnership and edition stay as they are.",
        ("partnership_id", "edition_id"),
        insert=False,
        delete=False,
        name="steps",
    ),
    Lock(
        ActionStep._meta.db_table,
        FOREIGN_CATEGORY,
        "The category belongs to another edition than the plan's.",
        ("plan_id", "category_id"),
        delete=False,
        name="category",
    ),
    Lock(
        ActionStep._meta.db_table,
        FOREIGN_FEEDBACK,
        "This was said in another partnership than the plan's.",
        ("plan_id", "feedback_id"),
        delete=False,
        name="feedback",
    ),
    Lock(
        ActionStep.items.through._meta.db_table,
        FOREIGN_ITEM,
        "A step serves items of its plan's own edition and partnership.",
        columns_of(ActionStep.items.through),
        delete=False,
    ),
]
