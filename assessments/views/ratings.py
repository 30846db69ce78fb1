"""Saving ratings: one item at once through htmx, or all of a page as one form without JavaScript."""

from functools import partial
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from assessments.rating.as_before import save_as_before
from assessments.rating.forms import RatingForm
from assessments.rating.lines import WorkspaceLine
from assessments.rating.previous_ratings import PreviousRatings
from assessments.rating.progress import progress_of
from assessments.rating.rendering import SaveMeanwhile
from assessments.rating.saving import save_rating
from assessments.rating.scales import levels_for
from assessments.rating.workspace import (
    answer_of,
    for_answers,
    item_with_rating,
    items_address,
    lines_beneath,
    put_beside,
    put_contradictions,
    put_html,
    put_parts,
)
from core.conflicts import Conflict
from partnerships.comparison import level_change

from .access import get_assessment, writes_draft
from .answers import answers_sent, save_answers
from .conference import fill_in
from .pages import workspace
from .words import SCREENS, page_sent


@require_http_methods(["GET", "HEAD", "POST"])
def rate(request, public_id, reference):
    """POST saves one item's rating; GET shows it as it is saved."""
    if request.method == "POST":
        return save_one(request, public_id=public_id, reference=reference)
    assessment = get_assessment(request, public_id)
    found = item_with_rating(assessment, reference, "level")
    if found is None:
        raise Http404(f"The agreement has no {reference}.")
    if not request.htmx:
        return redirect(f"{reverse('assessment', args=[public_id])}#item-{reference}")
    line = WorkspaceLine.saved(*found)
    line.is_offered = True
    beneath = lines_beneath(assessment, line.item)
    put_parts([line, *beneath])
    lineage = None if beneath else line.item.lineage
    previous = PreviousRatings(assessment, request.user, lineage=lineage)
    put_beside([line, *beneath], assessment, previous, lineage=lineage)
    for_answers(assessment, [line])
    if assessment.is_worked_on:
        put_contradictions([line], assessment)
    put_html([line], assessment)
    return HttpResponse(line.html)


@partial(writes_draft, sparing=True)
def save_one(request, assessment, *, reference):
    found = item_with_rating(assessment, reference)
    if found is None:
        raise Http404(f"This assessment rates no {reference}.")
    item, rating = found
    levels = levels_for(item, assessment.cycle.edition)
    if rating and rating.level_id:
        rating.level = next(level for level in levels.values() if level.pk == rating.level_id)
    form = RatingForm(request.POST, item=item, levels=levels, saved=rating.comment if rating else "")
    if not form.is_valid():
        line = WorkspaceLine.typed(item, rating, form)
        return _answer(request, assessment, line, status=422)
    try:
        rating = save_rating(assessment, item, rating, by=request.user, **form.cleaned_data)
    except Conflict:
        conflict = SaveMeanwhile.of(rating, item.scale or assessment.cycle.edition.scale, request.user)
        line = WorkspaceLine.typed(item, rating, form, conflict=conflict)
        return _answer(request, assessment, line, status=409)
    before = levels.get(request.POST.get(f"{reference}-before"))
    return _answer(request, assessment, WorkspaceLine.saved(item, rating), before=before)


def _answer(request, assessment, line, *, before=None, status=200):
    """`before` is the level of the cycle before as the page shows it: it only chooses the word beside it."""
    if not request.htmx and status == 200:
        return redirect(f"{reverse('assessment', args=[assessment.public_id])}#item-{line.item.reference}")
    if not request.htmx:
        return workspace(request, assessment, typed={line.item.reference: line}, status=status)
    number = line.item.category.number
    context = {
        "assessment": assessment,
        "answer": answer_of(line, None, items_address(assessment), editable=True),
        "reference": line.item.reference,
        "editable": True,
        "saved": status == 200,
    }
    if status == 200:
        page, _, query = (request.htmx.current_url or "").partition("#")[0].partition("?")
        context["show"] = "show=" in query  # then the next item may not be on it
        context["has_contents"] = not page.rstrip("/").endswith(SCREENS)  # which count by category
        progress = SimpleLazyObject(lambda: progress_of(assessment))  # counted once others may write again
        context |= {
            "progress": progress,
            "category": SimpleLazyObject(
                lambda: next(one for one in progress.categories if one.number == number)
            ),
            "before": before,
            "change": level_change(before, line.level),
        }
    return SimpleTemplateResponse("assessments/_state_answer.html", context, status=status)


AS_BEFORE = "as-before"
"""How a button says that levels are to be as they were: followed by an item or a category, or alone for all."""


@writes_draft
def save_all(request, assessment):
    """All answers of a page or, when any of them is wrong or stale, none; then on to what the button is for."""
    if not answers_sent(request):
        messages.error(request, "Nothing was sent to save. Reload the page, then save again.")
        return _back(request, assessment)
    saved, refusal = save_answers(request, assessment)
    if refusal:
        return refusal
    then = request.POST.get("then", "")
    if then.startswith(AS_BEFORE):
        return take_as_before(request, assessment, then.removeprefix(AS_BEFORE).strip())
    if then == "fill":
        return fill_in(request, assessment)
    if then.startswith("/") and url_has_allowed_host_and_scheme(then, allowed_hosts=None):
        return redirect(then)
    if not saved and not then:
        messages.success(request, "Nothing was changed.")
    return _back(request, assessment)


def take_as_before(request, assessment, of):
    """`of` is the reference of an item, the number of a category, or empty."""
    taken = save_as_before(assessment, of, by=request.user)
    if taken.references:
        messages.success(request, taken.sentence)
    else:
        messages.info(request, taken.sentence)
    place = "" if not of else f"item-{of}" if of in taken.references else f"category-{of.partition('.')[0]}"
    return _back(request, assessment, place)


def _back(request, assessment, place=""):
    """To the page that was sent, at the place of the button."""
    address = reverse(page_sent(request), args=[assessment.public_id])
    place = place or request.POST.get("place", "")
    kept = {name: request.POST[name] for name in ("show", "also") if request.POST.get(name)}
    query = f"?{urlencode(kept)}" if kept else ""
    return redirect(f"{address}{query}#{quote(place or 'main')}")
