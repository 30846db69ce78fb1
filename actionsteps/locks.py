"""Locks in the database: a plan and its steps name only what stands in their partnership and edition.

The words of a released version no longer change."""

from typing import Any

from core.locks import Lock, columns_of, stays_with

from .activities.locks import ACTIVITY_LOCKS
from .clocks.locks import CLOCK_LOCKS
from .funding.locks import FUNDING_LOCKS
from .launch.locks import LAUNCH_LOCKS
from .models import Action, ActionPlan, ActionStep, ClockRule, Feedback, Fund, LaunchPlan, StepPoint

FOREIGN_EDITION = (
    "NOT EXISTS (SELECT 1 FROM partnerships_edition e, partnerships_partnership p "
    "WHERE e.id = {row}.edition_id AND p.id = {row}.partnership_id AND e.agreement_id = p.agreement_id)"
)

FOREIGN_CATEGORY = (
    "NOT EXISTS (SELECT 1 FROM partnerships_category c, actionsteps_actionplan p WHERE c.id = {row}.category_id "
    "AND p.id = {row}.plan_id AND c.edition_id = p.edition_id)"
)

FOREIGN_FEEDBACK_CATEGORY = (
    "{row}.category_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_category c, partnerships_edition e, "
    "partnerships_partnership p WHERE c.id = {row}.category_id AND e.id = c.edition_id "
    "AND p.id = {row}.partnership_id AND e.agreement_id = p.agreement_id)"
)

MERGED_ELSEWHERE = (
    "{row}.merged_into_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM actionsteps_feedback f "
    "WHERE f.id = {row}.merged_into_id AND f.partnership_id = {row}.partnership_id AND f.merged_into_id IS NULL)"
)

FOREIGN_ITEM = (
    "NOT EXISTS (SELECT 1 FROM partnerships_item i, actionsteps_actionstep s, actionsteps_actionplan p "
    "WHERE s.id = {row}.actionstep_id AND p.id = s.plan_id "
    "AND i.id = {row}.item_id AND i.edition_id = p.edition_id "
    "AND (i.local_to_id IS NULL OR i.local_to_id = p.partnership_id))"
)

FOREIGN_POINT = (
    "{row}.item_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_item i, actionsteps_actionstep s, "
    "actionsteps_actionplan p WHERE s.id = {row}.step_id AND p.id = s.plan_id "
    "AND i.id = {row}.item_id AND i.edition_id = p.edition_id "
    "AND (i.local_to_id IS NULL OR i.local_to_id = p.partnership_id))"
)

FOREIGN_FEEDBACK = (
    "NOT EXISTS (SELECT 1 FROM actionsteps_feedback f, actionsteps_actionstep s, actionsteps_actionplan p "
    "WHERE s.id = {row}.actionstep_id AND p.id = s.plan_id "
    "AND f.id = {row}.feedback_id AND f.partnership_id = p.partnership_id)"
)

FOREIGN_HIGHLIGHT = (
    "NOT EXISTS (SELECT 1 FROM assessments_highlight h, assessments_assessment a, "
    "actionsteps_actionstep s, actionsteps_actionplan p WHERE s.id = {row}.actionstep_id AND p.id = s.plan_id "
    "AND h.id = {row}.highlight_id AND a.id = h.assessment_id "
    "AND a.partnership_id = p.partnership_id)"
)

FOREIGN_DECISION = (
    "NOT EXISTS (SELECT 1 FROM assessments_decision d, assessments_assessment a, "
    "actionsteps_actionstep s, actionsteps_actionplan p WHERE s.id = {row}.actionstep_id AND p.id = s.plan_id "
    "AND d.id = {row}.decision_id AND a.id = d.assessment_id "
    "AND a.partnership_id = p.partnership_id)"
)

FOREIGN_ROW = (
    "NOT EXISTS (SELECT 1 FROM evidence_evidencerow r, actionsteps_actionstep s, actionsteps_actionplan p "
    "WHERE s.id = {row}.actionstep_id AND p.id = s.plan_id "
    "AND r.id = {row}.evidencerow_id AND r.partnership_id = p.partnership_id)"
)

PRINTED = (
    "EXISTS (SELECT 1 FROM actionsteps_actionstep_feedback l, actionsteps_actionstep s, actionsteps_actionplan p "
    "WHERE l.feedback_id = {row}.id AND s.id = l.actionstep_id AND p.id = s.plan_id AND p.status = 'released')"
)

OTHER_PLANS_VERSION = (
    "{row}.follows_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM actionsteps_actionplan p "
    "WHERE p.id = {row}.follows_id AND p.partnership_id = {row}.partnership_id AND p.lineage = {row}.lineage)"
)

OTHER_PARTNERSHIPS_STEP = (
    "EXISTS (SELECT 1 FROM actionsteps_actionstep s, actionsteps_actionplan p, actionsteps_actionplan q "
    "WHERE s.id IN ({row}.split_from_id, {row}.merged_into_id) AND p.id = s.plan_id AND q.id = {row}.plan_id "
    "AND p.partnership_id <> q.partnership_id)"
)

IS_RELEASED = "This version of the plan is released, and its words stay as they are. Start the next version."

OF_RELEASED_PLAN = (
    "EXISTS (SELECT 1 FROM actionsteps_actionplan p WHERE p.id = {row}.plan_id AND p.status = 'released')"
)

OF_RELEASED_STEP = (
    "EXISTS (SELECT 1 FROM actionsteps_actionstep s, actionsteps_actionplan p "
    "WHERE s.id = {row}.%s AND p.id = s.plan_id AND p.status = 'released')"
)

WORDS = (
    "plan_id",
    "lineage",
    "category_id",
    "position",
    "title",
    "note",
    "outcomes",
    "causes",
    "solutions",
    "split_from_id",
    "merged_into_id",
    "removed_at",
)
"""What a plan's document prints of a step. Who does it, until when and how far it is go on changing."""


def _of_links(field: Any, condition: str, sentence: str, *, released: bool = False) -> list[Lock]:
    """A step's links to what belongs to another partnership or edition, and those of a released version."""
    through = field.through
    locks = [Lock(through._meta.db_table, condition, sentence, columns_of(through), delete=False)]
    if released:
        of_released = OF_RELEASED_STEP % "actionstep_id"
        locks.append(
            Lock(through._meta.db_table, of_released, IS_RELEASED, columns_of(through), name="released")
        )
    return locks


LOCKS = [
    stays_with(ClockRule, "agreement_id", "A clock stays in its agreement."),
    stays_with(Fund, "agreement_id", "A fund stays in its agreement."),
    stays_with(LaunchPlan, "agreement_id", "A launch plan stays in its agreement."),
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
        ActionPlan._meta.db_table,
        "OLD.status = 'released'",
        IS_RELEASED,
        ("title", "version", "period_id", "uses_causes", "names_targets", "status", "lineage", "follows_id"),
        insert=False,
        delete=False,
        name="released",
    ),
    Lock(
        ActionPlan._meta.db_table,
        OTHER_PLANS_VERSION,
        "A version follows one of the same plan.",
        ("partnership_id", "follows_id", "lineage"),
        delete=False,
        name="follows",
    ),
    Lock(
        ActionStep._meta.db_table,
        OTHER_PARTNERSHIPS_STEP,
        "A step is split from and merged into steps of its own partnership.",
        ("plan_id", "split_from_id", "merged_into_id"),
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
    Lock(ActionStep._meta.db_table, OF_RELEASED_PLAN, IS_RELEASED, WORDS, name="released"),
    Lock(
        Action._meta.db_table,
        OF_RELEASED_STEP % "step_id",
        IS_RELEASED,
        ("step_id", "text", "timeline", "position", "lineage"),
        name="released",
    ),
    Lock(
        StepPoint._meta.db_table,
        OF_RELEASED_STEP % "step_id",
        IS_RELEASED,
        columns_of(StepPoint),
        name="released",
    ),
    Lock(
        StepPoint._meta.db_table,
        FOREIGN_POINT,
        "A step targets items of its plan's own edition and partnership.",
        ("step_id", "item_id"),
        delete=False,
        name="item",
    ),
    Lock(
        Feedback._meta.db_table,
        FOREIGN_FEEDBACK_CATEGORY,
        "The category belongs to another agreement than the partnership's.",
        ("partnership_id", "category_id"),
        delete=False,
        name="category",
    ),
    Lock(
        Feedback._meta.db_table,
        "{row}.id IS NOT NULL",
        "What was said stays with the partnership it was told.",
        ("partnership_id",),
        insert=False,
        delete=False,
        name="partnership",
    ),
    Lock(
        Feedback._meta.db_table,
        MERGED_ELSEWHERE,
        "Feedback is merged under a statement of the same partnership that stands by itself.",
        ("partnership_id", "merged_into_id"),
        delete=False,
        name="merged",
    ),
    Lock(
        Feedback._meta.db_table,
        PRINTED,
        "A released plan prints these words: they stay as they are. What families read can be worded anew.",
        ("partnership_id", "text", "removed_at"),
        insert=False,
        name="printed",
    ),
    *_of_links(
        ActionStep.items,
        FOREIGN_ITEM,
        "A step serves items of its plan's own edition and partnership.",
        released=True,
    ),
    *_of_links(
        ActionStep.feedback,
        FOREIGN_FEEDBACK,
        "This was said in another partnership than the plan's.",
        released=True,
    ),
    *_of_links(
        ActionStep.highlights,
        FOREIGN_HIGHLIGHT,
        "This area of focus is of another partnership than the plan.",
    ),
    *_of_links(
        ActionStep.decisions, FOREIGN_DECISION, "This was decided in another partnership than the plan's."
    ),
    *_of_links(ActionStep.rows, FOREIGN_ROW, "This row of evidence is of another partnership than the plan."),
    *ACTIVITY_LOCKS,
    *CLOCK_LOCKS,
    *LAUNCH_LOCKS,
    *FUNDING_LOCKS,
]
