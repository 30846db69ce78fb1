"""The locks that keep what belongs to one agreement, edition or partnership from naming anything of another."""

from django.db import models

from core.locks import Lock, stays_with

from .models import (
    FOR_ITS_SCHOOLS,
    OF_ANOTHER_AGREEMENT,
    OF_ANOTHER_EDITION,
    Addendum,
    Category,
    Cohort,
    Contradiction,
    Edition,
    Item,
    Letter,
    Measure,
    Partnership,
    Passage,
    PolicyChoice,
    PolicyEvent,
    PolicyOption,
    PrintedCount,
    Signature,
    SignatureEvent,
    Submission,
    SubmittedChange,
)

COHORT_ELSEWHERE = "This cohort belongs to another agreement."
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
OTHER_ADDENDUM = (
    "{row}.addendum_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_addendum d "
    "WHERE d.id = {row}.addendum_id AND d.edition_id = {row}.edition_id AND d.partnership_id = {row}.%s)"
)
OTHER_PARENT = (
    "{{row}}.parent_id IS NOT NULL AND EXISTS (SELECT 1 FROM {table} p WHERE p.id = {{row}}.parent_id "
    "AND p.addendum_id IS DISTINCT FROM {{row}}.addendum_id)"
)
FOREIGN_SUBJECT = (
    "{row}.subject_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM accounts_organization s, "
    "partnerships_partnership p WHERE s.id = {row}.subject_id AND p.id = {row}.local_to_id "
    "AND s.parent_id = p.partner_id AND s.kind = 'school')"
)
OTHER_SUBJECT = (
    "{row}.status = 'adopted' AND EXISTS (SELECT 1 FROM partnerships_item i, partnerships_item p "
    "WHERE i.addendum_id = {row}.id AND p.id = i.parent_id AND p.subject_id IS DISTINCT FROM i.subject_id)"
)
TAKEN_REFERENCE = (
    "{row}.addendum_id IS NOT NULL AND EXISTS (SELECT 1 FROM partnerships_item i "
    "WHERE i.edition_id = {row}.edition_id AND i.reference = {row}.reference AND i.addendum_id IS NULL "
    "AND (i.local_to_id IS NULL OR i.local_to_id = {row}.local_to_id))"
)
OTHER_SIDE = (
    "{row}.addendum_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_addendum d "
    "WHERE d.id = {row}.addendum_id AND d.partnership_id = {row}.partnership_id)"
)
FOREIGN_ADDENDUM = (
    "NOT EXISTS (SELECT 1 FROM partnerships_edition e, partnerships_partnership p WHERE e.id = {row}.edition_id "
    "AND p.id = {row}.partnership_id AND e.agreement_id = p.agreement_id AND e.status = 'adopted')"
)
FOREIGN_REPLACED = (
    "{row}.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_addendum d "
    "WHERE d.id = {row}.replaces_id AND d.edition_id = {row}.edition_id "
    "AND d.partnership_id = {row}.partnership_id AND d.status = 'adopted')"
)
REPLACED_BY_NONE = (
    "{row}.replaced_from IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_addendum n "
    "WHERE n.replaces_id = {row}.id AND n.status = 'adopted' AND n.effective_from = {row}.replaced_from)"
)
FOREIGN_ITEM = (
    "NOT EXISTS (SELECT 1 FROM partnerships_item i, partnerships_measure m WHERE i.id = {row}.item_id "
    "AND m.id = {row}.measure_id AND i.edition_id = m.edition_id)"
)
FOREIGN_SUBMITTED = (
    "NOT EXISTS (SELECT 1 FROM partnerships_item i, partnerships_edition e, partnerships_submission s, {table} o "
    "WHERE i.id = {{row}}.item_id AND e.id = i.edition_id AND o.id = {{row}}.{name}_id "
    "AND s.id = o.submission_id AND e.agreement_id = s.agreement_id)"
)
FOREIGN_OPTION = (
    "{row}.%s IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_policyoption o "
    "WHERE o.id = {row}.%s AND o.choice_id = {row}.%s)"
)
FOREIGN_CONTRADICTED = (
    "{row}.item_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_item i WHERE i.id = {row}.item_id "
    "AND i.edition_id = {row}.edition_id)"
)
FOREIGN_BENEATH = (
    "NOT EXISTS (SELECT 1 FROM partnerships_item i WHERE i.id = {row}.item_id "
    "AND i.edition_id = {row}.edition_id)"
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
FOREIGN_COHORT = (
    "{row}.cohort_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_cohort c "
    "WHERE c.id = {row}.cohort_id AND c.agreement_id = {row}.agreement_id)"
)
FOREIGN_SCAN = (
    "{row}.scan_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_scan s WHERE s.id = {row}.scan_id "
    "AND s.partnership_id = {row}.partnership_id)"
)


def _lock_to_one(model: type[models.Model], condition: str, sentence: str, *names: str, name: str) -> Lock:
    """Keeps a row from naming what is of another agreement, edition or partnership. `names` are its columns."""
    return Lock(model._meta.db_table, condition, sentence, names, delete=False, name=name)


OF_ONE_AGREEMENT = [
    stays_with(Edition, "agreement_id", "An edition stays in its agreement."),
    stays_with(Partnership, "agreement_id", "A partnership stays in its agreement."),
    stays_with(Cohort, "agreement_id", "A cohort stays in its agreement."),
    *(
        _lock_to_one(model, FOREIGN_COHORT, COHORT_ELSEWHERE, "cohort_id", "agreement_id", name="cohort")
        for model in (Partnership, PrintedCount)
    ),
    stays_with(Category, "edition_id", "A category stays in its edition."),
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
            _lock_to_one(
                model,
                OTHER_PARENT.format(table=model._meta.db_table),
                "What stands beneath something is of the same text: the edition's, or one addition.",
                "parent_id",
                "addendum_id",
                name="beneath",
            ),
        )
    ),
    _lock_to_one(Item, FOREIGN_SUBJECT, FOR_ITS_SCHOOLS, "subject_id", "local_to_id", name="subject"),
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
            model.items.through,
            FOREIGN_SUBMITTED.format(table=model._meta.db_table, name=model._meta.model_name),
            "A submission speaks of its own agreement.",
            f"{model._meta.model_name}_id",
            "item_id",
            name="item",
        )
        for model in (SubmittedChange, Letter)
    ),
    stays_with(Passage, "edition_id", "A passage stays in its edition."),
    _lock_to_one(Passage, FOREIGN_BENEATH, OF_ANOTHER_EDITION, "item_id", "edition_id", name="item"),
    _lock_to_one(
        Contradiction,
        FOREIGN_CONTRADICTED,
        OF_ANOTHER_EDITION,
        "item_id",
        "edition_id",
        name="item",
    ),
    stays_with(Submission, "agreement_id", "A submission stays in its agreement."),
    stays_with(PolicyChoice, "agreement_id", "A choice stays in its agreement."),
    stays_with(PolicyOption, "choice_id", "An option stays with its question."),
    stays_with(PolicyEvent, "choice_id", "An answer stays with its question."),
    *(
        _lock_to_one(
            model,
            FOREIGN_OPTION % (option, option, choice),
            "This option belongs to another question.",
            option,
            *({choice} - {"id"}),
            name="option",
        )
        for model, option, choice in (
            (PolicyChoice, "chosen_id", "id"),
            (PolicyEvent, "option_id", "choice_id"),
        )
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
    # What single partnerships add.
    _lock_to_one(
        Addendum,
        FOREIGN_ADDENDUM,
        "An addition is one to an adopted edition of the partnership's agreement.",
        "partnership_id",
        "edition_id",
        name="edition",
    ),
    _lock_to_one(
        Addendum,
        FOREIGN_REPLACED,
        "An addition replaces an adopted one of the same partnership and edition.",
        "replaces_id",
        "partnership_id",
        "edition_id",
        name="replaces",
    ),
    _lock_to_one(
        Addendum,
        REPLACED_BY_NONE,
        "An addition ends on the day on which the one that replaces it begins.",
        "replaced_from",
        name="replaced",
    ),
    _lock_to_one(
        Addendum,
        OTHER_SUBJECT,
        "What stands beneath a goal is for the same school as the goal.",
        "status",
        name="subjects",
    ),
    *(
        _lock_to_one(
            model,
            OTHER_ADDENDUM % owner,
            "What an addition holds is of its own edition and partnership.",
            "addendum_id",
            "edition_id",
            owner,
            name="of_addendum",
        )
        for model, owner in (
            (Item, "local_to_id"),
            (Measure, "local_to_id"),
            (Signature, "partnership_id"),
        )
    ),
    _lock_to_one(
        SignatureEvent,
        OTHER_SIDE,
        "This addition belongs to another partnership.",
        "addendum_id",
        "partnership_id",
        name="of_addendum",
    ),
    _lock_to_one(
        Item,
        TAKEN_REFERENCE,
        "An item of the edition has this number.",
        "reference",
        "addendum_id",
        "edition_id",
        name="taken",
    ),
]
