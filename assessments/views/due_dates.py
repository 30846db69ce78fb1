"""More time in a cycle, without opening it anew."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods

from assessments.cycles.due_dates import (
    DueDateForm,
    NotForAll,
    set_due_date_of_all,
    set_due_date_of_some,
    who_keeps_their_own,
)
from assessments.cycles.opening import due_in_words
from assessments.models import Assessment, Cycle
from core.conflicts import Conflict
from core.words import in_words
from partnerships.access import asks_all_of, get_agreement, partnerships_asked_by
from partnerships.scope import ALL

from .cycles import grid_of


@require_http_methods(["GET", "HEAD", "POST"])
def due_date(request, slug, public_id):
    """More time in a cycle, for everybody asked or for some."""
    agreement = get_agreement(request.user, slug)
    cycle = get_object_or_404(_cycles(), edition__agreement=agreement, public_id=public_id)
    asked = partnerships_asked_by(request.user, agreement).filter(
        Exists(Assessment.objects.asked().filter(partnership=OuterRef("pk"), cycle=cycle))
    )
    asked = asked.select_related("partner").order_by("partner__sort_key", "pk")
    form = DueDateForm(
        request.POST if request.method == "POST" else None,
        cycle=cycle,
        partnerships=asked,
        all_too=asks_all_of(request.user, agreement),
        ticked=request.GET.getlist("partnership"),
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            words = _set_due_date(form.cleaned_data, cycle, by=request.user)
        except NotForAll:
            raise PermissionDenied("You direct some of the partnerships of this cycle.") from None
        except Conflict as conflict:
            form.add_error("due_on", _due_meanwhile(conflict.now))
            form.see_what_stands()
            status = 409
        else:
            messages.success(request, words)
            return redirect(grid_of(agreement, cycle))
    context = {"agreement": agreement, "cycle": cycle, "form": form, "own": _own_due_dates(cycle)}
    return render(request, "assessments/due_date.html", context, status=status)


def _cycles():
    return Cycle.objects.select_related("edition__agreement", "period")


def _own_due_dates(cycle):
    rows = cycle.due_dates.select_related("partnership__partner")
    return rows.order_by("partnership__partner__sort_key")


def _set_due_date(chosen, cycle, *, by):
    """Sets it, and says so in a sentence."""
    day, seen = chosen["due_on"], chosen["seen"]
    if chosen["scope"] == ALL:
        set_due_date_of_all(cycle, day, seen=seen, by=by)
        all_due = f"{capfirst(cycle.period.name)} is due {date_format(day, 'M j, Y')} for everybody asked."
        return f"{all_due} {who_keeps_their_own(cycle)}".strip()
    some = list(chosen["partnerships"])
    set_due_date_of_some(cycle, some, day, reason=chosen["reason"], seen=seen, by=by)
    names = in_words(one.partner.short_name for one in some)
    return f"{capfirst(cycle.period.name)} is due {date_format(day, 'M j, Y')} for {names}."


def _due_meanwhile(now):
    """What somebody else set: the cycle's due date, or those of partnerships."""
    stands = (
        in_words(f"{one.partner.short_name} is {due_in_words(day)}" for one, day in now.items())
        if isinstance(now, dict)
        else f"the cycle is {due_in_words(now)}"
    )
    return (
        f"Somebody else changed this meanwhile: {stands}. "
        "What you entered is still here. Send it again to replace it."
    )
