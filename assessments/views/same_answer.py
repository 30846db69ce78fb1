"""The same answer for several partnerships: an item, a level, and where the lead agency gives it."""

from itertools import groupby

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from assessments.models import Cycle
from assessments.rating.rendering import ShownWhole
from assessments.rating.same_answer import SameAnswerForm, answer_alike, items_to_share, places_for
from assessments.rating.scales import levels_for
from core.words import in_words
from partnerships.access import directs_any_of, get_agreement_to_rate
from partnerships.wholes import whole_items

NAMED = 3
"""Partners that are named in a sentence; more are counted."""


@require_http_methods(["GET", "HEAD", "POST"])
def same_answer(request, slug, public_id):
    agreement = get_agreement_to_rate(request.user, slug)
    cycles = Cycle.objects.select_related("edition__scale", "edition__agreement", "period")
    cycle = get_object_or_404(cycles, edition__agreement=agreement, public_id=public_id)
    wholes = whole_items(items_to_share(cycle))
    whole = _chosen(wholes, request.GET.get("item"))
    context = {
        "agreement": agreement,
        "cycle": cycle,
        "on_grid": directs_any_of(request.user, agreement),
    }
    if whole is None:
        return render(request, "assessments/same_answer.html", context)
    item, edition = whole.item, cycle.edition
    scale, levels = item.scale or edition.scale, levels_for(item, edition)
    places = places_for(cycle, item, request.user)
    form = SameAnswerForm(
        request.POST if request.method == "POST" else None, places=places, levels=levels, scale=scale
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        done = answer_alike(cycle, item, **form.answer(), by=request.user)
        for level, sentence in _told(done, item, form.levels[form.cleaned_data["level"]], scale):
            messages.add_message(request, level, sentence)
        if not done.kept:
            return redirect(f"{_address(agreement, cycle)}?{urlencode({'item': item.reference})}")
        places, status = places_for(cycle, item, request.user), 409
        form.left(done.kept, places)
    open_now = [one for one in places if one.assessment.is_open]
    ticked = form["partnerships"].value() or []
    context |= {
        "whole": whole,
        "shown": ShownWhole.of(whole, ""),
        "chapters": [
            (category, list(some)) for category, some in groupby(wholes, lambda one: one.item.category)
        ],
        "following": next(iter(wholes[wholes.index(whole) + 1 :]), None),
        "form": form,
        "places": [(one, one.partnership.slug in ticked) for one in open_now],
        "closed": len(places) - len(open_now),
        "scale": scale,
        "levels": list(levels.values()),
    }
    return render(request, "assessments/same_answer.html", context, status=status)


def _address(agreement, cycle):
    return reverse("same-answer", args=[agreement.slug, cycle.public_id])


def _chosen(wholes, reference):
    """The item asked for, or else the first; None where there is none at all."""
    if not reference:
        return next(iter(wholes), None)
    found = next((one for one in wholes if one.item.reference == reference), None)
    if found is None:
        raise Http404(f"The edition has no {reference} that every partnership rates.")
    return found


def _told(done, item, level, scale):
    """What became of it, in sentences."""
    if done.rated:
        yield messages.SUCCESS, f"{item.reference} is rated {level.code} in {_where(done.rated)}."
    if done.closed:
        yield (
            messages.WARNING,
            f"Nothing changed in {_where(done.closed)}: the assessment is no longer open there.",
        )
    if done.kept:
        stands = in_words(f"{one.partnership.partner.short_name} {_stands(one, scale)}" for one in done.kept)
        yield (
            messages.ERROR,
            f"{item.reference} was changed meanwhile, and what stands there was not replaced: {stands}. "
            "Your answer is still below, and only these are ticked. Send it again to replace what stands.",
        )


def _stands(place, scale):
    """“is 3 (by Dana)”: what somebody made of it meanwhile. Its comment stands in the list."""
    rating = place.rating
    if rating is None:
        return "is not rated"
    level = f"is {rating.level.code}" if rating.level else "is not rated"
    flag = f" {scale.flag_symbol}" if rating.flag else ""
    return f"{level}{flag}" + (f" (by {rating.updated_by.name})" if rating.updated_by else "")


def _where(places):
    names = [one.partnership.partner.short_name for one in places]
    return in_words(names) if len(names) <= NAMED else f"{len(names)} partnerships"
