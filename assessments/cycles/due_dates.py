"""More time in a cycle: for all who are asked in it, or for some partnerships alone."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from assessments.models import Cycle, DueDate
from core.conflicts import Conflict, Resolution, marks_of, resolutions_of
from core.forms import DayField
from core.history import save_as
from core.words import in_words
from partnerships.access import asks_all_of
from partnerships.models import Partnership
from partnerships.scope import ALL, SOME, ScopeForm

from .periods import LATEST_DUE, question_of_year


class NotForAll(Exception):
    """Somebody who directs some of the partnerships cannot change what holds in all of them."""


def due_dates_now(cycle: Cycle, partnerships: Iterable[Partnership]) -> dict[str, date | None]:
    """What a form marks as seen: the cycle's due date, and by its place in addresses that of each partnership."""
    own = dict(cycle.due_dates.values_list("partnership", "due_on"))
    return {"all": cycle.due_on, **{one.slug: own.get(one.pk) for one in partnerships}}


def due_seen(cycle: Cycle, partnerships: Iterable[Partnership]) -> str:
    return marks_of(due_dates_now(cycle, partnerships))


@transaction.atomic
def set_due_date_of_all(cycle: Cycle, due_on: date, *, seen: str, by: User) -> None:
    """The due date of the cycle. A partnership that has its own keeps that.

    Raises NotForAll, and Conflict with what stands where that is not what the person saw (`due_seen`).
    """
    if not asks_all_of(by, cycle.edition.agreement):
        raise NotForAll
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    outcome = resolutions_of(seen, due_dates_now(cycle, []), {"all": due_on})["all"]
    if outcome is Resolution.NOTHING:
        return
    if outcome is not Resolution.MINE:
        raise Conflict(cycle.due_on)
    cycle.due_on = due_on
    save_as(cycle, by=by, update_fields=["due_on"])


@transaction.atomic
def set_due_date_of_some(
    cycle: Cycle, partnerships: list[Partnership], due_on: date, *, reason: str, seen: str, by: User
) -> None:
    """A due date of their own for some partnerships, with one reason.

    Raises Conflict, with what stands by partnership, where any has another one than the person saw.
    """
    Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    now = due_dates_now(cycle, partnerships)
    outcomes = resolutions_of(seen, now, {one.slug: due_on for one in partnerships})
    changed = [one for one in partnerships if outcomes[one.slug] not in (Resolution.MINE, Resolution.NOTHING)]
    if changed:
        raise Conflict({one: now[one.slug] for one in changed})
    own = {one.partnership_id: one for one in cycle.due_dates.filter(partnership__in=partnerships)}
    for one in partnerships:
        row = own.get(one.pk) or DueDate(cycle=cycle, partnership=one)
        if (row.due_on, row.reason) != (due_on, reason):
            row.due_on, row.reason = due_on, reason
            save_as(row, by=by)


NAMED = 10
"""Partners that are named in a sentence."""


def who_keeps_their_own(cycle: Cycle) -> str:
    """“Affton and Bayless keep a due date of their own.” Empty where none has one."""
    own = cycle.due_dates.order_by("partnership__partner__sort_key")
    names = list(own.values_list("partnership__partner__short_name", flat=True))
    if not names:
        return ""
    shown = [*names[:NAMED], f"{len(names) - NAMED} more"] if len(names) > NAMED else names
    return f"{in_words(shown)} {'keeps' if len(names) == 1 else 'keep'} a due date of their own."


class DueDateForm(ScopeForm):
    """More time for all who are asked in a cycle, or for the partnerships that are ticked."""

    data: Any
    field_order = ["due_on", "scope", "partnerships", "named", "reason", "seen"]
    everybody = "everybody"
    whom = "whom to give another due date"

    due_on = DayField(
        latest=LATEST_DUE,
        label="New due date",
        error_messages={"required": "Choose the day by which it is to be submitted."},
    )
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=DueDate._meta.get_field("reason").max_length,
        help_text="For single ones; it stays on record.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        cycle: Cycle,
        partnerships: QuerySet[Partnership],
        all_too: bool,
        ticked: Collection[str] = (),
    ) -> None:
        """`partnerships` are those asked in the cycle; `all_too`: the person may choose for all of them at once."""
        scope = SOME if ticked or not all_too else ALL
        initial = {"scope": scope, "seen": due_seen(cycle, partnerships)}
        super().__init__(data, initial=initial)
        self.cycle = cycle
        self.fields["scope"].label = "For whom"
        everybody = f"Everybody asked in this {cycle.words.round}" if all_too else ""
        self.offer(partnerships, all_of_them=everybody, chosen=ticked)

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on < timezone.localdate():
            raise forms.ValidationError("This day is over. Choose a day from today on.")
        if question := question_of_year(due_on, self.cycle.period):
            raise forms.ValidationError(question)
        return due_on

    def clean(self) -> dict[str, Any]:
        super().clean()
        chosen = self.cleaned_data
        is_for_all = chosen.get("scope") == ALL
        chosen["partnerships"] = self.chosen_partnerships()
        if is_for_all and "scope" in chosen and chosen.get("reason"):
            self.add_error(
                "reason", "A reason is kept for single ones, not for everybody. Take it away here."
            )
        return chosen

    def see_what_stands(self) -> None:
        """After a conflict the next try has seen what stands now."""
        self.data = self.data.copy()
        self.data["seen"] = self.initial["seen"]
