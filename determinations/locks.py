"""The database's locks: rules close with their edition, what was agreed with its round; what a partner chose and a
verdict never change."""

from django.db.models import Model

from core.locks import Lock, columns_of
from partnerships.locks import OWN, close_with_edition

from .models import (
    Criterion,
    Determination,
    Method,
    OptionChoice,
    PracticeReview,
    PrintedScreening,
    Quantity,
    Screen,
    ScreenRule,
    Verdict,
)
from .rules.attached import RULE_MODELS
from .screens.attached import SCREEN_MODELS

OF_ONE_EDITION = "Everything in a rule is of one edition."


def _of_other_edition(key: str, table: str) -> str:
    return (
        f"{{row}}.{key}_id IS NOT NULL AND NOT EXISTS "  # noqa: S608  # names from the models
        f"(SELECT 1 FROM {table} o WHERE o.id = {{row}}.{key}_id AND o.edition_id = {{row}}.edition_id)"
    )


def _of_one_edition(model: type[Model], key: str, table: str) -> Lock:
    return Lock(
        model._meta.db_table,
        _of_other_edition(key, table),
        OF_ONE_EDITION,
        (f"{key}_id", "edition_id"),
        delete=False,
        name=f"{key}_edition",
    )


FROZEN = (
    "EXISTS (SELECT 1 FROM determinations_verdict v WHERE v.determination_id = {row}.id "
    "AND v.reopened_at IS NULL)"
)

OF_ROUND = (
    "SELECT 1 FROM assessments_assessment a, determinations_determination d WHERE d.id = OLD.determination_id "
    "AND a.partnership_id = d.partnership_id AND a.cycle_id = d.cycle_id"
)
ROUND_IS_FINAL = (
    f"(EXISTS ({OF_ROUND} AND a.by_id IS NULL AND a.status = 'final') "
    f"OR NOT EXISTS ({OF_ROUND} AND (a.by_id IS NULL OR a.status NOT IN ('final', 'withdrawn'))))"
)
"""`Round.decisive` are all final: the joint assessment or, without one, those of all sides that are asked."""

FOREIGN_CYCLE = (
    "NOT EXISTS (SELECT 1 FROM assessments_cycle c, partnerships_edition e, partnerships_partnership p "
    "WHERE c.id = {row}.cycle_id AND e.id = c.edition_id AND p.id = {row}.partnership_id "
    "AND e.agreement_id = p.agreement_id)"
)

FOREIGN_SUBJECT = (
    "NOT EXISTS (SELECT 1 FROM partnerships_partnership p, accounts_organization o "
    "WHERE p.id = {row}.partnership_id AND o.id = {row}.subject_id "
    "AND (o.id = p.partner_id OR o.parent_id = p.partner_id))"
)

FOREIGN_OUTCOME = (
    "{row}.agreed_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM assessments_cycle c, determinations_outcome o "
    "WHERE c.id = {row}.cycle_id AND o.id = {row}.agreed_id AND o.edition_id = c.edition_id)"
)

FOREIGN_LEVEL = (
    "{row}.next_level_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM assessments_cycle c, "
    "determinations_nextlevel o WHERE c.id = {row}.cycle_id AND o.id = {row}.next_level_id "
    "AND o.edition_id = c.edition_id)"
)

FOREIGN_OPTION = (
    "NOT EXISTS (SELECT 1 FROM determinations_option o, partnerships_edition e, partnerships_partnership p "
    "WHERE o.id = {row}.option_id AND e.id = o.edition_id AND p.id = {row}.partnership_id "
    "AND e.agreement_id = p.agreement_id)"
)


def _foreign(model: type[Model], condition: str, sentence: str, name: str) -> Lock:
    return Lock(model._meta.db_table, condition, sentence, columns_of(model), delete=False, name=name)


FOREIGN_SCREEN = (
    "NOT EXISTS (SELECT 1 FROM determinations_screen s, partnerships_edition e, partnerships_partnership p "
    "WHERE s.id = {row}.screen_id AND e.id = s.edition_id AND p.id = {row}.partnership_id "
    "AND e.agreement_id = p.agreement_id)"
)

FOREIGN_ITEM = (
    "NOT EXISTS (SELECT 1 FROM partnerships_item i, partnerships_edition e, partnerships_partnership p "
    "WHERE i.id = {row}.item_id AND e.id = i.edition_id AND p.id = {row}.partnership_id "
    "AND e.agreement_id = p.agreement_id)"
)


LOCKS = [
    *(close_with_edition(model, OWN) for model in (*RULE_MODELS, *SCREEN_MODELS)),
    _of_one_edition(Method, "outcome", "determinations_outcome"),
    _of_one_edition(Criterion, "method", "determinations_method"),
    _of_one_edition(Criterion, "option", "determinations_option"),
    _of_one_edition(Criterion, "quantity", "determinations_quantity"),
    _of_one_edition(Quantity, "measure", "partnerships_measure"),
    _of_one_edition(Screen, "item", "partnerships_item"),
    _of_one_edition(ScreenRule, "screen", "determinations_screen"),
    _foreign(PrintedScreening, FOREIGN_SCREEN, "It is a screen of another agreement.", "screen"),
    _foreign(PracticeReview, FOREIGN_ITEM, "It is an indicator of another agreement.", "item"),
    Lock(
        Verdict._meta.db_table,
        "1 = 1",
        "A verdict never changes: open the round again to come to another.",
        columns_of(Verdict, but=("reopened_at",)),
        insert=False,
    ),
    Lock(
        Verdict._meta.db_table,
        "OLD.reopened_at IS NOT NULL",
        "A round is opened again once; then its next verdict stands.",
        ("reopened_at",),
        insert=False,
        delete=False,
        name="reopened",
    ),
    Lock(
        Verdict._meta.db_table,
        ROUND_IS_FINAL,
        "The round is final: its verdict stands until that is opened again.",
        ("reopened_at",),
        insert=False,
        delete=False,
        name="final",
    ),
    Lock(
        Determination._meta.db_table,
        FROZEN,
        "The round is final: what was agreed no longer changes. A director can open it again.",
        columns_of(Determination),
        insert=False,
    ),
    _foreign(Determination, FOREIGN_CYCLE, "It is a cycle of another agreement.", "cycle"),
    _foreign(
        Determination, FOREIGN_SUBJECT, "A determination is of the partner or one of its schools.", "subject"
    ),
    _foreign(Determination, FOREIGN_OUTCOME, "It is an outcome of another edition.", "agreed"),
    _foreign(Determination, FOREIGN_LEVEL, "It is a level of another edition.", "next_level"),
    Lock(
        OptionChoice._meta.db_table,
        "1 = 1",
        "What a partner chose stays on record: it is ended, with a reason, by choosing others.",
        columns_of(OptionChoice, but=("ended_at", "ended_by", "reason")),
        insert=False,
        name="chosen",
    ),
    Lock(
        OptionChoice._meta.db_table,
        "OLD.ended_at IS NOT NULL",
        "A choice is ended once, and its reason stays.",
        ("ended_at", "ended_by_id", "reason"),
        insert=False,
        delete=False,
        name="ended",
    ),
    _foreign(OptionChoice, FOREIGN_OPTION, "It is an option of another agreement.", "option"),
]
