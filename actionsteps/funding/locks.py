"""Locks in the database: what was asked of a fund stays as it was submitted, and what was decided stays too."""

from typing import Any

from actionsteps.models import (
    ActivityCategory,
    FundingActivity,
    FundingDecision,
    FundingRequest,
    FundingResult,
    FundPriority,
    GrantedShare,
)
from core.locks import Lock, columns_of

IS_SUBMITTED = "This request is submitted, and its words stay as they are. It can be returned for more."
STAYS = "What was decided or said about a request stays. Add another one instead."
NAMED = "A request that was submitted names this, so its words stay. Add another one beside it."

NOT_WRITTEN = (
    "EXISTS (SELECT 1 FROM actionsteps_fundingrequest q WHERE q.id = {row}.%s "
    "AND q.status NOT IN ('draft', 'returned'))"
)
HOLDS = "SELECT 1 FROM actionsteps_fundingrequest q WHERE q.id = {row}.%s"

OTHER_FUND = (
    "NOT EXISTS (SELECT 1 FROM actionsteps_fund f, partnerships_partnership p WHERE f.id = {row}.fund_id "
    "AND p.id = {row}.partnership_id AND f.agreement_id = p.agreement_id)"
)
OTHER_SUBJECT = (
    "NOT EXISTS (SELECT 1 FROM partnerships_partnership p, accounts_organization o "
    "WHERE p.id = {row}.partnership_id AND o.id = {row}.subject_id "
    "AND p.partner_id IN (o.id, o.parent_id))"
)
OTHER_CATEGORY = (
    "NOT EXISTS (SELECT 1 FROM actionsteps_activitycategory c, actionsteps_fundingrequest q "
    "WHERE c.id = {row}.category_id AND q.id = {row}.request_id AND q.fund_id = c.fund_id)"
)
NOTHING_DECIDED = (
    "{row}.status = 'decided' AND NOT EXISTS (SELECT 1 FROM actionsteps_fundingdecision d "
    "WHERE d.request_id = {row}.id)"
)
NOT_SUBMITTED = (
    "NOT EXISTS (SELECT 1 FROM actionsteps_fundingrequest q WHERE q.id = {row}.request_id "
    "AND q.status IN ('submitted', 'decided'))"
)
MORE_THAN_ASKED = (
    "{row}.amount > (SELECT COALESCE(SUM(a.amount), 0) FROM actionsteps_fundingactivity a "
    "WHERE a.request_id = {row}.request_id)"
)
OTHER_SHARE = (
    "NOT EXISTS (SELECT 1 FROM actionsteps_fundingdecision d, actionsteps_fundingactivity a "
    "WHERE d.id = {row}.decision_id AND a.id = {row}.activity_id AND a.request_id = d.request_id "
    "AND {row}.amount <= a.amount)"
)
NOT_DECIDED = (
    "NOT EXISTS (SELECT 1 FROM actionsteps_fundingactivity a, actionsteps_fundingrequest q "
    "WHERE a.id = {row}.activity_id AND q.id = a.request_id AND q.status = 'decided')"
)
OTHER_RESULT_ROW = (
    "{row}.row_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM evidence_evidencerow r, actionsteps_fundingactivity a, "
    "actionsteps_fundingrequest q WHERE r.id = {row}.row_id AND a.id = {row}.activity_id "
    "AND q.id = a.request_id AND r.partnership_id = q.partnership_id)"
)
OF_SUBMITTED = "EXISTS (SELECT 1 FROM %s AND q.status NOT IN ('draft', 'returned'))"

OTHER_ITEM = (
    "NOT EXISTS (SELECT 1 FROM partnerships_item i, partnerships_edition e, partnerships_partnership p, "
    "actionsteps_fundingrequest q WHERE i.id = {row}.item_id AND q.id = {row}.fundingrequest_id "
    "AND p.id = q.partnership_id AND e.id = i.edition_id AND e.agreement_id = p.agreement_id "
    "AND (i.local_to_id IS NULL OR i.local_to_id = p.id))"
)
OTHER_PRIORITY = (
    "NOT EXISTS (SELECT 1 FROM actionsteps_fundpriority o, actionsteps_fundingrequest q "
    "WHERE o.id = {row}.fundpriority_id AND q.id = {row}.fundingrequest_id AND o.fund_id = q.fund_id)"
)
OTHER_ROW = (
    "NOT EXISTS (SELECT 1 FROM evidence_evidencerow r, actionsteps_fundingrequest q "
    "WHERE r.id = {row}.evidencerow_id AND q.id = {row}.fundingrequest_id AND r.partnership_id = q.partnership_id)"
)

REQUEST = FundingRequest._meta.db_table
WORDS = ("title", "subject_id", "period_id", "rationale", "effectiveness")
"""What is submitted of a request, beside its activities and what it names."""


def _of_links(field: Any, condition: str, sentence: str) -> list[Lock]:
    through = field.through
    table, columns = through._meta.db_table, columns_of(through)
    return [
        Lock(table, condition, sentence, columns, delete=False, name="other"),
        Lock(
            table,
            NOT_WRITTEN % "fundingrequest_id",
            IS_SUBMITTED,
            columns,
            name="sent",
            holds=HOLDS % "fundingrequest_id",
        ),
    ]


def _stays(model: Any) -> Lock:
    return Lock(
        model._meta.db_table, "{row}.id IS NOT NULL", STAYS, columns_of(model), insert=False, name="stays"
    )


FUNDING_LOCKS = [
    Lock(
        REQUEST,
        OTHER_FUND,
        "The fund belongs to another agreement than the partnership's.",
        ("fund_id", "partnership_id"),
        delete=False,
        name="fund",
    ),
    Lock(
        REQUEST,
        "{row}.id IS NOT NULL",
        "A request stays with the partnership and the fund it was begun for.",
        ("fund_id", "partnership_id"),
        insert=False,
        delete=False,
        name="place",
    ),
    Lock(
        REQUEST,
        OTHER_SUBJECT,
        "A request is for the partner or one of its schools.",
        ("subject_id", "partnership_id"),
        delete=False,
        name="subject",
    ),
    Lock(
        REQUEST,
        "OLD.status NOT IN ('draft', 'returned')",
        IS_SUBMITTED,
        WORDS,
        insert=False,
        name="submitted",
    ),
    Lock(
        REQUEST,
        NOTHING_DECIDED,
        "A request is decided by a decision.",
        ("status",),
        delete=False,
        name="decided",
    ),
    Lock(
        REQUEST,
        "OLD.status = 'decided' AND NEW.status <> 'decided'",
        "What is decided stays so; it may be decided anew.",
        ("status",),
        insert=False,
        delete=False,
        name="stays",
    ),
    Lock(
        FundingActivity._meta.db_table,
        NOT_WRITTEN % "request_id",
        IS_SUBMITTED,
        columns_of(FundingActivity),
        name="submitted",
        holds=HOLDS % "request_id",
    ),
    Lock(
        FundingActivity._meta.db_table,
        OTHER_CATEGORY,
        "The category belongs to another fund than the request's.",
        ("request_id", "category_id"),
        delete=False,
        name="category",
    ),
    _stays(FundingDecision),
    Lock(
        FundingDecision._meta.db_table,
        NOT_SUBMITTED,
        "Only what is submitted can be decided.",
        ("request_id",),
        delete=False,
        name="submitted",
        holds=HOLDS % "request_id",
    ),
    Lock(
        FundingDecision._meta.db_table,
        MORE_THAN_ASKED,
        "No more is granted than was asked.",
        ("request_id", "amount"),
        delete=False,
        name="asked",
    ),
    _stays(GrantedShare),
    Lock(
        GrantedShare._meta.db_table,
        OTHER_SHARE,
        "For an activity of the request no more is granted than was asked for it.",
        ("decision_id", "activity_id", "amount"),
        delete=False,
        name="activity",
    ),
    _stays(FundingResult),
    Lock(
        FundingResult._meta.db_table,
        NOT_DECIDED,
        "What an activity did is said once the request is decided.",
        ("activity_id",),
        delete=False,
        name="decided",
    ),
    Lock(
        FundingResult._meta.db_table,
        OTHER_RESULT_ROW,
        "This row of evidence is of another partnership than the request.",
        ("activity_id", "row_id"),
        delete=False,
        name="row",
    ),
    Lock(
        FundPriority._meta.db_table,
        OF_SUBMITTED % "actionsteps_fundingrequest_priorities l, actionsteps_fundingrequest q "
        "WHERE l.fundpriority_id = OLD.id AND q.id = l.fundingrequest_id",
        NAMED,
        ("name", "fund_id"),
        insert=False,
        delete=False,
        name="named",
    ),
    Lock(
        ActivityCategory._meta.db_table,
        OF_SUBMITTED % "actionsteps_fundingactivity l, actionsteps_fundingrequest q "
        "WHERE l.category_id = OLD.id AND q.id = l.request_id",
        NAMED,
        ("name", "fund_id"),
        insert=False,
        delete=False,
        name="named",
    ),
    *_of_links(
        FundingRequest.items, OTHER_ITEM, "A request serves what stands in its own partnership's document."
    ),
    *_of_links(
        FundingRequest.priorities, OTHER_PRIORITY, "The priority belongs to another fund than the request's."
    ),
    *_of_links(
        FundingRequest.evidence,
        OTHER_ROW,
        "This row of evidence is of another partnership than the request.",
    ),
]
