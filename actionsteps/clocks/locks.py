"""Locks in the database: what closes when, and which rule belongs to which agreement."""

from actionsteps.models import Case, CaseClock, Correction
from core.locks import Lock, columns_of

OF_OTHER_AGREEMENT = (
    "NOT EXISTS (SELECT 1 FROM actionsteps_clockrule r, actionsteps_case c, partnerships_partnership p "
    "WHERE r.id = {row}.rule_id AND c.id = {row}.case_id AND p.id = c.partnership_id "
    "AND r.agreement_id = p.agreement_id)"
)

ENDS_BEFORE_IT_STARTS = (
    "{row}.ended_on IS NOT NULL AND {row}.ended_on < {row}.started_on AND NOT EXISTS (SELECT 1 FROM "
    "actionsteps_clockrule r WHERE r.id = {row}.rule_id AND (r.unit = 'age' OR "
    "(r.bound = 'before' AND r.unit <> 'fixed_date')))"
)

LACKS_A_PRONG = (
    "{row}.kind = 'finding' AND {row}.closed_on IS NOT NULL AND "
    "(SELECT COUNT(*) FROM actionsteps_correction c WHERE c.case_id = {row}.id) < 2"
)

CLOCK_LOCKS = [
    Lock(
        Case._meta.db_table,
        LACKS_A_PRONG,
        "A finding closes when both are recorded: the individual case, and an updated sample.",
        ("kind", "closed_on"),
        delete=False,
        name="prongs",
        holds="SELECT 1 FROM actionsteps_correction c WHERE c.case_id = {row}.id",
    ),
    Lock(
        Case._meta.db_table,
        "{row}.rule_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM actionsteps_clockrule r, "
        "partnerships_partnership p WHERE r.id = {row}.rule_id AND p.id = {row}.partnership_id "
        "AND r.agreement_id = p.agreement_id)",
        "The rule belongs to another agreement than the case.",
        ("rule_id", "partnership_id"),
        delete=False,
        name="rule",
    ),
    Lock(
        Case._meta.db_table,
        "{row}.item_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_item i, partnerships_edition e, "
        "partnerships_partnership p WHERE i.id = {row}.item_id AND e.id = i.edition_id "
        "AND p.id = {row}.partnership_id AND e.agreement_id = p.agreement_id)",
        "The indicator belongs to another agreement than the case.",
        ("item_id", "partnership_id"),
        delete=False,
        name="item",
    ),
    Lock(
        Case._meta.db_table,
        "{row}.review_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM determinations_practicereview r "
        "WHERE r.id = {row}.review_id AND r.partnership_id = {row}.partnership_id "
        "AND r.item_id = {row}.item_id AND r.result = 'found')",
        "A finding comes from a review of this district that found non-compliance, of the same indicator.",
        ("review_id", "item_id", "partnership_id"),
        delete=False,
        name="review",
    ),
    Lock(
        Correction._meta.db_table,
        "EXISTS (SELECT 1 FROM actionsteps_case c WHERE c.id = {row}.case_id AND c.closed_on IS NOT NULL)",
        "The finding is closed: what corrected it stays as it is.",
        columns_of(Correction),
        name="closed",
        holds="SELECT 1 FROM actionsteps_case c WHERE c.id = {row}.case_id",
    ),
    Lock(
        Correction._meta.db_table,
        "EXISTS (SELECT 1 FROM actionsteps_case c WHERE c.id = {row}.case_id AND "
        "{row}.happened_on < c.notified_on)",
        "A finding is corrected after it was notified, not before.",
        ("case_id", "happened_on"),
        delete=False,
        name="notified",
    ),
    Lock(
        CaseClock._meta.db_table,
        OF_OTHER_AGREEMENT,
        "The rule belongs to another agreement than the case.",
        ("rule_id", "case_id"),
        delete=False,
        name="rule",
    ),
    Lock(
        CaseClock._meta.db_table,
        ENDS_BEFORE_IT_STARTS,
        "A clock cannot end before it starts.",
        ("started_on", "ended_on", "rule_id"),
        delete=False,
        name="end",
    ),
]
