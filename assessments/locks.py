"""Locks in the database: what is final stays as it is, and a rating is of a rated item of its own edition."""

from collections.abc import Iterator

from django.db import models

from core.locks import Lock, columns_of
from partnerships.locks import OWN, close_with_edition
from partnerships.models import Addendum

from .models import (
    Assessment,
    ClassRule,
    ConferenceNote,
    Confirmation,
    Cycle,
    Decision,
    Dismissal,
    DueDate,
    Highlight,
    HighlightOutcome,
    Minutes,
    ObservedClass,
    Rating,
    RatingMeasure,
)

SENTENCE = (
    "This assessment is final, or submitted jointly for each side to confirm: nothing in it changes any more."
)

# What each side is asked to confirm stays what it was when the first one did.
FINAL = (
    "EXISTS (SELECT 1 FROM assessments_assessment a WHERE a.id = {row}.assessment_id "
    "AND (a.status = 'final' OR a.status = 'submitted' AND a.by_id IS NULL))"
)

# The same for rows that belong to a rating or a highlight.
OF_FINAL = (
    "EXISTS (SELECT 1 FROM {table} r, assessments_assessment a WHERE r.id = {{row}}.{column} "
    "AND a.id = r.assessment_id AND (a.status = 'final' OR a.status = 'submitted' AND a.by_id IS NULL))"
)

CONFIRMED_BY_TWO = (
    "(SELECT COUNT(*) FROM assessments_confirmation c "
    "WHERE c.assessment_id = NEW.id AND c.submission = NEW.submission) > 1"
)

NOT_SUBMITTED_NOW = (
    "NOT EXISTS (SELECT 1 FROM assessments_assessment a WHERE a.id = {row}.assessment_id "
    "AND a.by_id IS NULL AND a.status = 'submitted' AND a.submission = {row}.submission)"
)

FOREIGN_TO = (
    "{{row}}.{what}_id IS NOT NULL AND NOT EXISTS "
    "(SELECT 1 FROM {of} t, {table} r, assessments_assessment a, assessments_cycle c "
    "WHERE t.id = {{row}}.{what}_id AND r.id = {{row}}.{column} AND a.id = r.assessment_id AND c.id = a.cycle_id "
    "AND t.edition_id = c.edition_id AND (t.{owner}_id = a.partnership_id{or_shared}))"
)

VALUE_OF_ANOTHER_ROW = (
    "{row}.value_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM evidence_observation o "
    "WHERE o.id = {row}.value_id AND o.row_id = {row}.row_id)"
)

FOREIGN_ITEM = (
    "NOT EXISTS (SELECT 1 FROM partnerships_item i, assessments_assessment a, assessments_cycle c, "
    "partnerships_period p WHERE i.id = {row}.item_id AND a.id = {row}.assessment_id AND c.id = a.cycle_id "
    "AND p.id = c.period_id AND i.edition_id = c.edition_id AND (i.is_rated OR i.may_be_rated) "
    "AND (i.local_to_id IS NULL OR i.local_to_id = a.partnership_id) "
    "AND (i.addendum_id IS NULL OR EXISTS (SELECT 1 FROM partnerships_addendum d WHERE d.id = i.addendum_id "
    "AND d.status = 'adopted' AND d.effective_from <= p.\"start\" "
    'AND (d.replaced_from IS NULL OR d.replaced_from > p."start"))))'
)

FOREIGN_LEVEL = (
    "{row}.level_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_ratinglevel l, "
    "partnerships_item i, partnerships_edition e WHERE l.id = {row}.level_id AND i.id = {row}.item_id "
    "AND e.id = i.edition_id AND l.scale_id = COALESCE(i.scale_id, e.scale_id))"
)

FOREIGN_CYCLE = (
    "NOT EXISTS (SELECT 1 FROM assessments_cycle c, partnerships_edition e, partnerships_partnership p "
    "WHERE c.id = {row}.cycle_id AND e.id = c.edition_id AND p.id = {row}.partnership_id "
    "AND e.agreement_id = p.agreement_id)"
)

FOREIGN_POINT = (
    "NOT EXISTS (SELECT 1 FROM partnerships_conferencepoint p, assessments_assessment a, assessments_cycle c "
    "WHERE p.id = {row}.point_id AND a.id = {row}.assessment_id AND a.by_id IS NULL AND c.id = a.cycle_id "
    "AND p.edition_id = c.edition_id)"
)

NOT_OF_CONFERENCES = (
    "NOT EXISTS (SELECT 1 FROM assessments_assessment a WHERE a.id = {row}.assessment_id AND a.by_id IS NULL) "
    "OR {row}.settled_in_id IS NOT NULL AND NOT EXISTS "
    "(SELECT 1 FROM assessments_assessment a, assessments_assessment s WHERE a.id = {row}.assessment_id "
    "AND s.id = {row}.settled_in_id AND s.by_id IS NULL AND s.partnership_id = a.partnership_id)"
)

# One side's, of the same round as the joint assessment; and taken into a list of that, of the same kind.
NOT_FROM_A_SIDE = (
    "NOT EXISTS (SELECT 1 FROM assessments_assessment a, assessments_assessment s, assessments_highlight h "
    "WHERE a.id = {row}.assessment_id AND a.by_id IS NULL AND h.id = {row}.highlight_id "
    "AND s.id = h.assessment_id AND s.by_id IS NOT NULL "
    "AND s.partnership_id = a.partnership_id AND s.cycle_id = a.cycle_id) "
    "OR {row}.into_id IS NOT NULL AND NOT EXISTS "
    "(SELECT 1 FROM assessments_highlight h, assessments_highlight j WHERE h.id = {row}.highlight_id "
    "AND j.id = {row}.into_id AND j.assessment_id = {row}.assessment_id AND j.kind = h.kind)"
)

DRAFT_EDITION = (
    "EXISTS (SELECT 1 FROM partnerships_edition e WHERE e.id = {row}.edition_id AND e.status = 'draft')"
)

OUTSIDE = (
    "{row}.outside_reason = '' AND EXISTS (SELECT 1 FROM partnerships_edition e, partnerships_period p "
    "WHERE e.id = {row}.edition_id AND p.id = {row}.period_id "
    'AND (p."start" < e.effective_from OR p."end" > e.effective_to))'
)

BEGUN_CYCLE = (
    "OLD.status = 'draft' AND NEW.status <> 'draft' AND EXISTS (SELECT 1 FROM assessments_assessment a, "
    "assessments_cycle c, partnerships_period p WHERE a.partnership_id = NEW.partnership_id AND c.id = a.cycle_id "
    'AND c.edition_id = NEW.edition_id AND p.id = c.period_id AND p."start" >= NEW.effective_from)'
)


def _locks_beneath(model: type[models.Model], table: str, column: str, **named: str) -> Iterator[Lock]:
    """For rows that hang on a rating or highlight: closed with it, and naming only what is of its document.

    `named` maps a column's name without `_id` to the table it points into.
    """
    columns = columns_of(model)
    yield Lock(model._meta.db_table, OF_FINAL.format(table=table, column=column), SENTENCE, columns)
    for what, of in named.items():
        is_row = of == ROWS
        yield Lock(
            model._meta.db_table,
            FOREIGN_TO.format(
                of=of,
                table=table,
                what=what,
                column=column,
                owner="partnership" if is_row else "local_to",
                or_shared="" if is_row else " OR t.local_to_id IS NULL",
            ),
            "Only what stands in the assessment's own edition and partnership can be named.",
            columns,
            delete=False,
            name=what,
        )


NOT_A_SCHOOL = (
    "NOT EXISTS (SELECT 1 FROM assessments_assessment a, partnerships_partnership p, accounts_organization o "
    "WHERE a.id = {row}.assessment_id AND p.id = a.partnership_id AND o.id = {row}.school_id "
    "AND (o.id = p.partner_id OR o.parent_id = p.partner_id))"
)

ITEMS, MEASURES, ROWS = "partnerships_item", "partnerships_measure", "evidence_evidencerow"
SETTLING = ("settled_at", "settled_by", "settled_in", "settled_how")
REOPENING = ("status", "remark", "returned_at", "returned_by_id")

LOCKS = [
    Lock(
        Assessment._meta.db_table,
        "OLD.status = 'final'",
        SENTENCE,
        columns_of(Assessment, but=("updated_at", "status", "remark", "returned_at", "returned_by")),
        insert=False,
    ),
    # Reopening says so, and why; nothing else leads out of a final assessment.
    Lock(
        Assessment._meta.db_table,
        "OLD.status = 'final' AND NEW.status <> 'returned'",
        SENTENCE,
        REOPENING,
        insert=False,
        delete=False,
        name="reopening",
    ),
    Lock(
        Assessment._meta.db_table,
        "OLD.status = 'submitted' AND NEW.status = 'submitted' AND NEW.by_id IS NULL",
        SENTENCE,
        ("date", "date_is_month", "participants"),
        insert=False,
        delete=False,
        name="submitted",
    ),
    # Nobody closes alone what is of both sides; whether every side has confirmed is asked of the round.
    Lock(
        Assessment._meta.db_table,
        "OLD.status = 'submitted' AND NEW.status = 'final' AND NEW.by_id IS NULL AND NEW.closing_reason = '' "
        f"AND NOT {CONFIRMED_BY_TWO}",
        "A joint assessment becomes final when each side has confirmed it, or for a reason that is on record.",
        ("status",),
        insert=False,
        delete=False,
        name="confirmed",
    ),
    Lock(
        Confirmation._meta.db_table,
        NOT_SUBMITTED_NOW,
        "What is confirmed is the joint assessment as it is submitted now.",
        columns_of(Confirmation),
    ),
    close_with_edition(ClassRule, OWN),
    Lock(ObservedClass._meta.db_table, FINAL, SENTENCE, columns_of(ObservedClass)),
    Lock(
        ObservedClass._meta.db_table,
        NOT_A_SCHOOL,
        "A class is of the partner or one of its schools.",
        ("assessment_id", "school_id"),
        delete=False,
        name="school",
    ),
    Lock(Rating._meta.db_table, FINAL, SENTENCE, columns_of(Rating, but=("updated_at",))),
    Lock(Highlight._meta.db_table, FINAL, SENTENCE, columns_of(Highlight)),
    Lock(Dismissal._meta.db_table, FINAL, SENTENCE, columns_of(Dismissal)),
    Lock(Minutes._meta.db_table, FINAL, SENTENCE, columns_of(Minutes, but=("updated_at",))),
    Lock(ConferenceNote._meta.db_table, FINAL, SENTENCE, columns_of(ConferenceNote, but=("updated_at",))),
    Lock(
        ConferenceNote._meta.db_table,
        FOREIGN_POINT,
        "It is a point of another edition than the conference's.",
        ("assessment_id", "point_id"),
        delete=False,
        name="point",
    ),
    Lock(HighlightOutcome._meta.db_table, FINAL, SENTENCE, columns_of(HighlightOutcome, but=("made_at",))),
    # What is decided closes with its conference. Whether it is settled is told later.
    Lock(Decision._meta.db_table, FINAL, SENTENCE, columns_of(Decision, but=SETTLING)),
    Lock(
        Decision._meta.db_table,
        NOT_OF_CONFERENCES,
        "A decision is taken at a conference, and settled at one of the same partnership.",
        ("assessment_id", "settled_in_id"),
        delete=False,
        name="conference",
    ),
    Lock(
        HighlightOutcome._meta.db_table,
        NOT_FROM_A_SIDE,
        "A conference takes over what a side of its own round wrote, into the list of the same kind.",
        ("assessment_id", "highlight_id", "into_id"),
        delete=False,
        name="side",
    ),
    *_locks_beneath(RatingMeasure, Rating._meta.db_table, "rating_id", measure=MEASURES, row=ROWS),
    Lock(
        RatingMeasure._meta.db_table,
        VALUE_OF_ANOTHER_ROW,
        "The value is of another row than the one that is named.",
        ("row_id", "value_id"),
        delete=False,
        name="value",
    ),
    *_locks_beneath(Highlight.items.through, Highlight._meta.db_table, "highlight_id", item=ITEMS),
    *_locks_beneath(Highlight.measures.through, Highlight._meta.db_table, "highlight_id", measure=MEASURES),
    *_locks_beneath(Highlight.rows.through, Highlight._meta.db_table, "highlight_id", evidencerow=ROWS),
    Lock(
        Rating._meta.db_table,
        FOREIGN_ITEM,
        "Only rated items of the assessment's own edition and partnership can be rated.",
        ("assessment_id", "item_id"),
        delete=False,
        name="item",
    ),
    Lock(
        Rating._meta.db_table,
        FOREIGN_LEVEL,
        "This level is not on the scale by which the item is rated.",
        ("level_id", "item_id"),
        delete=False,
        name="level",
    ),
    Lock(
        Assessment._meta.db_table,
        FOREIGN_CYCLE,
        "The cycle rates another agreement than the partnership's.",
        ("cycle_id", "partnership_id"),
        delete=False,
        name="agreement",
    ),
    Lock(
        DueDate._meta.db_table,
        FOREIGN_CYCLE,
        "The cycle rates another agreement than the partnership's.",
        ("cycle_id", "partnership_id"),
        delete=False,
        name="agreement",
    ),
    # What has ratings, or assessments, stays what it is about.
    Lock(
        Assessment._meta.db_table,
        "EXISTS (SELECT 1 FROM assessments_rating r WHERE r.assessment_id = {row}.id)",
        "This assessment has ratings: its partnership, cycle and side stay as they are.",
        ("partnership_id", "cycle_id", "by_id"),
        insert=False,
        delete=False,
        name="rated",
    ),
    Lock(
        Cycle._meta.db_table,
        "EXISTS (SELECT 1 FROM assessments_assessment a WHERE a.cycle_id = {row}.id)",
        "This cycle has assessments: its edition and period stay as they are.",
        ("edition_id", "period_id"),
        insert=False,
        delete=False,
    ),
    Lock(
        Cycle._meta.db_table,
        DRAFT_EDITION,
        "This edition is a draft: a cycle rates an adopted edition.",
        ("edition_id",),
        delete=False,
        name="draft",
    ),
    Lock(
        Cycle._meta.db_table,
        OUTSIDE,
        "The period does not lie within the edition: say why it is rated by it.",
        ("edition_id", "period_id", "outside_reason"),
        delete=False,
        name="outside",
    ),
    # What an assessment rates is fixed when it is opened.
    Lock(
        Addendum._meta.db_table,
        BEGUN_CYCLE,
        "This partnership has an assessment in a cycle that begins on this day or later: choose a later first day.",
        ("status",),
        insert=False,
        delete=False,
        name="begun",
    ),
]
