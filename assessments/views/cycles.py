"""Opening a cycle: a director or administrator asks for assessments, in one partnership or in all at once."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from assessments.cycles.due_dates import who_keeps_their_own
from assessments.cycles.forms import OpenCycleForm
from assessments.cycles.opening import DueDateKept, due_in_words, open_cycle
from core.conflicts import Conflict
from core.words import in_words
from partnerships.access import get_agreement, partnerships_asked_by
from partnerships.models import Partnership
from partnerships.people.belonging import nobody_can_rate_in

INVITE = "Invite somebody on their People pages."
NAMED = 40
"""Partners that are named in a sentence."""


@require_http_methods(["GET", "HEAD", "POST"])
def open_a_cycle(request, slug):
    agreement = get_agreement(request.user, slug)
    partnerships = partnerships_asked_by(request.user, agreement)
    form = OpenCycleForm(request.POST or None, agreement=agreement, partnerships=partnerships)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_cycle(**form.for_opening(), by=request.user)
        except DueDateKept as stands:
            form.add_error("due_on", str(stands))
        except Conflict as conflict:
            form.add_error(
                "due_on",
                f"Somebody else changed this meanwhile: the {agreement.round} is {due_in_words(conflict.now)}. "
                f"What you entered is still here. Open the {agreement.round} once more to replace it.",
            )
            status = 409
        else:
            for sentence in told(opened):
                messages.success(request, sentence)
            return redirect(grid_of(agreement, opened.cycle))
    context = {"agreement": agreement, "form": form}
    if form.is_ticked:
        context["warning"] = warning_of(partnerships)
    return render(request, "assessments/open_cycle.html", context, status=status)


def warning_of(partnerships):
    """In which of these nobody can rate, in a sentence that names them; empty where somebody can in each.

    Where there are very many partnerships, the page leads to the list of them instead.
    """
    rows = Partnership.objects.filter(pk__in=[one.pk for one in partnerships])
    rows = rows.select_related("partner__parent", "agreement__lead").order_by("partner__sort_key", "pk")
    nobody = nobody_can_rate_in(rows)
    if not nobody:
        return ""
    names = [one.partner.short_name for one in nobody]
    shown = in_words([*names[:NAMED], f"{len(names) - NAMED} more"] if len(names) > NAMED else names)
    where = f"in {len(names)} of {len(partnerships)} partnerships" if len(partnerships) > 1 else "here"
    invited = [side.has_somebody for side in nobody.values()]
    rest = "In each somebody is invited and has not come yet." if all(invited) else INVITE
    return f"Nobody of the partner can rate yet {where}: {shown}. {rest}"


def told(opened):
    """What opening did, in sentences."""
    cycle, there = opened.cycle, opened.already
    if opened.new:
        also = f"; {there} {'was' if there == 1 else 'were'} open already" if there else ""
        yield f"{_were(opened.new)} opened for {cycle.period.name}{also}."
    else:
        also = f": {_were(there)} there already" if there else ""
        yield f"Nothing new was opened for {cycle.period.name}{also}."
    if opened.due_before:
        before, now = (date_format(day, "M j, Y") for day in (opened.due_before, cycle.due_on))
        changed = f"The due date is now {now} for everybody asked in this cycle; it was {before}."
        yield f"{changed} {who_keeps_their_own(cycle)}".strip()
    if opened.settled:
        yield (
            f"Nobody more was asked in {', '.join(opened.settled)}: "
            "the conference has begun there, or an assessment is final."
        )
    if opened.withdrawn:
        verb = "is" if len(opened.withdrawn) == 1 else "are"
        yield (
            f"{in_words(opened.withdrawn)} {verb} no longer asked, and that stays so. "
            "To ask again, go to the partnership's list of assessments."
        )


def _were(count):
    return f"{count} assessment was" if count == 1 else f"{count} assessments were"


def grid_of(agreement, cycle):
    """The grid of the cycle."""
    return f"{reverse('grid', args=[agreement.slug])}?cycle={cycle.public_id}"
