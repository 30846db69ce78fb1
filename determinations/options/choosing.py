"""Choosing among the options of an edition: so many as it says, recorded with who and when, and held to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.history import save_as
from core.words import spelled
from determinations.models import Method, Option, OptionChoice
from partnerships.models import Edition, Partnership


class NotChosen(Exception):
    """Nothing was recorded. Its text says why, to the person who chose."""


@dataclass(frozen=True)
class Choosing:
    """The options of an edition as one partner has them before it."""

    partnership: Partnership
    options: Sequence[Option]
    wanted: int
    """How many are chosen."""
    choices: Sequence[OptionChoice]
    """All that were ever made, the oldest first, each with its option and who made and ended it."""

    @property
    def standing(self) -> list[OptionChoice]:
        return [one for one in self.choices if one.ended_at is None]

    @property
    def ended(self) -> list[OptionChoice]:
        return [one for one in self.choices if one.ended_at is not None]

    @property
    def chosen(self) -> frozenset[int]:
        """The keys of the options that the partner is held to."""
        return frozenset(one.option_id for one in self.standing)

    @property
    def is_made(self) -> bool:
        return bool(self.standing)


def choosing_of(partnership: Partnership, edition: Edition | int) -> Choosing | None:
    """None where the edition gives nothing to choose. In three queries."""
    method = Method.objects.filter(edition=edition, options_chosen__isnull=False).first()
    if method is None or method.options_chosen is None:
        return None
    options = list(Option.objects.filter(edition=edition))
    choices = OptionChoice.objects.filter(partnership=partnership, option__in=options)
    choices = choices.select_related("option", "made_by", "ended_by").order_by("made_at", "option__position")
    return Choosing(partnership, options, method.options_chosen, list(choices))


@transaction.atomic
def choose(
    choosing: Choosing, options: Collection[Option], *, by: User, seen: Collection[int], reason: str = ""
) -> None:
    """Hold a partner to these options from now on, instead of those that `seen` names by their keys.

    Raises NotChosen where they are not as many as are to be chosen, where somebody chose a moment ago, and where
    another choice is made without its reason.
    """
    if len(set(options)) != choosing.wanted:
        raise NotChosen(how_many(choosing, len(set(options))))
    partnership = Partnership.objects.select_for_update(no_key=True).get(pk=choosing.partnership.pk)
    standing = OptionChoice.objects.standing().filter(partnership=partnership, option__in=choosing.options)
    now = {one.option_id: one for one in standing}
    wanted = {one.pk for one in options}
    if now.keys() == wanted:
        return
    if now.keys() != set(seen):
        raise NotChosen(
            "Somebody else chose a moment ago. What stands now is shown: choose again, if need be."
        )
    if now and not reason:
        raise NotChosen("Say why other options are chosen. The reason stays on record.")
    moment = timezone.now()
    for key, choice in now.items():
        if key not in wanted:
            choice.ended_at, choice.ended_by, choice.reason = moment, by, reason
            save_as(choice, by=by)
    for option in options:
        if option.pk not in now:
            save_as(OptionChoice(partnership=partnership, option=option, made_at=moment, made_by=by), by=by)


def how_many(choosing: Choosing, number: int) -> str:
    """“Choose two of the three options. You chose one.”"""
    wanted, all_ = spelled(choosing.wanted), spelled(len(choosing.options))
    return f"Choose {wanted} of the {all_} options. You chose {spelled(number) if number else 'none'}."
