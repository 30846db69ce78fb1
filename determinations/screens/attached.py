"""Screens as part of an edition's text: copied with it, and checked before it is adopted."""

from collections import defaultdict
from collections.abc import Iterator

from accounts.models import User
from core.history import save_as
from determinations.models import Screen, ScreenRule
from partnerships.editions.attachments import Attachment
from partnerships.editions.copying import Copied, TextCopying
from partnerships.editions.problems import Problem
from partnerships.models import Edition

SCREEN_MODELS = (Screen, ScreenRule)


def copy_screens(copying: TextCopying, edition: Edition, copied: Copied) -> None:
    """Those of items that were copied, with their rules."""
    screens = list(Screen.objects.filter(edition=edition, item__in=copied.items))
    made, _ = copying.rows(screens, item=copied.items)
    copying.rows(list(ScreenRule.objects.filter(edition=edition, screen__in=screens)), screen=made)


def problems_of_screens(edition: Edition) -> Iterator[Problem]:
    """A screen without a rule looks at nothing, and a rule that ends before it begins holds never."""
    rules: dict[int, list[ScreenRule]] = defaultdict(list)
    for rule in ScreenRule.objects.filter(edition=edition).select_related("from_period", "last_period"):
        rules[rule.screen_id].append(rule)
    for screen in Screen.objects.filter(edition=edition).select_related("item"):
        if screen.pk not in rules:
            yield Problem(f"The screen of {screen} has no rule.")
        for rule in rules[screen.pk]:
            if rule.last_period and rule.last_period.start < rule.from_period.start:
                yield Problem(f"The rule “{rule}” of {screen} ends before it begins.")


def lead_to_screens(edition: Edition, by: User) -> None:
    """The pages of an agreement lead to its screens from its first adopted edition with screens on."""
    agreement = edition.agreement
    if not agreement.has_screens and Screen.objects.filter(edition=edition).exists():
        agreement.has_screens = True
        save_as(agreement, by=by, update_fields=["has_screens"])


SCREENS = Attachment(
    models=SCREEN_MODELS, copy=copy_screens, problems=problems_of_screens, adopted=lead_to_screens
)
