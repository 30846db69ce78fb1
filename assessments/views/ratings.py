"""Saving ratings: one item at once through htmx, or a category as one form without JavaScript."""

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_http_methods

from assessments.rating.forms import RatingForm
from assessments.rating.lines import WorkspaceLine
from assessments.rating.previous_ratings import PreviousRatings
from assessments.rating.progress import progress_of
from assessments.rating.rendering import SaveMeanwhile
from assessments.rating.saving import must_write, save_rating
from assessments.rating.scales import levels_for
from assessments.rating.workspace import (
    answer_of,
    for_answers,
    item_with_rating,
    items_address,
    lines_beneath,
    put_beside,
    put_html,
    put_parts,
    workspace_of,
)
from core.conflicts import Conflict
from partnerships.comparison import level_change

from .access import get_assessment, writes_draft
from .pages import workspace


@require_http_methods(["GET", "HEAD", "POST"])
def rate(request, public_id, reference):
    """POST saves one item's rating; GET shows it as it is saved."""
    if request.method == "POST":
        return save_one(request, public_id=public_id, reference=reference)
    assessment = get_assessment(request, public_id)
    found = item_with_rating(assessment, reference, "level")
    if found is None:
        raise Http404("The agreement has no such item.")
    if not request.htmx:
        return redirect(f"{reverse('assessment', args=[public_id])}#item-{reference}")
    line = WorkspaceLine.saved(*found)
    beneath = lines_beneath(assessment, line.item)
    put_parts([line, *beneath])
    lineage = None if beneath else line.item.lineage
    previous = PreviousRatings(assessment, request.user, lineage=lineage)
    put_beside([line, *beneath], assessment, previous, lineage=lineage)
    for_answers(assessment, [line])
    put_html([line], assessment)
    return HttpResponse(line.html)


@partial(writes_draft, sparing=True)
def save_one(request, assessment, *, reference):
    found = item_with_rating(assessment, reference)
    if found is None:
        raise Http404(f"{reference} is not an item that this assessment rates.")
    item, rating = found
    levels = levels_for(item, assessment.cycle.edition)
    if rating and rating.level_id:
        rating.level = next(level for level in levels.values() if level.pk == rating.level_id)
    form = RatingForm(request.POST, item=item, levels=levels)
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
        "form_id": line.form_id,
        "editable": True,
        "saved": status == 200,
    }
    if status == 200:
        context["show"] = "show=" in (request.htmx.current_url or "")  # then the next item may not be on it
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


@writes_draft
def save_category(request, assessment, *, number):
    """All of a category or, when anything in it is wrong or stale, nothing."""
    gathered = workspace_of(assessment, "updated_by")  # to be named where somebody was faster
    chapter = next((one for one in gathered.chapters if one.category.number == number), None)
    if chapter is None:
        raise Http404(f"The agreement has no category {number}.")
    lines = [line for line in chapter.lines if line.item.is_rated and _is_posted(line, request.POST)]
    levels_of = gathered.scales.levels_of
    forms = [RatingForm(request.POST, item=line.item, levels=levels_of(line.item)) for line in lines]
    typed = [
        _checked(line, form, gathered.scales, request.user) for line, form in zip(lines, forms, strict=True)
    ]
    wrong = [line.item.reference for line in typed if line.errors or line.conflict]
    if wrong:
        messages.error(request, f"Category {number} is not saved yet: see {', '.join(wrong)}.")
        left = {line.item.reference: line for line in typed}
        return workspace(request, assessment, typed=left, status=422)
    for line, form in zip(lines, forms, strict=True):
        save_rating(assessment, line.item, line.rating, by=request.user, **form.cleaned_data)
    if lines:
        messages.success(request, f"Category {number} is saved.")
    else:
        messages.error(request, "Nothing was sent to save. Reload the page, then save again.")
    show = request.POST.get("show", "")
    query = f"?{urlencode({'show': show})}" if show else ""
    return redirect(f"{reverse('assessment', args=[assessment.public_id])}{query}#category-{number}")


def _is_posted(line, data):
    """Whether the page held this line: a filter leaves some out."""
    return any(name.startswith(f"{line.item.reference}-") for name in data)


def _checked(line, form, scales, user):
    """The line as the person left it, with what keeps it from being saved."""
    conflict = None
    if form.is_valid():
        try:
            must_write(line.rating, **form.cleaned_data)
        except Conflict:
            conflict = SaveMeanwhile.of(line.rating, scales.of(line.item), user)
    return WorkspaceLine.typed(line.item, line.rating, form, conflict=conflict)
