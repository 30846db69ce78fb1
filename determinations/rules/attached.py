"""The rules as part of an edition's text: copied with it, and checked before it is adopted."""

from collections.abc import Iterator
from typing import Any

from accounts.models import User
from core.history import save_as
from determinations.models import Criterion, Method, NextLevel, Option, Outcome, Quantity
from partnerships.editions.attachments import Attachment
from partnerships.editions.copying import Copied, TextCopying
from partnerships.editions.problems import Problem
from partnerships.models import Edition

from .problems import problems_in
from .rulebook import rulebook_of

RULE_MODELS = (Outcome, Method, Option, Quantity, Criterion, NextLevel)


def copy_rules(copying: TextCopying, edition: Edition, copied: Copied) -> None:
    """An edition's rules into a draft, those on a measure on the draft's own."""
    made: dict[str, dict[int, Any]] = {"measure": copied.measures}
    for model in RULE_MODELS:
        names = [one.name for one in model._meta.concrete_fields if one.name in made]
        rows = list(model._default_manager.filter(edition=edition))
        made[str(model._meta.model_name)], _ = copying.rows(rows, **{name: made[name] for name in names})


def problems_of_rules(edition: Edition) -> Iterator[Problem]:
    """What must be put right in the rules before the edition can be adopted."""
    methods = list(Method.objects.filter(edition=edition).select_related("outcome"))
    for sentence in problems_in(rulebook_of(edition), methods, Option.objects.filter(edition=edition)):
        yield Problem(sentence)


def lead_to_determinations(edition: Edition, by: User) -> None:
    """The pages of an agreement with rules lead to determinations from its first adopted edition with rules on."""
    agreement = edition.agreement
    if not agreement.has_determinations and Outcome.objects.filter(edition=edition).exists():
        agreement.has_determinations = True
        save_as(agreement, by=by, update_fields=["has_determinations"])


RULES = Attachment(
    models=RULE_MODELS, copy=copy_rules, problems=problems_of_rules, adopted=lead_to_determinations
)
